import { dayInWords, dayOf, distanceInWords } from '#platform'
import type { RecordStatus, SummaryFacts } from './record.facts.ts'
import { isOn } from './source.ts'

type Status = Pick<SummaryFacts, 'status' | 'statusPlace' | 'releaseOn'>

type Said = { readonly id: string; readonly recordedAt: string }
type Dated = Said & { readonly from: string | null; readonly to: string | null }

/** What a status follows from: facts that stand, as a record's JSON has them. Days are the first and the last on which each holds. */
export type StatusFacts = {
  readonly whereabouts: readonly (Dated & { readonly kind: string; readonly place: string })[]
  readonly custody: readonly (Dated & {
    readonly place: string
    readonly inCustody: boolean
    readonly releaseOn: string | null
  })[]
  readonly addresses: readonly (Dated & { readonly kind: string; readonly line: string })[]
  readonly releaseDates: readonly (Said & { readonly kind: string; readonly onDay: string })[]
  readonly archivings: readonly Dated[]
  readonly statements: readonly (Said & { readonly kind: string; readonly words: string })[]
  readonly bases: readonly (Dated & { readonly confirmed: boolean; readonly sourceKind: string })[]
}

/** One word of where the person is. `weak`: it ends custody and says no more. */
type Word = Said & {
  readonly kind: RecordStatus
  readonly place: string
  readonly releaseOn: string | null
  readonly from: string | null
  readonly weak: boolean
}

/** Of one day the kind further up is the status: what binds the person, and what those who meet them must know, goes first. */
const precedence: readonly RecordStatus[] = [
  'deported',
  'custody',
  'hospital',
  'immigration detention',
  'wanted',
  'whereabouts unknown',
  'approved premises',
  'bail',
  'abroad',
  'community',
]
const withPlace = new Set<RecordStatus>([
  'custody',
  'hospital',
  'immigration detention',
  'approved premises',
  'abroad',
  'deported',
])
/** What an archived record still says first: it holds the person, or cannot be undone. */
const beforeArchived = new Set<RecordStatus>(['dead', 'deported', 'custody', 'hospital', 'immigration detention'])

/**
 * Where the person is on a day, from dated facts: dead before all else; else the latest word, a word being as late as the day from
 * which it says that it holds, else as the day on which it was recorded. A prison's word that somebody is not with it, without the
 * day since when, ends every custody said before and comes after every other word. `headline_facts` (schema/0017) is the same in SQL.
 */
export const statusOf = (facts: StatusFacts, day: Temporal.PlainDate): Status => {
  const word = latest(wordsOn(facts, day))
  const archived = isArchivedOn(facts, day)
  const status: RecordStatus =
    word && beforeArchived.has(word.kind)
      ? word.kind
      : archived
        ? 'archived'
        : (word?.kind ?? (registerStatus(facts) ? 'community' : 'unknown'))
  return {
    status,
    statusPlace: word && withPlace.has(status) ? word.place || null : null,
    releaseOn: word && held.has(status) ? releaseOf(facts, word) : null,
  }
}

/** While an archiving holds, or the register's latest word is "archived" and nobody has confirmed a basis since. */
export const isArchivedOn = (facts: StatusFacts, day: Temporal.PlainDate): boolean => {
  if (facts.archivings.some(fact => isOn(fact, day))) return true
  const register = registerStatus(facts)
  return (
    register?.words === 'ARCHIVED' &&
    !facts.bases.some(
      basis =>
        basis.confirmed && basis.sourceKind !== 'extract' && isOn(basis, day) && instant(basis) > instant(register),
    )
  )
}

const wordsOn = ({ whereabouts, custody, addresses }: StatusFacts, day: Temporal.PlainDate): readonly Word[] => {
  const words: readonly Word[] = [
    ...whereabouts.map(fact => ({ ...fact, kind: fact.kind as RecordStatus, releaseOn: null, weak: false })),
    ...custody.map(fact => ({
      ...fact,
      kind: fact.inCustody ? ('custody' as const) : ('community' as const),
      weak: !fact.inCustody && fact.from === null,
    })),
    ...addresses
      .filter(({ kind, from }) => kind === 'AP' && from !== null)
      .map(fact => ({
        ...fact,
        kind: 'approved premises' as const,
        place: fact.line,
        releaseOn: null,
        weak: false,
      })),
  ].filter(fact => isOn(fact, day))
  const outs = words.filter(({ weak }) => weak)
  return words.filter(word => word.kind !== 'custody' || !outs.some(out => isEndedBy(word, out)))
}

const isEndedBy = (custody: Word, out: Word): boolean =>
  custody.from === null
    ? isSaidLater(out, custody)
    : dayOf(Temporal.Instant.from(out.recordedAt)).toString() > custody.from

const latest = (words: readonly Word[]): Word | undefined => words.toSorted(byWeight)[0]

const byWeight = (a: Word, b: Word): number =>
  Number(b.kind === 'dead') - Number(a.kind === 'dead') ||
  Number(a.weak) - Number(b.weak) ||
  sinceOf(b).localeCompare(sinceOf(a)) ||
  Number(a.from === null) - Number(b.from === null) ||
  precedence.indexOf(a.kind) - precedence.indexOf(b.kind) ||
  (isSaidLater(a, b) ? -1 : 1)

const sinceOf = ({ from, recordedAt }: Word): string => from ?? dayOf(Temporal.Instant.from(recordedAt)).toString()

/** The date of release or discharge that was said last of this stay, by whomever: none from before it began. */
const releaseOf = ({ releaseDates }: StatusFacts, word: Word): string | null => {
  const kind = word.kind === 'hospital' ? 'hospital discharge' : 'release'
  const said = lastSaid(
    releaseDates.filter(date => date.kind === kind && (word.from === null || date.onDay >= word.from)),
  )
  if (!said) return word.releaseOn
  return word.releaseOn === null || instant(said) >= instant(word) ? said.onDay : word.releaseOn
}

const registerStatus = ({ statements }: StatusFacts) =>
  lastSaid(statements.filter(({ kind }) => kind === 'register status'))

/** Microseconds: as fine as the database tells moments apart. */
const instant = ({ recordedAt }: Said): bigint => Temporal.Instant.from(recordedAt).epochNanoseconds / 1000n

const isSaidLater = (a: Said, b: Said): boolean => (instant(a) === instant(b) ? a.id > b.id : instant(a) > instant(b))

const lastSaid = <Fact extends Said>(facts: readonly Fact[]): Fact | undefined =>
  facts.toSorted((a, b) => (isSaidLater(a, b) ? -1 : 1))[0]

/** Where the person is, in words: "In custody at HMP Hewell", "In the community", and when that changes, as far as the sources say. */
export const statusInWords = ({ status, statusPlace }: Status): string => {
  const { words, at } = inWords[status]
  return statusPlace && at ? `${words} ${at} ${statusPlace}` : words
}

const inWords: { readonly [Kind in Status['status']]: { readonly words: string; readonly at: string } } = {
  custody: { words: 'In custody', at: 'at' },
  community: { words: 'In the community', at: '' },
  hospital: { words: 'In hospital', at: 'at' },
  'immigration detention': { words: 'In immigration detention', at: 'at' },
  'approved premises': { words: 'In approved premises', at: 'at' },
  abroad: { words: 'Abroad', at: 'in' },
  'whereabouts unknown': { words: 'Whereabouts unknown', at: '' },
  wanted: { words: 'Wanted', at: '' },
  bail: { words: 'On bail', at: '' },
  deported: { words: 'Deported', at: 'to' },
  dead: { words: 'Dead', at: '' },
  archived: { words: 'Archived: nobody manages this person now', at: '' },
  unknown: { words: 'Not known: no source says', at: '' },
}

/** Every status that a record may have, in the order in which people choose. */
export const recordStatuses = Object.keys(inWords) as readonly Status['status'][]

/** Held somewhere: a release or discharge is what comes next. */
const held = new Set<Status['status']>(['custody', 'hospital', 'immigration detention'])

/**
 * The next date that is known: "Release on 5 December 2026, in 12 days"; a day that has passed without news says so. Empty
 * where none is known.
 */
export const nextDateInWords = ({ status, releaseOn }: Status, today: Temporal.PlainDate): string => {
  if (!held.has(status) || releaseOn === null) return ''
  const day = Temporal.PlainDate.from(releaseOn)
  const passed = Temporal.PlainDate.compare(day, today) < 0
  const words = `${dayInWords(day)}, ${distanceInWords(day, today)}`
  return passed ? `Release was due on ${words}; the source does not say that it happened` : `Release on ${words}`
}
