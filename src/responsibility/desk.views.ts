import { dayInWords, dayOf, momentInWords, type Refusal } from '#platform'
import {
  boardView,
  line,
  linked,
  oneOfFew,
  oneOfMany,
  plain,
  sentences,
  type BoardForm,
  type BoardView,
} from './board.views.ts'
import { deskAnswering, showsNumber, testIsDue, type Desk, type Desks } from './desk.ts'
import { datedHoursInWords, weekHoursInWords } from './desk-hours.ts'
import { responsibilityPolicy } from './policy.ts'

type Row = Desk & {
  readonly kind: string
  readonly answersName: string
  readonly number: string
  readonly testedAt: Temporal.Instant | null
  readonly answeredAt: Temporal.Instant | null
  readonly mayKeep: boolean
}

export const mostShown = 25
const notShown = 'Not in this list: ring your own duty desk, which puts you through'
const numberOf = (row: Row, ownKind: string): string => (showsNumber(row.kind, ownKind) ? row.number : notShown)

/** The desks whose agency or unit has every word of `q`; all of them without one. */
export const desksCalled = <Each extends Pick<Row, 'agency' | 'unitName' | 'name'>>(
  rows: readonly Each[],
  q: string,
): readonly Each[] => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(({ agency, unitName, name }) => {
    const text = `${agency} ${unitName} ${name}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** Looking a desk up. `q`: what was asked. */
export const desksView = (rows: readonly Row[], q: string, ownKind: string): BoardView => {
  const found = desksCalled(rows, q)
  const mine = rows.filter(({ mayKeep }) => mayKeep)
  const listed = (id: string, title: string, these: readonly Row[], total: number) => ({
    id,
    title,
    count: total > these.length ? `The first ${these.length} of ${total}` : total === 1 ? '1 desk' : `${total} desks`,
    head: ['Unit', 'Number now', 'Who answers now'],
    rows: these.map(row => [
      linked(`${row.agency}: ${row.unitName}`, `/desks/${row.unit}`),
      plain(numberOf(row, ownKind)),
      plain(row.answersName),
    ]),
    empty: 'No desk of this name. Try less of it.',
  })
  return boardView({
    heading: 'Duty desks',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    intro: ['Which desk answers for a unit now, by its hours and by the desks that cover it.'],
    lists: [
      ...(mine.length > 0 && q === ''
        ? [listed('mine', 'Desks that you keep', mine.slice(0, mostShown), mine.length)]
        : []),
      listed('found', q === '' ? 'All desks' : 'Found', found.slice(0, mostShown), found.length),
    ],
    searches: [{ action: '/desks', name: 'q', label: 'Agency or unit', value: q, submit: 'Look up' }],
  })
}

export type DeskGiven = {
  readonly open: string
  readonly telephone: string
  readonly coveredBy: string
  readonly hours: string
  readonly exceptions: string
}

/** What stands, as it would be typed. */
export const deskAsTyped = ({ setting }: Pick<Desk, 'setting'>): DeskGiven => ({
  open: setting === null || setting.alwaysOpen ? 'always' : 'hours',
  telephone: setting?.telephone ?? '',
  coveredBy: setting?.coveredBy ?? '',
  hours: weekHoursInWords(setting?.hours ?? []).join('\n'),
  exceptions: datedHoursInWords(setting?.exceptions ?? []).join('\n'),
})

const keepForm = (row: Row, desks: readonly Row[], given: DeskGiven, refusals: readonly Refusal[]): BoardForm => ({
  id: 'keep',
  title: 'Keep this desk',
  intro: [],
  action: `/desks/${row.unit}`,
  submit: 'Keep it so',
  hidden: [],
  fields: [
    line(
      {
        name: 'telephone',
        label: 'Number',
        hint: `Left empty: ${row.telephone}`,
        value: given.telephone,
      },
      refusals,
    ),
    oneOfFew(
      { name: 'open', label: 'Does it close?', value: given.open },
      [
        { code: 'always', words: 'It never closes' },
        { code: 'hours', words: 'It is open in the hours below, and another desk covers it outside them' },
      ],
      refusals,
    ),
    sentences(
      {
        name: 'hours',
        label: 'Hours of the week',
        hint: 'A line for each, by the clock in London: Monday to Friday 09:00 to 17:00. A number at the end is for these hours alone',
        value: given.hours,
      },
      refusals,
    ),
    sentences(
      {
        name: 'exceptions',
        label: 'Dates with other hours',
        hint: 'A line for each: 25/12/2026 closed, or 24/12/2026 09:00 to 12:00',
        value: given.exceptions,
      },
      refusals,
    ),
    oneOfMany(
      { name: 'coveredBy', label: 'Which desk answers while it is closed', value: given.coveredBy },
      desks
        .filter(({ unit }) => unit !== row.unit)
        .map(({ unit, agency, unitName }) => ({ code: unit, words: `${agency}: ${unitName}` })),
      refusals,
      'None: it never closes',
    ),
  ],
})

const testForm = (row: Row, refusals: readonly Refusal[]): BoardForm => ({
  id: 'test',
  title: 'Say that you rang it',
  intro: [`A desk is tested every ${responsibilityPolicy.deskTestDays} days, at an hour at which it is needed.`],
  action: `/desks/${row.unit}/tests`,
  submit: 'Keep the test',
  hidden: [],
  fields: [
    oneOfFew(
      { name: 'answered', label: 'Was it answered?', value: '' },
      [
        { code: 'yes', words: 'Yes, by somebody who could help' },
        { code: 'no', words: 'No' },
      ],
      refusals,
    ),
    line({ name: 'words', label: 'What you noticed, if anything', value: '' }, refusals),
  ],
})

/** When the desk was last rung, in words. */
export const testedInWords = (
  { testedAt, answeredAt }: Pick<Row, 'testedAt' | 'answeredAt'>,
  now: Temporal.Instant,
): string => {
  const due = testIsDue(answeredAt, now) ? ' A test is due.' : ''
  if (testedAt === null) return `It was never tested.${due}`
  const last = `Last tested on ${dayInWords(dayOf(testedAt))}`
  if (answeredAt === null) return `${last}, and not answered.${due}`
  return Temporal.Instant.compare(answeredAt, testedAt) < 0
    ? `${last}, and not answered; last answered on ${dayInWords(dayOf(answeredAt))}.${due}`
    : `${last}, and answered.${due}`
}

/** One desk: the number now and why, who is on, its hours; for the supervisors of its unit the forms that keep and test it. */
export const deskView = (
  row: Row,
  {
    rows,
    desks,
    shift,
    ownKind,
    given,
    refusals,
    now,
  }: {
    readonly rows: readonly Row[]
    readonly desks: Desks
    readonly shift: readonly string[]
    readonly ownKind: string
    readonly given: DeskGiven
    readonly refusals: readonly Refusal[]
    readonly now: Temporal.Instant
  },
): BoardView => {
  const shown = showsNumber(row.kind, ownKind)
  const answering = deskAnswering(desks, row.unit, now)
  const why = (answering?.closed ?? []).map(({ unitName }) => `${unitName} is closed now.`).join(' ')
  const { hours = [], exceptions = [], alwaysOpen = true, coveredBy = null } = row.setting ?? {}
  const cover = coveredBy === null ? undefined : desks.get(coveredBy)
  const spans = shown ? [...weekHoursInWords(hours), ...datedHoursInWords(exceptions)] : []
  return boardView({
    heading: `${row.agency}: ${row.unitName}`,
    back: { text: 'Duty desks', href: '/desks' },
    aboutPeople: false,
    refusals,
    intro: [
      `Number now: ${numberOf(row, ownKind)}. ${row.answersName} answers. ${why}`.trim(),
      alwaysOpen
        ? 'This desk never closes.'
        : `While it is closed ${cover ? `${cover.agency}, ${cover.unitName},` : 'nobody'} answers.`,
      ...(shown
        ? [shift.length > 0 ? `On shift now: ${shift.join(', ')}.` : 'Concord knows of nobody on shift now.']
        : []),
      testedInWords(row, now),
      `As of ${momentInWords(now)}.`,
    ],
    lists:
      spans.length > 0
        ? [
            {
              id: 'hours-list',
              title: 'Hours',
              count: 'By the clock in London',
              head: ['When'],
              rows: spans.map(each => [plain(each)]),
              empty: '',
            },
          ]
        : [],
    forms: row.mayKeep ? [testForm(row, refusals), keepForm(row, rows, given, refusals)] : [],
  })
}
