import { momentInWords, type Refusal } from '#platform'
import {
  boardView,
  line,
  linked,
  oneOfFew,
  plain,
  sentences,
  type BoardForm,
  type BoardList,
  type BoardView,
} from './board.views.ts'
import {
  accessIfOne,
  againstOnePerson,
  comparedLines,
  forOnePerson,
  pairOutcomes,
  type LineStands,
  type Pair,
  type PairDecision,
  type PairId,
  type PairListed,
  type PairOutcome,
  type PairQueue,
  type PairSide,
} from './reconciliation.ts'

export const pairsAddress = '/pairs'
export const pairAddress = (pair: PairId): string => `${pairsAddress}/${pair}`
const nextAddress = `${pairsAddress}/next`

const pairsInWords = (count: number): string => (count === 1 ? '1 pair' : `${count} pairs`)

const listOf = (
  id: string,
  title: string,
  pairs: readonly PairListed[],
  total: number,
  decided: string,
  empty: string,
): BoardList => ({
  id,
  title,
  count: pairs.length < total ? `${pairsInWords(total)}, the first ${pairs.length} found` : pairsInWords(total),
  head: ['Pair', 'Found', 'How often', decided],
  rows: pairs.map(({ pair, foundAt, latestFoundAt, findings, decidedAt }, index) => [
    linked(`${title}, ${index + 1}`, pairAddress(pair)),
    plain(momentInWords(foundAt)),
    plain(findings === 1 ? 'Once' : `${findings} times, last ${momentInWords(latestFoundAt)}`),
    plain(decidedAt ? momentInWords(decidedAt) : 'Nobody has'),
  ]),
  empty,
})

/** What waits at the desk. It names nobody: whoever opens a pair looks at two people. */
export const pairsView = ({ counts, lists }: PairQueue): BoardView =>
  boardView({
    heading: 'Pairs that may be one person',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    intro: [
      'Two records that share a number, or a whole name with its date of birth. You see both across the walls, as far as it tells who somebody is; each look is on the record.',
      `Waiting: ${counts.waiting}. Not sure: ${counts['not sure']}. One person, to be settled: ${counts.same}. Settled: ${counts.settled}. Different people: ${counts.different}.`,
    ],
    links: counts.waiting + counts['not sure'] > 0 ? [{ text: 'Begin with the next pair', href: nextAddress }] : [],
    lists: [
      listOf('waiting', 'Waiting', lists.waiting, counts.waiting, 'Decided before', 'Nothing waits.'),
      listOf('not-sure', 'Not sure', lists['not sure'], counts['not sure'], 'Looked at', 'None.'),
      listOf('same', 'One person, to be settled with those who answer', lists.same, counts.same, 'Decided', 'None.'),
    ],
  })

/** There is no next pair. */
export const noPairsView = (): BoardView =>
  boardView({
    heading: 'Nothing waits',
    back: { text: 'Pairs that may be one person', href: pairsAddress },
    aboutPeople: false,
    intro: ['Every pair has been decided. What is found next stands here by itself.'],
  })

const stands: Readonly<Record<LineStands, string>> = {
  same: 'Same',
  'some the same': 'Some the same, some not',
  different: 'DIFFERENT',
  'one side only': 'On one side only',
  neither: '',
}
const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
const sidesCalled = ({ one, other }: Pick<Pair, 'one' | 'other'>): readonly [string, string] => [
  one.reference,
  other.reference,
]

export const outcomeInWords: Readonly<Record<PairOutcome, string>> = {
  same: 'The same person',
  different: 'Two different people',
  'not sure': 'Not sure',
  'taken back': 'Taken back',
}

const handsOf = ({ unit, agency, manager, dutyDesk, dutyTelephone, quote }: PairSide): string =>
  [
    `${unit}, ${agency}`,
    ...(manager === null ? [] : [`record manager: ${manager}`]),
    `${dutyDesk}, ${dutyTelephone}`,
    `quote ${quote}`,
  ].join('; ')

const comparison = (pair: Pair): BoardList => {
  const lines = comparedLines(pair)
  return {
    id: 'sides',
    title: 'Side by side',
    count: `${lines.length} lines; differences are in capitals`,
    head: ['What', ...sidesCalled(pair), 'How they stand'],
    rows: [
      ...lines.map(({ what, one, other, stands: how }) => [
        plain(what),
        plain(one.join('; ') || 'Not recorded'),
        plain(other.join('; ') || 'Not recorded'),
        plain(stands[how]),
      ]),
      [plain('Status'), plain(capitalised(pair.one.status)), plain(capitalised(pair.other.status)), plain('')],
      [plain('Who answers, and whom to ring'), plain(handsOf(pair.one)), plain(handsOf(pair.other)), plain('')],
    ],
    empty: '',
  }
}

const history = (decisions: readonly PairDecision[]): BoardList => ({
  id: 'decisions',
  title: 'What was decided and done',
  count: 'The latest first. Nothing is ever changed',
  head: ['What', 'Why, or what was said', 'By', 'When'],
  rows: decisions.flatMap(({ outcome, reason, by, at, steps }) => [
    ...steps
      .toReversed()
      .map(step => [
        plain(step.kind === 'settled' ? 'Settled' : 'Note'),
        plain(step.words),
        plain(step.by),
        plain(momentInWords(Temporal.Instant.from(step.at))),
      ]),
    [plain(outcomeInWords[outcome]), plain(reason), plain(by), plain(momentInWords(Temporal.Instant.from(at)))],
  ]),
  empty: 'Nobody has decided on this pair.',
})

export type PairTyped = {
  readonly outcome?: string
  readonly reason?: string
  readonly kind?: string
  readonly words?: string
}

const formsOf = (
  { pair, state, decisions: [latest] }: Pair,
  typed: PairTyped,
  refusals: readonly Refusal[],
): readonly BoardForm[] => {
  const seen = { name: 'seen', value: latest?.id ?? '' }
  const takeBack: BoardForm = {
    id: 'take-back',
    title: 'Take the decision back',
    intro: [
      'The pair waits again. If it was found to be one person, those who answer for each record are told that you will ring.',
    ],
    action: `${pairAddress(pair)}/decision`,
    submit: 'Take it back',
    hidden: [seen, { name: 'outcome', value: 'taken back' }],
    fields: [
      line(
        { name: 'reason', label: 'Why', value: typed.outcome === 'taken back' ? (typed.reason ?? '') : '' },
        refusals,
      ),
    ],
  }
  if (state === 'same')
    return [
      {
        id: 'step',
        title: 'What you did about it',
        intro: [
          'Ring each desk, and quote its reference. Tell neither what stands in the other record: say only what they must do. Joining is agreed by those who answer: one record is kept, the other is archived with the reason, and what is missing is written by those who may.',
        ],
        action: `${pairAddress(pair)}/steps`,
        submit: 'Write it down',
        hidden: [],
        fields: [
          oneOfFew(
            { name: 'kind', label: 'What it is', value: typed.kind ?? 'note' },
            [
              { code: 'note', words: 'A note: whom you rang, and what they said' },
              { code: 'settled', words: 'It is settled' },
            ],
            refusals,
          ),
          sentences({ name: 'words', label: 'In your words', value: typed.words ?? '' }, refusals),
        ],
      },
      takeBack,
    ]
  if (state === 'settled' || state === 'different') return [takeBack]
  return [
    {
      id: 'decide',
      title: 'Are they the same person?',
      intro: pairOutcomes.map(({ words, hint }) => `${words}: ${hint.slice(0, 1).toLowerCase()}${hint.slice(1)}.`),
      action: `${pairAddress(pair)}/decision`,
      submit: 'Save, and show the next',
      hidden: [seen],
      fields: [
        oneOfFew({ name: 'outcome', label: 'Your decision', value: typed.outcome ?? '' }, pairOutcomes, refusals),
        sentences(
          {
            name: 'reason',
            label: 'Why',
            hint: 'What tells them apart, or makes them one. It is kept',
            value: typed.reason ?? '',
          },
          refusals,
        ),
      ],
    },
  ]
}

const reasonsOf = (pair: Pair): BoardList => ({
  id: 'reasons',
  title: 'Reasons',
  count: 'Found by rules that everybody can read; you judge',
  head: ['Says', 'What'],
  rows: [
    ...pair.findings.map(({ reason, somebodyElse, by, at }) => [
      plain(`Put to you ${momentInWords(Temporal.Instant.from(at))}`),
      plain(
        `${by === '' ? 'A row of an extract' : `${by} made a record which`} ${reason}${somebodyElse === '' ? '' : `. They said: ${somebodyElse}`}`,
      ),
    ]),
    ...forOnePerson(pair).map(words => [plain('For one person'), plain(words)]),
    ...againstOnePerson(pair).map(words => [plain('Against'), plain(words)]),
    ...accessIfOne(pair, sidesCalled(pair)).map(words => [plain('Access, were they one'), plain(words)]),
  ],
  empty: '',
})

/** Two records side by side: what is the same and what is not, why they were put to the desk, what joining would open or close, and the decision. */
export const pairView = (
  pair: Pair,
  { next, waiting }: { readonly next: PairId | null; readonly waiting: number },
  typed: PairTyped = {},
  refusals: readonly Refusal[] = [],
): BoardView =>
  boardView({
    heading: `Same person? ${pair.one.name} and ${pair.other.name}`,
    back: { text: 'Pairs that may be one person', href: pairsAddress },
    aboutPeople: true,
    refusals,
    intro: [
      pair.state === 'waiting' || pair.state === 'not sure'
        ? `${pairsInWords(waiting)} in the queue.`
        : `${outcomeInWords[pair.decisions[0]!.outcome]}${pair.state === 'settled' ? ', settled' : ''}.`,
    ],
    links: next ? [{ text: 'Leave it, and show the next', href: `${nextAddress}?after=${pair.pair}` }] : [],
    lists: [comparison(pair), reasonsOf(pair), history(pair.decisions)],
    forms: formsOf(pair, typed, refusals),
  })
