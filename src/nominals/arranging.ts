import type { Caller, NominalId, Refusal, Surroundings } from '#platform'
import { stateArrangement } from './arrangement.ts'
import { setArrangement, standingArrangement, type StandingArrangement } from './arrangement.store.ts'
import { lookInto, type Opened } from './fact-look.ts'
import type { Given } from './fact-reading.ts'
import { mayWrite } from './fact-rights.ts'

/** What became of it: what stands now, or why not. `overtaken`: it is not what whoever asks has seen. */
export type Arranged = {
  readonly standing: StandingArrangement
  readonly refusals: readonly Refusal[]
  readonly overtaken: boolean
}

/** The version of what stands: the id of its statement, or that there is none. */
export const arrangementVersion = ({ id }: StandingArrangement): string => id ?? 'none'

const longestSource = 200

/**
 * States the arrangement of a record, or that there is none, in the lead agency's name. `version`: what whoever asks has seen, where it
 * must still stand; null: whatever stands. At *full*, by the roles that write; refuses with every reason. Throws `NotSignedIn` and `Conflict`.
 */
export const arrange = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  given: Given,
  version: string | null = null,
): Promise<Opened<Arranged>> =>
  lookInto<Arranged>(
    db,
    caller,
    nominal,
    { action: 'arrangement.stated', fieldGroups: ['hands'] },
    async (tx, actor) => {
      const standing = await standingArrangement(tx, nominal)
      if (version !== null && version !== arrangementVersion(standing))
        return { standing, refusals: [], overtaken: true }
      const decision = stateArrangement(given, { ...standing, mine: actor.agency })
      if (!decision.agreed) return { standing, refusals: decision.refusals, overtaken: false }
      const source = typeof given['source'] === 'string' ? given['source'].trim().slice(0, longestSource) : ''
      await setArrangement(tx, nominal, decision.outcome, source)
      return { standing: await standingArrangement(tx, nominal), refusals: [], overtaken: false }
    },
    ({ role }) => mayWrite(role),
    ({ refusals, overtaken }) => (refusals.length > 0 || overtaken ? 'refused' : 'done'),
  )
