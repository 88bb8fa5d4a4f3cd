import { codeOf, type Actor, type Caller, type NominalId, type Refusal, type Surroundings, type Tx } from '#platform'
import type { FactId, FactVersion } from './fact.facts.ts'
import { lookInto, type Opened } from './fact-look.ts'
import { factKindCalled } from './fact-kinds.ts'
import { mayWrite, supervises, whyNotToChange } from './fact-rights.ts'
import { factVersion, leadAgencyOf, withdrawFact } from './fact.store.ts'
import { addApproval, addDecision, markerStanding, type MarkerStanding } from './marker.store.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'

/** What may be decided about a marker: a new one is approved or not; what is asked of an approved one is confirmed, refused, or taken back by who asked. */
export const markerOutcomes = ['approved', 'not approved', 'confirmed', 'refused', 'taken back'] as const
export type MarkerOutcome = (typeof markerOutcomes)[number]

export const isMarkerOutcome = (given: unknown): given is MarkerOutcome =>
  markerOutcomes.some(outcome => outcome === given)

/** What became of it: the marker as it stands now, or why not. */
export type Decided = {
  readonly refusals: readonly Refusal[]
  readonly overtaken: boolean
  readonly version: FactVersion
}

const actions: { readonly [Outcome in MarkerOutcome]: string } = {
  approved: 'marker.approved',
  'not approved': 'marker.refused',
  confirmed: 'marker.change-confirmed',
  refused: 'marker.change-refused',
  'taken back': 'marker.change-taken-back',
}
const longestReason = 500
const marker = factKindCalled('marker')!

/**
 * Decides about a marker: by a supervisor or region lead, and by another human being than whoever set it or asks (governance requirement 29;
 * the database repeats both); what one has asked oneself one may take back. `request`: what it was that was decided on, where something was
 * asked: something asked since is not decided with it. `version`: the version of the marker that whoever asks has seen. A refusal says why. Approving again changes nothing. A marker that stands no more is absent.
 */
export const decideOnMarker = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  id: FactId,
  decision: { readonly outcome: MarkerOutcome; readonly request: string | null; readonly why: string },
  version: string = id,
): Promise<Opened<Decided>> => {
  const { outcome } = decision
  const attempt = () =>
    lookInto(
      db,
      caller,
      nominal,
      { action: actions[outcome], fieldGroups: ['markers'], records: [id] },
      async (tx, actor): Promise<Decided | undefined> => {
        const standing = await markerStanding(tx, nominal, id)
        // One's own marker is approved by somebody else: to its author there is nothing to approve.
        if (!standing || (outcome === 'approved' && standing.author === actor.officer)) return undefined
        const came = version === id ? await decide(tx, actor, nominal, id, standing, decision) : overtaken
        return { ...came, version: (await factVersion(tx, marker, nominal, id))! }
      },
      ({ role }) => (outcome === 'taken back' ? mayWrite(role) : supervises(role)),
      ({ refusals, overtaken }) => (refusals.length > 0 || overtaken ? 'refused' : 'done'),
    )
  // Somebody else was quicker: the second look sees what they decided.
  return attempt().catch((error: unknown) => {
    if (['CC409', 'CC403', '23505'].includes(codeOf(error) ?? '')) return attempt()
    throw error
  })
}

type Came = Omit<Decided, 'version'>
const done: Came = { refusals: [], overtaken: false }
const overtaken: Came = { refusals: [], overtaken: true }
const refused = (field: string, text: string): Came => ({ refusals: [{ field, text }], overtaken: false })

const decide = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  id: FactId,
  { author, approved, asked }: MarkerStanding,
  {
    outcome,
    request,
    why: given,
  }: { readonly outcome: MarkerOutcome; readonly request: string | null; readonly why: string },
): Promise<Came> => {
  const why = given.replaceAll(/\s+/g, ' ').trim().slice(0, longestReason)
  const high = markedTooHigh(why)
  if (high) return refused('why', tooHighInWords('The reason', high))
  if (outcome === 'approved') {
    await addApproval(tx, actor, nominal, id)
    return done
  }
  if ((outcome === 'not approved' || outcome === 'refused') && why === '') return refused('why', 'Say why not')
  if (outcome === 'not approved') {
    if (approved) return overtaken
    if (author === actor.officer)
      return refused('', 'Another person than its author decides. Withdraw it, if it should not be there')
    const notMine = whyNotToChange(actor, await agenciesOf(tx, nominal, id))
    if (notMine) return { refusals: [notMine], overtaken: false }
    await withdrawFact(tx, actor, marker, nominal, id, `Not approved: ${why}`.slice(0, longestReason))
    return done
  }
  if (!asked || asked.id !== request) return overtaken
  if (outcome === 'taken back' && asked.by !== actor.officer)
    return refused('', 'Whoever asked may take it back, and nobody else')
  if (outcome !== 'taken back' && asked.by === actor.officer)
    return refused('', 'Another person than the one who asked decides')
  await addDecision(tx, actor, nominal, asked.id, { outcome, why })
  return done
}

const agenciesOf = async (tx: Tx, nominal: NominalId, id: FactId) => ({
  agency: (await factVersion(tx, marker, nominal, id))!.agency,
  lead: (await leadAgencyOf(tx, nominal)).agency,
})
