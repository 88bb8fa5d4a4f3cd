import type { FastifyInstance } from 'fastify'
import type { Given } from '#nominals'
import { givenOf, textIn } from '#need-to-know'
import { act, codeOf, parseId, type Actor, type Caller, type Refusal, type Surroundings, type UnitId } from '#platform'
import { readDatedHours, readWeekHours } from './desk-hours.ts'
import { keepDesk } from './desk.ts'
import { addDeskTest, deskRows, desksIn, onShift, ownKind, setDesk, type DeskRow } from './desk.store.ts'
import { deskAsTyped, desksView, deskView, type DeskGiven } from './desk.views.ts'

type Asked = { Params: { unit: string }; Querystring: { q?: unknown }; Body: unknown }

const deskGiven = (given: Given): DeskGiven => ({
  open: textIn(given, 'open'),
  telephone: textIn(given, 'telephone'),
  coveredBy: textIn(given, 'coveredBy'),
  hours: textIn(given, 'hours'),
  exceptions: textIn(given, 'exceptions'),
})

type Look = {
  readonly rows: readonly DeskRow[]
  readonly row: DeskRow
  readonly shift: readonly string[]
  readonly kind: string
}
type Answer =
  | { readonly came: 'absent' | 'forbidden'; readonly actor: Actor; readonly look: null }
  | {
      readonly came: 'open' | 'done' | 'refused'
      readonly actor: Actor
      readonly look: Look
      readonly refusals: readonly Refusal[]
    }

/** Duty desks: looking one up, its page, and for the supervisors of its unit the forms that keep and test it. */
export const deskRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings

    app.get<Asked>('/desks', async (request, reply) => {
      const q = typeof request.query.q === 'string' ? request.query.q.slice(0, 100) : ''
      const { rows, kind, actor } = await act(db, request.caller, async (tx, who) => ({
        result: { rows: await deskRows(tx), kind: await ownKind(tx, who), actor: who },
        audit: { action: 'desks.listed' },
      }))
      return reply.page('responsibility/board', desksView(rows, q, kind), actor)
    })

    /** `change`: what a supervisor of the unit does besides looking; answers with what is against it. */
    const look = (
      caller: Caller,
      given: string,
      action: string,
      change?: (tx: Parameters<Parameters<typeof act>[2]>[0], look: Look) => Promise<readonly Refusal[]>,
    ): Promise<Answer> =>
      act<Answer>(db, caller, async (tx, actor) => {
        const unit = parseId<UnitId>(given)
        const rows = await deskRows(tx)
        const row = rows.find(each => each.unit === unit)
        if (!row) return { result: { came: 'absent', actor, look: null }, audit: { action, outcome: 'absent' } }
        if (change && !row.mayKeep)
          return { result: { came: 'forbidden', actor, look: null }, audit: { action, outcome: 'refused' } }
        const seen: Look = { rows, row, shift: await onShift(tx, row.unit), kind: await ownKind(tx, actor) }
        if (!change)
          return { result: { came: 'open', actor, look: seen, refusals: [] }, audit: { action, records: [row.unit] } }
        const refusals = await change(tx, seen)
        return refusals.length > 0
          ? {
              result: { came: 'refused', actor, look: seen, refusals },
              audit: { action, outcome: 'refused', records: [row.unit] },
            }
          : { result: { came: 'done', actor, look: seen, refusals }, audit: { action, records: [row.unit] } }
      })

    const pageOf = ({ rows, row, shift, kind }: Look, given: DeskGiven, refusals: readonly Refusal[]) =>
      deskView(row, { rows, desks: desksIn(rows), shift, ownKind: kind, given, refusals, now: now() })

    app.get<Asked>('/desks/:unit', async (request, reply) => {
      const looked = await look(request.caller, request.params.unit, 'desk.viewed')
      if (looked.look === null) return reply[looked.came](looked.actor)
      return reply.page('responsibility/board', pageOf(looked.look, deskAsTyped(looked.look.row), []), looked.actor)
    })

    app.post<Asked>('/desks/:unit', async (request, reply) => {
      const given = deskGiven(givenOf(request.body))
      const looked = await look(request.caller, request.params.unit, 'desk.kept', async (tx, { rows, row }) => {
        const read = {
          ...given,
          hours: readWeekHours(given.hours),
          exceptions: readDatedHours(given.exceptions),
        }
        const decision = keepDesk(read, desksIn(rows), row.unit)
        if (!decision.agreed) return decision.refusals
        await setDesk(tx, row.unit, decision.outcome)
        return []
      }).catch((error: unknown) => {
        // Somebody closed the circle from the other side in this very moment: as typed, to be looked at again.
        if (codeOf(error) !== 'CC411') throw error
        return undefined
      })
      if (looked === undefined) return reply.redirect(`/desks/${request.params.unit}`, 303)
      if (looked.look === null) return reply[looked.came](looked.actor)
      if (looked.came === 'done') return reply.redirect(`/desks/${looked.look.row.unit}`, 303)
      return reply.code(422).page('responsibility/board', pageOf(looked.look, given, looked.refusals), looked.actor)
    })

    app.post<Asked>('/desks/:unit/tests', async (request, reply) => {
      const given = givenOf(request.body)
      const [answered, words] = [textIn(given, 'answered'), textIn(given, 'words')]
      const looked = await look(request.caller, request.params.unit, 'desk.tested', async (tx, { row }) => {
        const refusals = [
          answered !== 'yes' && answered !== 'no' && { field: 'answered', text: 'Choose whether it was answered' },
          words.length > 300 && { field: 'words', text: 'Say it in 300 characters or fewer' },
        ].filter(each => typeof each === 'object')
        if (refusals.length === 0) await addDeskTest(tx, row.unit, answered === 'yes', words)
        return refusals
      })
      if (looked.look === null) return reply[looked.came](looked.actor)
      if (looked.came === 'done') return reply.redirect(`/desks/${looked.look.row.unit}`, 303)
      return reply
        .code(422)
        .page('responsibility/board', pageOf(looked.look, deskAsTyped(looked.look.row), looked.refusals), looked.actor)
    })
  }
