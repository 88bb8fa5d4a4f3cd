import { birthOf } from './birth.ts'
import { identifierKindInWords } from './identifier.ts'
import type { RecordFacts, SummaryFacts } from './record.facts.ts'
import { nextDateInWords, statusInWords } from './status.ts'
import { telephoneOf, type Telephone } from './telephone.ts'

/** What stays in sight while a record is read. */
export type HeadlineView = {
  readonly name: string
  readonly alsoKnownAs: string // empty when no other name is known
  readonly born: string
  readonly bornDoubt: string | null
  readonly status: string
  readonly nextDate: string
  readonly reference: string
  readonly numbers: readonly { readonly kind: string; readonly value: string }[]
  readonly basis: readonly string[]
  readonly leadAgency: string
  readonly recordManager: string
  readonly desk: DeskView
  readonly access: string
}

/** Whom to ring. */
export type DeskView = { readonly name: string; readonly telephone: Telephone }

export const deskOf = ({ dutyDesk, dutyTelephone }: Pick<SummaryFacts, 'dutyDesk' | 'dutyTelephone'>): DeskView => ({
  name: dutyDesk === '' ? 'No duty desk is known' : dutyDesk,
  telephone: telephoneOf(dutyTelephone),
})

/** Lead agency and unit, once each. */
export const leadOf = ({ agency, unit }: Pick<SummaryFacts, 'agency' | 'unit'>): string =>
  [...new Set([unit, agency])].filter(part => part !== '').join(', ')

/** A long list of aliases would push the rest out of sight; all of them stand under Identity. */
const aliasesShown = 3

export const aliasesInWords = (aliases: readonly string[]): string => {
  const more = aliases.length - aliasesShown
  return aliases.slice(0, aliasesShown).join('; ') + (more > 0 ? `; and ${more} more` : '')
}

/** The headline of a record read in full. Only valid numbers stand here; the others, with their reason, under Identity. */
export const headlineView = (record: RecordFacts, today: Temporal.PlainDate): HeadlineView => {
  const { born, doubt } = birthOf(record.births, today)
  return {
    name: record.name,
    alsoKnownAs: aliasesInWords(record.aliases),
    born,
    bornDoubt: doubt,
    status: statusInWords(record),
    nextDate: nextDateInWords(record, today),
    reference: record.reference,
    numbers: numbersOf(record),
    basis: basisOf(record),
    leadAgency: leadOf(record),
    recordManager: record.recordManager ?? 'Nobody is named',
    desk: deskOf(record),
    access: 'Full',
  }
}

const numbersOf = ({ identifiers }: RecordFacts): HeadlineView['numbers'] => {
  const valid = identifiers.flatMap(({ kind, canonical }) => (canonical === null ? [] : [{ kind, value: canonical }]))
  return [...new Map(valid.map(number => [`${number.kind} ${number.value}`, number])).values()].map(
    ({ kind, value }) => ({ kind: identifierKindInWords(kind), value }),
  )
}

const basisOf = ({ bases, counterTerrorism }: RecordFacts): readonly string[] => {
  // One row may give both, as a nominal type with a basis and one that needs a person to confirm it: the confirmed ones say why.
  const confirmed = bases.filter(basis => basis.confirmed)
  const words = [
    ...new Set(
      confirmed.length > 0 ? confirmed.map(basis => basis.words) : bases.map(basis => `${basis.words} (not confirmed)`),
    ),
  ]
  return [...(counterTerrorism ? ['Counter-terrorism'] : []), ...(words.length > 0 ? words : ['To be confirmed'])]
}
