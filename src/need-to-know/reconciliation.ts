import {
  contradictions,
  identifierKindInWords,
  type Identifier,
  type IdentifierKind,
  type PersonFacts,
} from '#nominals'
import { dayInWords, decide, type Decision, type Id, type NominalId } from '#platform'

export type PairId = Id<'pair'>
export type PairDecisionId = Id<'pair decision'>
export type PairOutcome = 'same' | 'different' | 'not sure' | 'taken back'
/** `waiting`: nobody decided, or something was found after that. `same`: of one person, and still to be settled with those who answer. */
export type PairState = 'waiting' | 'not sure' | 'same' | 'settled' | 'different'

/** One of the two records, as the database tells it (`pair_side`, schema/0152): who somebody is, who answers, who may see it. Days as 2026-11-23. */
export type PairSide = {
  readonly nominal: NominalId
  readonly reference: string
  readonly name: string
  readonly status: string
  readonly agency: string
  readonly unit: string
  readonly dutyDesk: string
  readonly dutyTelephone: string
  readonly quote: string
  readonly manager: string | null
  readonly counterTerrorism: boolean
  readonly basisConfirmed: boolean
  readonly names: readonly {
    readonly kind: string
    readonly full: string
    readonly family: string
    readonly given: string
    readonly agency: string
  }[]
  readonly births: readonly {
    readonly bornOn: string | null
    readonly asGiven: string
    readonly alias: boolean
    readonly agency: string
  }[]
  readonly sexes: readonly string[]
  readonly nationalities: readonly string[]
  readonly identifiers: readonly {
    readonly kind: IdentifierKind
    readonly asGiven: string
    readonly canonical: string | null
    readonly agency: string
  }[]
  readonly addresses: readonly { readonly key: string | null; readonly words: string; readonly agency: string }[]
  readonly onlyFor: { readonly shows: 'none' | 'contact'; readonly officers: number } | null
  readonly compartments: readonly string[]
  readonly excluded: number
  readonly partners: readonly string[]
}

/** Why it was put to the desk. `by`: who made the record; empty: a row of an extract. `at`, here and below: a moment with its zone. */
export type PairFinding = {
  readonly reason: string
  readonly somebodyElse: string
  readonly by: string
  readonly at: string
}
export type PairStep = {
  readonly id: string
  readonly kind: 'note' | 'settled'
  readonly words: string
  readonly by: string
  readonly at: string
}
export type PairDecision = {
  readonly id: PairDecisionId
  readonly outcome: PairOutcome
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly steps: readonly PairStep[]
}

/** Two records side by side. `decisions`: the latest first. */
export type Pair = {
  readonly pair: PairId
  readonly state: PairState
  readonly one: PairSide
  readonly other: PairSide
  readonly findings: readonly PairFinding[]
  readonly decisions: readonly PairDecision[]
}

/** How a line of one record stands to the same of the other. */
export type LineStands = 'same' | 'some the same' | 'different' | 'one side only' | 'neither'
export type ComparedLine = {
  readonly what: string
  readonly one: readonly string[]
  readonly other: readonly string[]
  readonly stands: LineStands
}

type Said = { readonly key: string; readonly words: string }

const line = (what: string, one: readonly Said[], other: readonly Said[]): ComparedLine => {
  const [keys, others] = [new Set(one.map(({ key }) => key)), new Set(other.map(({ key }) => key))]
  const shared = keys.intersection(others).size
  const stands: LineStands =
    keys.size === 0 && others.size === 0
      ? 'neither'
      : keys.size === 0 || others.size === 0
        ? 'one side only'
        : shared === 0
          ? 'different'
          : shared === keys.union(others).size
            ? 'same'
            : 'some the same'
  return { what, one: one.map(({ words }) => words), other: other.map(({ words }) => words), stands }
}

const from = (words: string, agency: string): string => (agency === '' ? words : `${words} (${agency})`)
const folded = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const saidOf = (side: PairSide) => ({
  names: side.names.map(({ full, kind, agency }) => ({
    key: folded(full),
    words: from(kind === 'name' ? full : `${full}, ${kind}`, agency),
  })),
  births: side.births.map(({ bornOn, asGiven, alias, agency }) => ({
    key: bornOn ?? folded(asGiven),
    words: from(
      `${bornOn === null ? asGiven : dayInWords(Temporal.PlainDate.from(bornOn))}${alias ? ', with an alias' : ''}`,
      agency,
    ),
  })),
  sexes: side.sexes.map(code => ({ key: code, words: code })),
  nationalities: side.nationalities.map(code => ({ key: code, words: code })),
  addresses: side.addresses.map(({ key, words, agency }) => ({
    key: key ?? folded(words),
    words: from(words, agency),
  })),
})

const numbersOf = (side: PairSide, kind: IdentifierKind): readonly Said[] =>
  side.identifiers
    .filter(each => each.kind === kind)
    .map(({ asGiven, canonical, agency }) => ({
      key: canonical ?? folded(asGiven),
      words: from(`${asGiven}${canonical === null ? ', not valid' : ''}`, agency),
    }))

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The two records line by line: what is on neither side is left out. */
export const comparedLines = ({ one, other }: Pick<Pair, 'one' | 'other'>): readonly ComparedLine[] => {
  const [left, right] = [saidOf(one), saidOf(other)]
  const kinds = [...new Set([...one.identifiers, ...other.identifiers].map(({ kind }) => kind))]
  return [
    line('Names', left.names, right.names),
    line('Date of birth', left.births, right.births),
    line('Sex', left.sexes, right.sexes),
    line('Nationality', left.nationalities, right.nationalities),
    ...kinds.map(kind => line(capitalised(identifierKindInWords(kind)), numbersOf(one, kind), numbersOf(other, kind))),
    line('Addresses', left.addresses, right.addresses),
  ].filter(({ stands }) => stands !== 'neither')
}

const personOf = (side: PairSide): PersonFacts => ({
  names: side.names.map(({ family, given }) => ({ surname: family, forenames: given })),
  bornOn: side.births.flatMap(({ bornOn }) => (bornOn === null ? [] : [Temporal.PlainDate.from(bornOn)])),
  identifiers: side.identifiers.map(({ kind, asGiven, canonical }): Identifier => ({
    kind,
    asGiven,
    canonical,
    key: canonical ?? asGiven,
    valid: canonical !== null,
    why: canonical === null ? 'not valid' : null,
  })),
  keptBy: [],
})

/** What speaks against one person, each as a sentence; the same rules as where extracts are joined. Nothing: no rule finds anything, which proves nothing. */
export const againstOnePerson = ({ one, other }: Pick<Pair, 'one' | 'other'>): readonly string[] =>
  contradictions(personOf(one), personOf(other)).map(reason => `${capitalised(reason)}.`)

/** "Shared: PNC number 2002/0073319Z." for whatever both bear. */
export const forOnePerson = (pair: Pick<Pair, 'one' | 'other'>): readonly string[] =>
  comparedLines(pair)
    .filter(({ stands }) => stands === 'same' || stands === 'some the same')
    .map(({ what, stands }) => (stands === 'same' ? `${what}: the same.` : `${what}: some are the same.`))

const people = (count: number): string => (count === 1 ? '1 officer' : `${count} officers`)

/** What it would mean for who sees what, were they one record: each wall of either holds for all of it. Sentences; `first`, `second`: what the sides are called. */
export const accessIfOne = (
  { one, other }: Pick<Pair, 'one' | 'other'>,
  [first, second]: readonly [string, string],
): readonly string[] => {
  const sides = [
    { side: one, called: first, otherwise: second, beside: other },
    { side: other, called: second, otherwise: first, beside: one },
  ]
  return [
    one.unit === other.unit && one.agency === other.agency
      ? `${one.unit}, ${one.agency}, leads both: who leads does not change.`
      : `${first} is led by ${one.unit}, ${one.agency}; ${second} by ${other.unit}, ${other.agency}. One of them would lead, and the other would be a partner or lose the record in full.`,
    ...sides.flatMap(({ side, called, otherwise, beside }) => [
      ...(side.counterTerrorism && !beside.counterTerrorism
        ? [
            `${called} is a counter-terrorism record: whoever sees ${otherwise} in summary today by role alone would be left with whom to ring.`,
          ]
        : []),
      ...(side.onlyFor
        ? [
            `Only ${people(side.onlyFor.officers)} on a list see ${called}${side.onlyFor.shows === 'contact' ? '; others are shown whom to ring' : ''}. The list would hold for what stands in ${otherwise} too.`,
          ]
        : []),
      ...(side.compartments.length > 0
        ? [
            `${called} lies in ${side.compartments.join(', ')}: whoever is no member would no longer see what stands in ${otherwise}.`,
          ]
        : []),
      ...(side.excluded > 0
        ? [`${people(side.excluded)} must not see ${called}, and would not see what stands in ${otherwise} either.`]
        : []),
      ...(side.partners.length > 0
        ? [`Partners of ${called} (${side.partners.join(', ')}) would read what stands in ${otherwise}.`]
        : []),
      ...(side.basisConfirmed ? [] : [`The basis of ${called} is not confirmed: nobody outside its unit sees it yet.`]),
    ]),
  ]
}

export const pairOutcomes: readonly {
  readonly code: Exclude<PairOutcome, 'taken back'>
  readonly words: string
  readonly hint: string
}[] = [
  { code: 'same', words: 'The same person', hint: 'Those who answer for each record are told that you will ring' },
  { code: 'different', words: 'Two different people', hint: 'You are not asked again, unless something new is found' },
  { code: 'not sure', words: 'Not sure', hint: 'It stays in the queue, behind what nobody has looked at' },
]
export const isPairOutcome = (text: unknown): text is PairOutcome =>
  text === 'taken back' || pairOutcomes.some(({ code }) => code === text)

const [fewest, most] = [10, 1000]
const reasonsAgainst = (field: string, words: string) => [
  words.length < fewest && { field, text: `Say it in a sentence, of ${fewest} characters or more` },
  words.length > most && { field, text: `Say it in ${most} characters or fewer` },
]

export type PairGiven = { readonly outcome: PairOutcome | null; readonly reason: string; readonly seen: string }
export type PairDecided = {
  readonly outcome: PairOutcome
  readonly reason: string
  readonly seen: PairDecisionId | null
}

/**
 * Whether a pair may be decided so, with every reason against it: nothing chosen, no reason, somebody decided meanwhile, nothing to take back, or a
 * pair found to be one person, which is taken back first. The database repeats it: decide_pair().
 */
export const decidePair = (
  { outcome, reason, seen }: PairGiven,
  { decisions: [latest] }: Pick<Pair, 'decisions'>,
): Decision<PairDecided> =>
  decide<PairDecided>(
    [
      seen !== (latest?.id ?? '') && {
        field: '',
        text: 'Somebody has decided meanwhile. Read what they said, and decide again if you must',
      },
      outcome === null && { field: 'outcome', text: 'Choose whether they are the same person' },
      outcome === 'taken back' &&
        (latest === undefined || latest.outcome === 'taken back') && {
          field: '',
          text: 'There is nothing to take back',
        },
      latest?.outcome === 'same' &&
        outcome !== null &&
        outcome !== 'taken back' && { field: '', text: 'Take back that they are the same person first' },
      ...reasonsAgainst('reason', reason),
    ],
    () => ({ outcome: outcome!, reason, seen: latest?.id ?? null }),
  )

export type StepGiven = { readonly kind: 'note' | 'settled'; readonly words: string }

/** Whether a step may be written: on a pair of one person that is not settled. The database repeats it: take_pair_step(). */
export const takeStep = ({ kind, words }: StepGiven, { state }: Pick<Pair, 'state'>): Decision<StepGiven> =>
  decide<StepGiven>(
    [
      state !== 'same' && { field: '', text: 'There is nothing to settle about this pair' },
      ...reasonsAgainst('words', words),
    ],
    () => ({ kind, words }),
  )

/** A pair of a list: when it was found, how often, and when it was last decided. */
export type PairListed = {
  readonly pair: PairId
  readonly foundAt: Temporal.Instant
  readonly latestFoundAt: Temporal.Instant
  readonly findings: number
  readonly decidedAt: Temporal.Instant | null
}
export type PairQueue = {
  readonly counts: Readonly<Record<PairState, number>>
  readonly lists: Readonly<Record<'waiting' | 'not sure' | 'same', readonly PairListed[]>>
}

/** Another record that is of one person with the one at hand, as far as its reader sees it. `reference`: null at summary. */
export type SamePerson = {
  readonly nominal: NominalId
  readonly name: string
  readonly reference: string | null
  readonly decidedAt: Temporal.Instant
}
