import type { OfficerId, Refusal } from '#platform'
import { boardView, line, oneOfMany, plain, sentences, type BoardView } from './board.views.ts'
import { canBeExtended, lastsInWords, type OfficerStanding } from './training.ts'

export type ExtensionTyped = { readonly officer: string; readonly lastDay: string; readonly why: string }

const trainingInWords = (
  { trainedTo, extendedTo, extendedBy, extensionReason }: OfficerStanding,
  today: Temporal.PlainDate,
): string =>
  extendedTo === null
    ? lastsInWords(trainedTo, today)
    : `${lastsInWords(extendedTo, today)}, extended by ${extendedBy}: ${extensionReason}`

/** Vetting and training of the officers whom somebody supervises, and the form that extends training once. */
export const trainingView = (
  officers: readonly OfficerStanding[],
  me: OfficerId,
  today: Temporal.PlainDate,
  typed: ExtensionTyped = { officer: '', lastDay: '', why: '' },
  refusals: readonly Refusal[] = [],
): BoardView => {
  const extendable = officers.filter(each => canBeExtended(each, me, today))
  return boardView({
    heading: 'Vetting and training',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    refusals,
    intro: [
      'When vetting or training lapses, Concord shows that officer nobody from the next request on, and whoever covers for them answers.',
      'Training can be extended once, by 28 days at most, by a supervisor with a reason. Vetting cannot be extended here.',
    ],
    lists: [
      {
        id: 'officers',
        title: 'Officers of your units',
        count: `${officers.length} in this list; what ends first on top`,
        head: ['Officer', 'Unit', 'Vetting', 'Training'],
        rows: officers.map(officer => [
          plain(officer.name),
          plain(officer.unit),
          plain(lastsInWords(officer.vettedTo, today)),
          plain(trainingInWords(officer, today)),
        ]),
        empty: 'You supervise no unit in the role that you wear.',
      },
    ],
    forms:
      extendable.length === 0
        ? []
        : [
            {
              id: 'extend',
              title: 'Extend training once',
              intro: [],
              action: '/training/extensions',
              submit: 'Extend the training',
              hidden: [],
              fields: [
                oneOfMany(
                  { name: 'officer', label: 'Whose', value: typed.officer },
                  extendable.map(({ officer, name, trainedTo }) => ({
                    code: officer,
                    words: `${name}: ${lastsInWords(trainedTo, today).toLowerCase()}`,
                  })),
                  refusals,
                  'Choose an officer',
                ),
                line(
                  { name: 'lastDay', label: 'Last day', hint: 'For example 23 11 2026', value: typed.lastDay },
                  refusals,
                ),
                sentences(
                  { name: 'why', label: 'Why they could not take the course in time', value: typed.why },
                  refusals,
                ),
              ],
            },
          ],
  })
}
