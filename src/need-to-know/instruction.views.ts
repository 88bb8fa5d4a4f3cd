import { dayInWords, dayOf, momentInWords, type NominalId, type Refusal } from '#platform'
import type { Given } from '#nominals'
import { boardView, line, linked, oneOfFew, plain, sentences, type BoardForm, type BoardView } from './board.views.ts'
import { textIn } from './form.ts'
import type { InstructionSeen } from './instructing.ts'
import {
  instructionKinds,
  isReviewOverdue,
  latestInstructionReview,
  monthsInWords,
  reminderDays,
  type InstructionDue,
  type SafetyInstruction,
} from './instruction.ts'

export const instructionsAddress = '/safety-instructions'
export const instructionAddress = (nominal: NominalId): string => `/nominals/${nominal}/safety-instruction`

/** "Its review was due 3 December 2026", or when it is. */
export const reviewInWords = (instruction: Pick<SafetyInstruction, 'reviewOn'>, today: Temporal.PlainDate): string =>
  `${isReviewOverdue(instruction, today) ? 'Its review was due' : 'To be reviewed by'} ${dayInWords(instruction.reviewOn)}`

/** The day in a form: what was typed, else the last that may be chosen. */
const dayTyped = (day: Temporal.PlainDate): string => `${day.day} ${day.month} ${day.year}`

const formOf = (
  nominal: NominalId,
  { facts: { stands } }: InstructionSeen,
  given: Given,
  refusals: readonly Refusal[],
  today: Temporal.PlainDate,
): BoardForm => {
  const typed = (name: string, otherwise: string) => (name in given ? textIn(given, name) : otherwise)
  return {
    id: 'write',
    title: stands ? 'Review it, or write it anew' : 'Write it',
    intro: [
      'Whoever reads it may know nothing else: no name, number, date, grading or ground. Say what to do, and not why.',
      ...(stands ? ['If nothing has changed, leave the words and choose the next review.'] : []),
    ],
    action: instructionAddress(nominal),
    submit: stands ? 'Save the review' : 'Save the instruction',
    hidden: [{ name: 'version', value: stands?.id ?? '' }],
    fields: [
      oneOfFew(
        { name: 'kind', label: 'What officers must know', value: typed('kind', stands?.kind ?? '') },
        instructionKinds,
        refusals,
      ),
      sentences(
        {
          name: 'words',
          label: 'What officers must do first',
          hint: 'As an order that can be followed at the door: “Attend in pairs. Ring the desk before you knock.” Leave it empty for no known danger',
          value: typed('words', stands?.kind === 'instruction' ? stands.words : ''),
        },
        refusals,
      ),
      line(
        {
          name: 'reviewOn',
          label: 'Review it by',
          hint: `Within ${monthsInWords}: ${dayInWords(latestInstructionReview(today))} at the latest`,
          value: typed('reviewOn', dayTyped(latestInstructionReview(today))),
        },
        refusals,
      ),
    ],
  }
}

/** The safety instruction of a record: what contact shows, when it is reviewed, who said what and when; and the form, for whoever answers. */
export const instructionView = (
  nominal: NominalId,
  name: string,
  seen: InstructionSeen,
  now: Temporal.Instant,
  given: Given = {},
  refusals: readonly Refusal[] = [],
): BoardView => {
  const { facts, history, may, known } = seen
  const today = dayOf(now)
  const [latest] = history
  const then = latest && latest.supersededAt === null ? latest : null
  const standing = facts.stands
  return boardView({
    heading: 'Safety instruction',
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: known
      ? [
          `As it was known at the end of ${dayInWords(known)}: ${then ? then.words : 'nobody had written one.'}`,
          ...(then ? [`To be reviewed by ${dayInWords(then.reviewOn)}.`] : []),
        ]
      : [
          `Whoever may know only that there is a record is shown: “${facts.shown}”`,
          standing
            ? `Written by ${standing.by} of ${standing.agency}, ${momentInWords(standing.recordedAt)}. ${reviewInWords(standing, today)}.`
            : 'It is missing. Until somebody writes it, those words stand for it: that nothing is known is never claimed.',
          ...(standing?.kind === 'no-known-danger' && facts.markers.length > 0
            ? [`“${standing.words}” is not shown while a marker stands: ${facts.markers.join(', ')}.`]
            : []),
          ...(may
            ? []
            : [
                'The supervisors of the unit that leads the record, and its record manager, write it. Tell them what should change.',
              ]),
        ],
    links: known ? [{ text: 'As it stands now', href: instructionAddress(nominal) }] : [],
    searches:
      standing === null
        ? []
        : [
            {
              action: instructionAddress(nominal),
              name: 'on',
              label: 'As known on a day',
              value: known ? dayTyped(known) : '',
              submit: 'Show that day',
            },
          ],
    lists: [
      {
        id: 'history',
        title: 'What was said, and when',
        count: known ? `Up to ${dayInWords(known)}, the latest first` : 'The latest first. Nothing is ever changed',
        head: ['Said', 'By', 'When', 'Review', 'State'],
        rows: history.map(each => [
          plain(each.words),
          plain(`${each.by}, ${each.agency}`),
          plain(momentInWords(each.recordedAt)),
          plain(dayInWords(each.reviewOn)),
          plain(each.supersededAt ? `Written anew ${momentInWords(each.supersededAt)}` : 'Stands'),
        ]),
        empty: 'Nobody has written one.',
      },
    ],
    forms: may && known === null ? [formOf(nominal, seen, given, refusals, today)] : [],
  })
}

/** The records one answers for whose instruction is missing, or near its review. */
export const instructionsView = (due: readonly InstructionDue[], now: Temporal.Instant): BoardView =>
  boardView({
    heading: 'Safety instructions',
    back: { text: 'Tasks', href: '/tasks' },
    aboutPeople: due.length > 0,
    intro: [
      'What an officer must do first, whose access shows only that there is a record. Every record has one, and it is reviewed.',
    ],
    lists: [
      {
        id: 'due',
        title: 'Missing, or to be reviewed',
        count: `Of the records you answer for: missing first, then what is to be reviewed within ${reminderDays} days${due.length === 100 ? ' (the first 100)' : ''}`,
        head: ['Who', 'Shown now', 'Review'],
        rows: due.map(({ nominal, name, reference, words, reviewOn }) => [
          linked(`${name}, ${reference}`, instructionAddress(nominal)),
          plain(words),
          plain(reviewOn === null ? 'Missing' : reviewInWords({ reviewOn }, dayOf(now))),
        ]),
        empty: 'Nothing. Every record you answer for has an instruction whose review is not near.',
      },
    ],
  })
