import { dayInWords, dayOf, momentInWords, type Refusal } from '#platform'
import { boardView, line, oneOfFew, plain, sentences, type BoardView } from './board.views.ts'
import { exclusionInWords, restrictionInWords, showsInWords, untilInWords, type WallOver, type Walls } from './wall.ts'

export const wallsAddress = (nominal: string): string => `/nominals/${nominal}/need-to-know`

export type WallGiven = Readonly<
  Record<
    'officers' | 'shows' | 'reason' | 'until' | 'officer' | 'why' | 'last' | 'exclusion' | 'ending' | 'over',
    string
  >
>

const overInWords = ({ what, whom, kind }: WallOver): string =>
  what === 'restriction' ? 'Restriction' : `Exclusion of ${whom}${kind === 'set' ? '' : ', declared by themself'}`
const endInWords = ({ at, endedBy, endedWhy }: WallOver): string =>
  endedBy === null
    ? `${dayInWords(dayOf(at))}: its time was over`
    : `${momentInWords(at)}, by ${endedBy}: ${endedWhy ?? ''}`

/** Who may see one record: the restriction to everybody who has it in full; to whoever keeps them the exclusions, what is over, and the forms. */
export const wallsView = (
  nominal: string,
  {
    name,
    walls: { keeps, restriction, exclusions, over },
    given,
    refusals,
  }: {
    readonly name: string
    readonly walls: Walls
    readonly given: WallGiven
    readonly refusals: readonly Refusal[]
  },
): BoardView => {
  const action = wallsAddress(nominal)
  const named = (field: keyof WallGiven, label: string, hint?: string) => ({
    name: field,
    label,
    ...(hint === undefined ? {} : { hint }),
    value: given[field],
  })
  return boardView({
    heading: `Who may see this record: ${name}`,
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: [
      ...(restriction
        ? [...restrictionInWords(restriction), `Everybody else is shown: ${showsInWords[restriction.shows]}.`]
        : ['There is no restriction: whoever has a need to know by their role and unit may see it.']),
      'A restriction lets only those on a list see the record. An exclusion keeps one officer out, whatever else they are. Where both hold, the exclusion wins. Being on a list gives nobody more than they have otherwise.',
    ],
    links: [{ text: 'Declare a connection of your own', href: `/nominals/${nominal}/declaration` }],
    lists: [
      ...(restriction
        ? [
            {
              id: 'list',
              title: 'On the list',
              count: restriction.members.length === 1 ? '1 officer' : `${restriction.members.length} officers`,
              head: ['Officer', 'Unit'],
              rows: restriction.members.map(each => [plain(each.name), plain(each.unit ?? '')]),
              empty: '',
            },
          ]
        : []),
      ...(keeps
        ? [
            {
              id: 'exclusions',
              title: 'Excluded',
              count: exclusions.length === 1 ? '1 officer' : `${exclusions.length} officers`,
              head: ['Officer', 'By whom', 'Why', 'Until'],
              rows: exclusions.map(each => [
                plain(each.officer),
                plain(`${exclusionInWords(each)}, ${momentInWords(each.from)}`),
                plain(each.why),
                plain(untilInWords(each.until)),
              ]),
              empty: 'Nobody is excluded.',
            },
            {
              id: 'over',
              title: 'Over',
              count: 'The latest first',
              head: ['What', 'Set by', 'Why', 'Ended'],
              rows: over.map(each => [
                plain(overInWords(each)),
                plain(`${each.setBy}, ${momentInWords(each.from)}`),
                plain(each.why),
                plain(endInWords(each)),
              ]),
              empty: 'Nothing.',
            },
          ]
        : []),
    ],
    forms: keeps
      ? [
          {
            id: 'restrict',
            title: restriction ? 'Set another list' : 'Restrict this record to a list',
            intro: restriction ? ['It takes the place of the one that holds now, which is kept.'] : [],
            action: `${action}/restriction`,
            submit: restriction ? 'Set this list' : 'Restrict it',
            hidden: [],
            fields: [
              sentences(
                named(
                  'officers',
                  'Officers, one a line',
                  'Rank and name; where two are called alike, the unit after a comma. You are on the list yourself.',
                ),
                refusals,
              ),
              oneOfFew(
                named('shows', 'What everybody else is shown'),
                (['none', 'contact'] as const).map(code => ({ code, words: showsInWords[code] })),
                refusals,
              ),
              sentences(named('reason', 'Why'), refusals),
              line(named('until', 'Last day', 'For example 23 11 2027; within a year'), refusals),
            ],
          },
          ...(restriction
            ? [
                {
                  id: 'unrestrict',
                  title: 'End the restriction',
                  intro: [],
                  action: `${action}/restriction/end`,
                  submit: 'End it',
                  hidden: [],
                  fields: [sentences(named('over', 'Why it ends'), refusals)],
                },
              ]
            : []),
          {
            id: 'exclude',
            title: 'Exclude an officer',
            intro: ['What they held of the record passes to the unit’s supervisors at once.'],
            action: `${action}/exclusions`,
            submit: 'Exclude them',
            hidden: [],
            fields: [
              line(
                named('officer', 'Officer', 'Rank and name; where two are called alike, the unit after a comma'),
                refusals,
              ),
              sentences(named('why', 'Why'), refusals),
              line(named('last', 'Last day', 'Left empty: with no end'), refusals),
            ],
          },
          ...(exclusions.length > 0
            ? [
                {
                  id: 'let-in',
                  title: 'End an exclusion',
                  intro: [],
                  action: `${action}/exclusions/end`,
                  submit: 'End it',
                  hidden: [],
                  fields: [
                    oneOfFew(
                      named('exclusion', 'Whose'),
                      exclusions.map(each => ({
                        code: each.id,
                        words: `${each.officer}: ${exclusionInWords(each)}`,
                      })),
                      refusals,
                    ),
                    sentences(named('ending', 'Why it ends'), refusals),
                  ],
                },
              ]
            : []),
        ]
      : [],
  })
}
