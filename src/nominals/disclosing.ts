import {
  act,
  dayOf,
  type Access,
  type Actor,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { highestMarking, readDisclosure, sectionsOf } from './disclosure.ts'
import {
  addDisclosure,
  disclosureOf,
  disclosuresOf,
  whatIsDisclosed,
  type Disclosed,
  type DisclosureRow,
} from './disclosure.store.ts'
import type { Given } from './fact-reading.ts'
import { mayDisclose } from './fact-rights.ts'
import { leadAgencyOf } from './fact.store.ts'
import { caveatsOfAll } from './marking.ts'
import { openRecords } from './nominal.store.ts'
import { partnerLevel } from './partner-level.store.ts'
import { readerOf } from './reader.ts'

/** What became of it. */
export type Disclosing =
  | { readonly actor: Actor; readonly came: 'absent' | 'forbidden' }
  | {
      readonly actor: Actor
      readonly came: 'refused'
      readonly refusals: readonly Refusal[]
      readonly name: string
      readonly earlier: readonly DisclosureRow[]
    }
  | { readonly actor: Actor; readonly came: 'done'; readonly disclosure: DisclosureRow; readonly disclosed: Disclosed }

/** The groups of fields that a disclosure showed, for the log. */
export const groupsOf = ({ parts }: Pick<DisclosureRow, 'parts'>): readonly string[] => [
  'headline',
  ...parts.flatMap((part): readonly string[] => (part === 'chronology' ? ['entries'] : sectionsOf(part))),
]

/**
 * Discloses chosen parts of a record: a number, who, when, why, for whom and until when, in one transaction with the entry in the log,
 * which names the recipient (Data Protection Act 2018 s.62). At *full*, by the roles that disclose (`mayDisclose`); *contact* and *none* are absent, *summary*
 * is forbidden. Throws `NotSignedIn` and `Conflict`.
 */
export const disclose = (
  { db, now }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  given: Given,
): Promise<Disclosing> =>
  act<Disclosing>(db, caller, async (tx, actor) => {
    const access: Access = (await openRecords(tx, [nominal])).get(nominal) ?? 'none'
    const subjects = [{ nominal, access }]
    if (access === 'none' || access === 'contact')
      return {
        result: { actor, came: 'absent' },
        audit: { action: 'nominal.absent', outcome: 'absent', subjects: [{ nominal, access: 'none' }] },
      }
    const refused = { action: 'nominal.disclosed', outcome: 'refused', subjects } as const
    if (access !== 'full' || !mayDisclose(actor.role) || (await partnerLevel(tx, nominal)) !== 'full')
      return { result: { actor, came: 'forbidden' }, audit: refused }
    const decision = readDisclosure(given, dayOf(now()))
    if (!decision.agreed) {
      const person = await leadAgencyOf(tx, nominal)
      const { name } = person
      const { refusals } = decision
      return {
        result: {
          actor: readerOf(actor, person),
          came: 'refused',
          refusals,
          name,
          earlier: await disclosuresOf(tx, nominal),
        },
        audit: refused,
      }
    }
    const asked = decision.outcome
    const disclosed = await whatIsDisclosed(tx, nominal, asked.parts, null)
    const shown = disclosed.entries.flatMap(entry => [entry, ...entry.files])
    const marking = highestMarking(shown.map(part => part.marking))
    const id = await addDisclosure(tx, actor, nominal, asked, {
      marking,
      caveats: caveatsOfAll(shown),
      leftOut: disclosed.leftOut,
    })
    const disclosure = (await disclosureOf(tx, nominal, id))!
    return {
      result: { actor, came: 'done', disclosure, disclosed },
      audit: {
        action: 'nominal.disclosed',
        subjects,
        records: [id],
        fieldGroups: groupsOf(disclosure),
        purpose: { code: asked.purpose, words: asked.why },
        recipients: [asked.recipient],
      },
    }
  })
