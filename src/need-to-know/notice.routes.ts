import type { FastifyInstance, FastifyReply } from 'fastify'
import { askedForNothing } from '#nominals'
import { dayOf, parseId, type Caller, type NominalId, type Surroundings } from '#platform'
import { opensNominals } from '#access'
import { givenOf, textIn } from './form.ts'
import {
  blankNotice,
  noticeAddress,
  noticeBoard,
  noticesAddress,
  noticesOfView,
  standingView,
  type NoticeTyped,
} from './notice.views.ts'
import {
  lookAtNotice,
  lookAtNotices,
  noticeGiven,
  noticesOfRecord,
  reviewOne,
  withdrawOne,
  type NoticeLook,
} from './noticing.ts'
import type { NoticeGiven } from './notice.ts'

type Asked = { Params: { nominal: string; notice: string }; Body: unknown }

/** Safety notices, for whoever has the record behind them in full: what stands, writing, reviewing, withdrawing. */
export const noticeRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const today = () => dayOf(surroundings.now())

    app.get(noticesAddress, async (request, reply) => {
      const looked = await lookAtNotices(surroundings, request.caller, ({ role }) => opensNominals(role))
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      return reply.page('need-to-know/board', standingView(looked.notices, today()), looked.actor)
    })

    const ofRecord = async (reply: FastifyReply, caller: Caller, text: string, given: NoticeGiven | null) => {
      const nominal = parseId<NominalId>(text)
      if (!nominal) return reply.absent(await askedForNothing(surroundings, caller))
      const opened = await noticesOfRecord(surroundings, caller, nominal, given)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { supervised, written, refusals } = opened.result
      if (given && !supervised) return reply.forbidden(opened.actor)
      if (written) return reply.redirect(noticeAddress(written), 303)
      return reply
        .code(refusals.length > 0 ? 422 : 200)
        .page(
          'need-to-know/board',
          noticesOfView(nominal, opened.name, opened.result, given ?? blankNotice(today()), today()),
          opened.actor,
        )
    }
    app.get<Asked>('/nominals/:nominal/safety-notices', async (request, reply) =>
      ofRecord(reply, request.caller, request.params.nominal, null),
    )
    app.post<Asked>('/nominals/:nominal/safety-notices', async (request, reply) =>
      ofRecord(reply, request.caller, request.params.nominal, noticeGiven(givenOf(request.body))),
    )

    const show = (reply: FastifyReply, looked: NoticeLook, typed: NoticeTyped = {}) => {
      if (!looked.notice) return reply[looked.came](looked.actor)
      if (looked.came === 'done') return reply.redirect(noticeAddress(looked.notice.id), 303)
      return reply
        .code(looked.refusals.length > 0 ? 422 : 200)
        .page('need-to-know/board', noticeBoard(looked, typed, today()), looked.actor)
    }
    app.get<Asked>(`${noticesAddress}/:notice`, async (request, reply) =>
      show(reply, await lookAtNotice(surroundings, request.caller, request.params.notice)),
    )
    app.post<Asked>(`${noticesAddress}/:notice/review`, async (request, reply) => {
      const given = givenOf(request.body)
      const typed = { review: textIn(given, 'review'), reviewWhy: textIn(given, 'reviewWhy') }
      const asked = { review: typed.review, why: typed.reviewWhy }
      return show(reply, await reviewOne(surroundings, request.caller, request.params.notice, asked), typed)
    })
    app.post<Asked>(`${noticesAddress}/:notice/withdrawal`, async (request, reply) => {
      const why = textIn(givenOf(request.body), 'why')
      return show(reply, await withdrawOne(surroundings, request.caller, request.params.notice, why), { why })
    })
  }
