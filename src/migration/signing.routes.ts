import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { givenOf, textIn } from '#need-to-know'
import { parseId, type Decision, type Refusal, type Surroundings, type Tx } from '#platform'
import type { Reference } from '#reference'
import { extractOf } from './extract.store.ts'
import { mayNow, readReason, readSigning, stagedRowsDays, type Reconciliation } from './signing.ts'
import { hold, holdsOn, lift, sign, signingsOf, unlessOvertaken, withdraw } from './signing.store.ts'
import { reconciliationAddress, reconciliationView, type SigningTyped } from './signing.views.ts'
import { stateOf, totalOf } from './figures.ts'
import type { ExtractId } from './staging.store.ts'
import type { StewardsExtract } from './steward.facts.ts'
import { factsOfExtract } from './steward.views.ts'
import { actAsSteward } from './stewardship.ts'

type Asked = { Params: { extract: string }; Body: unknown }

/** What was signed and held of an extract. */
export const reconciliationOf = async (tx: Tx, extract: ExtractId): Promise<Reconciliation> => ({
  signings: await signingsOf(tx, extract),
  holds: await holdsOn(tx, extract),
})

/** `read`: whether what was typed will do; `write`: does it. */
type Step = {
  readonly at: 'sign' | 'withdraw' | 'hold' | 'lift'
  readonly action: string
  readonly field: keyof SigningTyped
  readonly overtaken: string
  readonly read: (why: string, refused: number) => Decision<{ readonly why: string }>
  readonly write: (tx: Tx, extract: ExtractId, why: string) => Promise<void>
}
const steps: readonly Step[] = [
  {
    at: 'sign',
    action: 'reconciliation.signed',
    field: 'refusedWhy',
    overtaken: 'It cannot be signed now: it has been signed, or not every row has been settled',
    read: (why, refused) => readSigning(why, { refused }),
    write: (tx, extract, why) => sign(tx, extract, why, stagedRowsDays),
  },
  {
    at: 'withdraw',
    action: 'reconciliation.withdrawn',
    field: 'withdrawnWhy',
    overtaken: 'There is no signature to withdraw, or the rows are destroyed',
    read: why => readReason('withdrawnWhy', why),
    write: withdraw,
  },
  {
    at: 'hold',
    action: 'staged-rows.held',
    field: 'holdWhy',
    overtaken: 'They are held already, or destroyed',
    read: why => readReason('holdWhy', why),
    write: hold,
  },
  {
    at: 'lift',
    action: 'staged-rows.hold-lifted',
    field: 'liftedWhy',
    overtaken: 'There is no hold now',
    read: why => readReason('liftedWhy', why),
    write: lift,
  },
]

/** The reconciliation of an extract, for the data steward: signing it, and holding its rows back from destruction. */
export const signingRoutes =
  ({ db }: Surroundings, reference: () => Reference) =>
  async (app: FastifyInstance): Promise<void> => {
    const page = (
      extract: StewardsExtract,
      reconciliation: Reconciliation,
      typed?: SigningTyped,
      refusals?: readonly Refusal[],
    ) => reconciliationView(factsOfExtract(extract, reference().profiles), reconciliation, typed, refusals)

    app.get<Asked>('/extracts/:extract/reconciliation', async (request, reply) => {
      const id = parseId<ExtractId>(request.params.extract)
      const seen = await actAsSteward(db, request.caller, 'reconciliation.viewed', async tx => {
        const extract = id && (await extractOf(tx, id))
        return {
          result: extract && { extract, reconciliation: await reconciliationOf(tx, extract.id) },
          audit: { action: 'reconciliation.viewed', outcome: extract ? 'done' : 'absent', records: id ? [id] : [] },
        }
      })
      if (!seen.may) return reply.forbidden(seen.actor)
      if (!seen.result) return reply.absent(seen.actor)
      const { extract, reconciliation } = seen.result
      return reply.page('need-to-know/board', page(extract, reconciliation), seen.actor)
    })

    const take = async (step: Step, request: FastifyRequest<Asked>, reply: FastifyReply) => {
      const id = parseId<ExtractId>(request.params.extract)
      const why = textIn(givenOf(request.body), step.field)
      const done = await actAsSteward(db, request.caller, step.action, async tx => {
        const extract = id && (await extractOf(tx, id))
        if (!extract)
          return { result: undefined, audit: { action: step.action, outcome: 'absent', records: id ? [id] : [] } }
        const before = await reconciliationOf(tx, extract.id)
        const refusals = await refusedOr(tx, step, extract, before, why)
        return {
          result: { extract, refusals, reconciliation: before },
          audit: { action: step.action, outcome: refusals.length > 0 ? 'refused' : 'done', records: [extract.id] },
        }
      })
      if (!done.may) return reply.forbidden(done.actor)
      if (!done.result) return reply.absent(done.actor)
      const { extract, refusals, reconciliation } = done.result
      if (refusals.length === 0) return reply.redirect(reconciliationAddress(extract.id), 303)
      return reply
        .code(422)
        .page('need-to-know/board', page(extract, reconciliation, { [step.field]: why }, refusals), done.actor)
    }
    for (const step of steps)
      app.post<Asked>(`/extracts/:extract/reconciliation/${step.at}`, (request, reply) => take(step, request, reply))
  }

/** Takes a step, or says every reason against it. */
const refusedOr = async (
  tx: Tx,
  step: Step,
  extract: StewardsExtract,
  before: Reconciliation,
  why: string,
): Promise<readonly Refusal[]> => {
  const facts = factsOfExtract(extract, [])
  const totals = totalOf(facts.files)
  const overtaken = [{ field: '', text: step.overtaken }]
  if (!mayNow(before, { isFinished: stateOf(facts) === 'loaded', ...totals })[step.at]) return overtaken
  const decision = step.read(why, totals.refused)
  if (!decision.agreed) return decision.refusals
  return (await unlessOvertaken(tx, () => step.write(tx, extract.id, decision.outcome.why))) ? [] : overtaken
}
