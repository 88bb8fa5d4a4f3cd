import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askedForNothing, lookInto, mayWrite, type Given } from '#nominals'
import { givenOf, textIn } from '#need-to-know'
import {
  answering,
  dayOf,
  parseId,
  problemResponses,
  sendProblem,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { joinPartner, partnerAccesses, type PartnerId } from './partner.ts'
import { addPartner, endPartner, standingPartners } from './partner.store.ts'
import { partnersView, type PartnerGiven } from './partner.views.ts'
import { inSavepoint } from './savepoint.store.ts'
import { officersOf, receivingUnits, transferable } from './transfer.store.ts'

type Asked = { Params: { nominal: string; id: string; partner: string }; Body: unknown }

const partnerGiven = (given: Given): PartnerGiven => ({
  unit: textIn(given, 'unit'),
  officer: textIn(given, 'officer'),
  access: textIn(given, 'access'),
  until: textIn(given, 'until'),
  why: textIn(given, 'why').replaceAll('\n', ' '),
  partner: textIn(given, 'partner'),
})

const PartnersAnswer = z
  .strictObject({
    partners: z.array(
      z.strictObject({
        id: z.uuid(),
        agency: z.string(),
        unit: z.string(),
        officer: z.string().nullable(),
        access: z.enum(['full', 'contribute', 'read']),
        until: z.iso.datetime({ offset: true }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Partners', description: 'Who reads the record in full as a partner, now.' })
const Body = z
  .looseObject({
    unit: z.string().max(100).optional().meta({ description: 'The unit that joins: a UUID.' }),
    officer: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Rank and name of one of its officers; may be left out.' }),
    access: z
      .string()
      .max(100)
      .optional()
      .meta({ description: partnerAccesses.map(({ code }) => code).join(', ') }),
    until: z.string().max(100).optional().meta({ description: 'The last day.' }),
    why: z.string().max(1000).optional(),
  })
  .meta({ example: { unit: '', access: 'read', until: '2027-03-31', why: 'Supervises the licence' } })

/** Partners of a record: who joins, with which access and until when; for people and for programs. */
export const partnerRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings

    /** Opens the page for whoever answers for the record; `given`: lets one join, or ends one, too. */
    const partners = async (
      caller: Caller,
      text: string,
      action: string,
      given: PartnerGiven | null,
      ending: boolean,
    ) => {
      const nominal = parseId<NominalId>(text)
      if (nominal === undefined)
        return {
          nominal: text,
          opened: { actor: await askedForNothing(surroundings, caller), came: 'absent' as const },
        }
      const opened = await lookInto(
        db,
        caller,
        nominal,
        { action, fieldGroups: ['hands'] },
        async tx => {
          const [whom] = await transferable(tx, nominal)
          if (!whom) return { answers: false, partners: [], units: [], refusals: [] }
          const units = await receivingUnits(tx)
          let refusals: readonly Refusal[] = []
          if (given && ending) {
            const partner = (await standingPartners(tx, nominal)).find(({ id }) => id === given.partner)
            if (!partner) refusals = [{ field: 'partner', text: 'Choose one of those who are partners now' }]
            else if ((await inSavepoint(tx, () => endPartner(tx, nominal, partner.id))) === 'CC409')
              refusals = [{ field: 'partner', text: 'It has ended meanwhile' }]
          } else if (given) {
            const unit = units.find(({ id }) => id === given.unit)?.id ?? null
            const officers = unit && given.officer !== '' ? await officersOf(tx, unit, given.officer) : []
            const decision = joinPartner(given, {
              unit,
              lead: whom.unit,
              officers: officers.map(({ id }) => id),
              today: dayOf(now()),
            })
            if (!decision.agreed) refusals = decision.refusals
            else if ((await inSavepoint(tx, () => addPartner(tx, nominal, decision.outcome))) === 'CC409')
              refusals = [{ field: 'unit', text: 'They are a partner already: end that first' }]
          }
          return { answers: true, partners: await standingPartners(tx, nominal), units, refusals }
        },
        ({ role }) => mayWrite(role),
        ({ answers, refusals }) => (answers && refusals.length === 0 ? 'done' : 'refused'),
      )
      return opened.came === 'open' && !opened.result.answers
        ? { nominal: text, opened: { actor: opened.actor, came: 'forbidden' as const } }
        : { nominal: text, opened }
    }

    const nothing = partnerGiven({})
    const at = '/nominals/:nominal/partners'

    app.get<Asked>(at, async (request, reply) => {
      const { nominal, opened } = await partners(request.caller, request.params.nominal, 'partners.viewed', null, false)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      return reply.page(
        'responsibility/board',
        partnersView(nominal, { ...opened.result, name: opened.name, given: nothing }),
        opened.actor,
      )
    })

    for (const ending of [false, true])
      app.post<Asked>(ending ? `${at}/end` : at, async (request, reply) => {
        const given = partnerGiven(givenOf(request.body))
        const action = ending ? 'partner.ended' : 'partner.joined'
        const { nominal, opened } = await partners(request.caller, request.params.nominal, action, given, ending)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        if (opened.result.refusals.length === 0) return reply.redirect(`/nominals/${nominal}/partners`, 303)
        return reply
          .code(422)
          .page(
            'responsibility/board',
            partnersView(nominal, { ...opened.result, name: opened.name, given }),
            opened.actor,
          )
      })

    const schemaOf = (operationId: string, summary: string) => ({
      operationId,
      summary,
      tags: ['Responsibility'],
      description: 'For whoever answers for the record: its manager and the supervisors of the unit that leads.',
    })
    const params = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
    const response = { 200: answering('The partners now.', PartnersAnswer), ...problemResponses }
    type Found = Awaited<ReturnType<typeof standingPartners>>
    const answerOf = (found: Found): z.input<typeof PartnersAnswer> => ({
      partners: found.map(each => ({ ...each, until: each.until?.toString() ?? null })),
    })

    app.get<Asked>(
      '/api/v1/nominals/:id/partners',
      { schema: { ...schemaOf('listPartners', 'Partners of a record'), params, response } },
      async (request, reply) => {
        const { opened } = await partners(request.caller, request.params.id, 'partners.viewed', null, false)
        return opened.came === 'open' ? reply.send(answerOf(opened.result.partners)) : reply[opened.came](opened.actor)
      },
    )
    app.post<Asked>(
      '/api/v1/nominals/:id/partners',
      { schema: { ...schemaOf('joinPartner', 'Let a partner join'), params, body: Body, response } },
      async (request, reply) => {
        const given = partnerGiven(givenOf(request.body))
        const { opened } = await partners(request.caller, request.params.id, 'partner.joined', given, false)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { refusals, partners: found } = opened.result
        return refusals.length > 0
          ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
          : reply.send(answerOf(found))
      },
    )
    app.post<Asked>(
      '/api/v1/nominals/:id/partners/:partner/end',
      {
        schema: {
          ...schemaOf('endPartner', 'End a partnership'),
          params: params.extend({ partner: z.string().meta({ description: 'A UUID.' }) }),
          response,
        },
      },
      async (request, reply) => {
        const given = { ...nothing, partner: request.params.partner as PartnerId }
        const { opened } = await partners(request.caller, request.params.id, 'partner.ended', given, true)
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { refusals, partners: found } = opened.result
        return refusals.length > 0
          ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
          : reply.send(answerOf(found))
      },
    )
  }
