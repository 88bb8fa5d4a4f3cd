import { identifierKindInWords, onePerPerson, type Identifier } from './identifier.ts'
import { namesAgree } from './name-agreement.ts'
import type { PersonName } from './name.ts'

/**
 * What is known of a person when rows are joined: every name (aliases and former surnames too), every date of birth and every
 * number. `keptBy`: whose records these are, one name for each record-keeping system (the register, probation, prisons), since
 * rows of one system are never joined here.
 */
export type PersonFacts = {
  readonly names: readonly PersonName[]
  readonly bornOn: readonly Temporal.PlainDate[]
  readonly identifiers: readonly Identifier[]
  readonly keptBy: readonly string[]
}

export type Candidate<Nominal> = PersonFacts & { readonly nominal: Nominal }

/** A sentence why a row stays apart from a nominal with which it shares a number. It names nothing of the nominal but that number. */
export type ApartReason<Nominal> = { readonly nominal: Nominal; readonly text: string }

/** `joined`: the row is of this nominal, because of `sharing`. `new`: nobody bears its numbers. `apart`: somebody does, and a person must judge. */
export type JoinDecision<Nominal> =
  | { readonly outcome: 'joined'; readonly nominal: Nominal; readonly sharing: readonly Identifier[] }
  | { readonly outcome: 'new' }
  | { readonly outcome: 'apart'; readonly reasons: readonly ApartReason<Nominal>[] }

/**
 * Whether a row of one agency is of a nominal that others brought in. Only by an exact, valid number that both bear and that a person
 * has for good, borne by one nominal alone, with nothing to contradict it: a false join puts one person's danger on another's
 * record, a missed one is a pair for the reconciliation desk.
 * Names may be exchanged, misspelt, transliterated or short; of the dates of birth one must be the same to the day, or none known on
 * one side. `candidates`: the nominals that bear one of the row's numbers; others are passed over.
 */
export const joinDecision = <Nominal>(
  candidates: readonly Candidate<Nominal>[],
  row: PersonFacts,
): JoinDecision<Nominal> => {
  const bearers = candidates
    .map(candidate => ({ candidate, sharing: shared(candidate, row) }))
    .filter(({ sharing }) => sharing.length > 0)
  const [only, ...others] = bearers
  if (!only) return { outcome: 'new' }
  if (others.length > 0)
    return {
      outcome: 'apart',
      reasons: bearers.map(({ candidate, sharing }) => ({
        nominal: candidate.nominal,
        text: `more than one nominal bears its numbers, among them ${inWords(sharing)}`,
      })),
    }
  const { candidate, sharing } = only
  const reasons = contradictions(candidate, row).map(text => ({
    nominal: candidate.nominal,
    text: `shares ${inWords(sharing)}, but ${text}`,
  }))
  return reasons.length > 0 ? { outcome: 'apart', reasons } : { outcome: 'joined', nominal: candidate.nominal, sharing }
}

/** Everything that speaks against two sides being one person, each as the end of a sentence; empty when nothing does. */
export const contradictions = (one: PersonFacts, other: PersonFacts): readonly string[] => {
  if (one.keptBy.some(keeper => other.keptBy.includes(keeper))) return ['both are records of one agency']
  const births = birthsAgree(one.bornOn, other.bornOn)
  return [
    ...numbersAtOdds(one.identifiers, other.identifiers),
    births.why,
    namesAtOdds(one, other, births.known),
  ].filter(reason => typeof reason === 'string')
}

const shared = (one: PersonFacts, other: PersonFacts): readonly Identifier[] =>
  other.identifiers.filter(
    ({ kind, canonical }) =>
      canonical !== null &&
      onePerPerson(kind) &&
      one.identifiers.some(also => also.kind === kind && also.canonical === canonical),
  )

const inWords = (identifiers: readonly Identifier[]): string =>
  [...new Set(identifiers.map(({ kind, canonical }) => `${identifierKindInWords(kind)} ${canonical}`))].join(' and ')

/** A person has one of each kind; two CRO numbers of which only one stands for fingerprints are no contradiction. */
const numbersAtOdds = (ones: readonly Identifier[], others: readonly Identifier[]): readonly string[] => {
  const kindsOf = (identifiers: readonly Identifier[]) =>
    Map.groupBy(
      identifiers.filter(({ kind, canonical }) => canonical !== null && onePerPerson(kind)),
      ({ kind, canonical }) => (canonical!.startsWith('SF') ? `${kind} SF` : kind),
    )
  const otherKinds = kindsOf(others)
  return [...kindsOf(ones)].flatMap(([style, of]) => {
    const also = otherKinds.get(style)
    const differ = also && !also.some(({ canonical }) => of.some(number => number.canonical === canonical))
    return differ ? [`the ${identifierKindInWords(also[0]!.kind)}s differ`] : []
  })
}

type Births = { readonly known: boolean; readonly why: string | undefined }

/**
 * A date that differs in anything is at odds, also with day and month exchanged or as 1 January: the reason says what it looks like, and
 * a person judges. Relatives and namesakes are told apart by little else.
 */
const birthsAgree = (ones: readonly Temporal.PlainDate[], others: readonly Temporal.PlainDate[]): Births => {
  if (ones.length === 0 || others.length === 0) return { known: false, why: undefined }
  const some = (alike: (one: Temporal.PlainDate, other: Temporal.PlainDate) => boolean) =>
    ones.some(one => others.some(other => alike(one, other)))
  if (some((one, other) => one.equals(other))) return { known: true, why: undefined }
  const why = some((one, other) => one.year === other.year && one.day === other.month && one.month === other.day)
    ? 'the dates of birth differ: day and month may have been exchanged'
    : some((one, other) => one.year === other.year && (isNewYear(one) || isNewYear(other)))
      ? 'the dates of birth differ: 1 January of the same year may stand for a day that was not known'
      : 'the dates of birth differ'
  return { known: true, why }
}

const isNewYear = (day: Temporal.PlainDate): boolean => day.day === 1 && day.month === 1

const namesAtOdds = (one: PersonFacts, other: PersonFacts, birthKnown: boolean): string | undefined => {
  const agreement = namesAgree(one.names, other.names)
  if (agreement === 'agree') return undefined
  if (agreement !== 'weak') return `the ${agreement}`
  return birthKnown ? undefined : 'the first forename does not show on both, and there is no date of birth to go by'
}
