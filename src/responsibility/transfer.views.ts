import { dayInWords, dayOf, momentInWords, type OfficerId, type Refusal } from '#platform'
import {
  boardView,
  linked,
  line,
  oneOfFew,
  oneOfMany,
  plain,
  sentences,
  several,
  type BoardForm,
  type BoardView,
} from './board.views.ts'
import {
  isUrgent,
  mostPeople,
  transferState,
  type ReceivingUnit,
  type Transfer,
  type TransferInList,
  type TransferItem,
  type Transferable,
  type UnitOfficer,
} from './transfer.ts'
import { responsibilityPolicy } from './policy.ts'

const { transferUrgentHours, transferWorkingDays } = responsibilityPolicy
const countOf = (n: number): string => (n === 1 ? '1 person' : `${n} people`)

/** The requests that concern whoever is signed in. */
export const transfersView = (list: readonly TransferInList[], mayAsk: boolean): BoardView =>
  boardView({
    heading: 'Transfers',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    intro: [
      'Responsibility passes when the receiving unit accepts. Until then whoever asked answers for the person, and a request that nobody answers in time lapses.',
    ],
    links: mayAsk ? [{ text: 'Ask another unit to take over', href: '/transfers/new' }] : [],
    lists: [
      {
        id: 'requests',
        title: 'Requests',
        count: 'Those that wait on top',
        head: ['From', 'To', 'Whom', 'Asked', 'Answer by'],
        rows: list.map(({ id, from, to, people, waiting, askedAt, dueAt }) => [
          linked(from, `/transfers/${id}`),
          plain(to),
          plain(waiting > 0 ? `${countOf(people)}, ${waiting} waiting` : countOf(people)),
          plain(dayInWords(dayOf(askedAt))),
          plain(dueAt ? momentInWords(dueAt) : 'Nothing waits'),
        ]),
        empty: 'No transfer concerns you or your unit.',
      },
    ],
  })

export type TransferGiven = {
  readonly people: readonly string[]
  readonly to: string
  readonly officer: string
  readonly reason: string
}

/** The form that asks. `only`: for the one person from whose page it was opened. */
export const askTransferView = (
  {
    people,
    units,
    only,
  }: {
    readonly people: readonly Transferable[]
    readonly units: readonly ReceivingUnit[]
    readonly only: string | null
  },
  given: TransferGiven,
  refusals: readonly Refusal[],
): BoardView =>
  boardView({
    heading: 'Ask another unit to take over',
    back: only === null ? { text: 'Transfers', href: '/transfers' } : { text: 'Back', href: `/nominals/${only}` },
    aboutPeople: true,
    refusals,
    intro: [
      `The receiving unit sees of each person what it may see already, and your reason. Somebody at liberty in a counter-terrorism case is put to its duty desk, to be answered within ${transferUrgentHours} hours; anybody else to its supervisors, within ${transferWorkingDays} working days.`,
      ...(people.length > mostPeople ? [`The first ${mostPeople} of them are shown.`] : []),
    ],
    forms: [
      {
        id: 'ask',
        title: 'The request',
        intro: people.length === 0 ? ['There is nobody whom you may transfer.'] : [],
        action: only === null ? '/transfers/new' : `/nominals/${only}/transfer`,
        submit: 'Ask them',
        hidden: [],
        fields: [
          several(
            {
              name: 'people',
              label: 'Whom',
              values: only !== null && given.people.length === 0 ? [only] : given.people,
            },
            people.slice(0, mostPeople).map(person => ({
              code: person.nominal,
              words: `${person.name}, ${person.reference}`,
              hint: `${person.unitName}${isUrgent(person) ? `. To be answered within ${transferUrgentHours} hours` : ''}`,
            })),
            refusals,
          ),
          oneOfMany(
            { name: 'to', label: 'The unit that is to answer for them', value: given.to },
            units.map(({ id, name, agency }) => ({ code: id, words: `${agency}: ${name}` })),
            refusals,
            'Choose a unit',
          ),
          line(
            {
              name: 'officer',
              label: 'Who there is to manage the record, if you know',
              hint: 'Rank and name, for example DC Ruth Ashdown. The unit decides when it accepts',
              value: given.officer,
            },
            refusals,
          ),
          sentences(
            {
              name: 'reason',
              label: 'Why',
              hint: 'What the unit needs in order to decide. It is read by people who may not read the record: say nothing that only the record says',
              value: given.reason,
            },
            refusals,
          ),
        ],
      },
    ],
  })

const states = {
  waits: 'Waits',
  accepted: 'Accepted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  lapsed: 'Lapsed: nobody answered in time',
} as const

/** How one person's transfer stands, in words. */
export const stateInWords = (item: TransferItem, now: Temporal.Instant): string => {
  const state = transferState(item, now)
  if (state === 'waits') return `Waits, until ${momentInWords(item.dueAt)}`
  const by = item.answeredBy && item.answeredAt ? ` by ${item.answeredBy} on ${momentInWords(item.answeredAt)}` : ''
  const manager = item.manager ? `. Record manager: ${item.manager}` : ''
  return `${states[state]}${by}${manager}${item.words === '' ? '' : `. ${item.words}`}`
}

const nameOf = ({ name, quote }: TransferItem): string => name ?? `Somebody whose record you see as a contact, ${quote}`

export type AnswerGiven = {
  readonly answer: string
  readonly people: readonly string[]
  readonly words: string
  readonly manager: string
}

const answerForm = (
  transfer: Transfer,
  officers: readonly UnitOfficer[],
  waiting: readonly TransferItem[],
  given: AnswerGiven,
  refusals: readonly Refusal[],
): BoardForm => ({
  id: 'answer-form',
  title: 'Answer',
  intro: ['Whom you leave out still waits, and can be answered later.'],
  action: `/transfers/${transfer.id}`,
  submit: 'Answer',
  hidden: [],
  fields: [
    several(
      { name: 'people', label: 'For whom', values: given.people },
      waiting.map(item => ({ code: item.nominal, words: nameOf(item) })),
      refusals,
    ),
    oneOfFew(
      { name: 'answer', label: 'Your answer', value: given.answer },
      [
        ...(transfer.mayAnswer
          ? [
              { code: 'accepted', words: 'Accept: your unit answers for them from this moment' },
              { code: 'rejected', words: 'Reject: the sender answers for them still' },
            ]
          : []),
        ...(transfer.mayWithdraw ? [{ code: 'withdrawn', words: 'Withdraw the request' }] : []),
      ],
      refusals,
    ),
    ...(transfer.mayAnswer
      ? [
          oneOfMany(
            { name: 'manager', label: 'Record manager, if you accept', value: given.manager },
            officers.map(({ id, name }) => ({ code: id, words: name })),
            refusals,
            'Nobody yet: the unit’s unallocated cases',
          ),
        ]
      : []),
    sentences({ name: 'words', label: 'Why, if you reject', value: given.words }, refusals),
  ],
})

/** A request, how it stands for each person, and the form that answers. */
export const transferView = (
  transfer: Transfer,
  officers: readonly UnitOfficer[],
  given: AnswerGiven,
  refusals: readonly Refusal[],
  now: Temporal.Instant,
): BoardView => {
  const waiting = transfer.items.filter(item => transferState(item, now) === 'waits')
  return boardView({
    heading: `Transfer from ${transfer.from} to ${transfer.to}`,
    back: { text: 'Transfers', href: '/transfers' },
    aboutPeople: true,
    refusals,
    intro: [
      `${transfer.askedBy} asked on ${momentInWords(transfer.askedAt)}: ${transfer.reason}`,
      ...(transfer.officer ? [`Asked for as record manager: ${transfer.officer}.`] : []),
    ],
    lists: [
      {
        id: 'people-list',
        title: 'Whom',
        count: countOf(transfer.items.length),
        head: ['Name', 'Status', 'Markers', 'Answer'],
        rows: transfer.items.map(item => [
          linked(nameOf(item), `/nominals/${item.nominal}`),
          plain(item.status ?? 'Ring the duty desk and quote the reference'),
          plain(item.markers.length > 0 ? item.markers.join(', ') : 'None that you see'),
          plain(stateInWords(item, now)),
        ]),
        empty: 'Nobody.',
      },
    ],
    forms:
      waiting.length > 0 && (transfer.mayAnswer || transfer.mayWithdraw)
        ? [answerForm(transfer, officers, waiting, given, refusals)]
        : [],
  })
}

/** Who is preselected as record manager: whom the sender asked for, where they are of the unit. */
export const preselected = (transfer: Transfer, officers: readonly UnitOfficer[]): OfficerId | '' =>
  officers.find(({ name }) => name === transfer.officer)?.id ?? ''
