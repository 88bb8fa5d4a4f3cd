import type { FactLine, LinksAtFact } from '#nominals'
import { dayInWords, dayOf, momentInWords, type Refusal } from '#platform'
import { boardView, line, linked, oneOfFew, plain, sentences, type BoardView } from './board.views.ts'
import {
  exclusionInWords,
  isPartKind,
  restrictionInWords,
  showsInWords,
  untilInWords,
  type PartKind,
  type WallOver,
  type Walls,
} from './wall.ts'

export const wallsAddress = (
  nominal: string,
  part: { readonly kind: PartKind; readonly id: string } | null = null,
): string =>
  part ? `/nominals/${nominal}/facts/${part.kind}/${part.id}/need-to-know` : `/nominals/${nominal}/need-to-know`

/** On the page of an entry: who may see it. */
export const wallLinks: LinksAtFact = (_actor, { nominal, table, fact }) =>
  isPartKind(table) ? [{ text: 'Who may see it', href: wallsAddress(nominal, { kind: table, id: fact }) }] : []

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

const whatWallsAre: Readonly<Record<'record' | PartKind, readonly string[]>> = {
  record: [
    'A restriction lets only those on a list see the record. An exclusion keeps one officer out, whatever else they are. Where both hold, the exclusion wins. Being on a list gives nobody more than they have otherwise.',
  ],
  entry: [
    'A restriction lets only those on a list see this entry, with every correction of it and the files that it carries; to everybody else it does not exist. An exclusion keeps one officer out of it. Where both hold, the exclusion wins.',
    'Whoever is not on the list may have read it before.',
  ],
  file: [
    'A restriction lets only those on a list see this file, and that an entry carries it; to everybody else it does not exist. An exclusion keeps one officer out of it. Where both hold, the exclusion wins. While it has either, it is not the photograph of the headline.',
    'Whoever is not on the list may have seen it before.',
  ],
}

/**
 * Who may see one record, or an entry or a file of it: the restriction to everybody who sees it in full; to whoever keeps them the exclusions, what is
 * over, and the forms. `said`: what the part says; `files`: those of the record, to whoever keeps them.
 */
export const wallsView = (
  nominal: string,
  {
    part = null,
    name,
    said = null,
    files = [],
    walls: { keeps, restriction, exclusions, over, parts },
    given,
    refusals,
  }: {
    readonly part?: { readonly kind: PartKind; readonly id: string } | null
    readonly name: string
    readonly said?: FactLine | null
    readonly files?: readonly { readonly id: string; readonly words: string }[]
    readonly walls: Walls
    readonly given: WallGiven
    readonly refusals: readonly Refusal[]
  },
): BoardView => {
  const action = wallsAddress(nominal, part)
  const what = `this ${part?.kind ?? 'record'}`
  const named = (field: keyof WallGiven, label: string, hint?: string) => ({
    name: field,
    label,
    ...(hint === undefined ? {} : { hint }),
    value: given[field],
  })
  return boardView({
    heading: `Who may see ${what}: ${name}`,
    back:
      part && part.kind === 'entry'
        ? { text: `The entry`, href: `/nominals/${nominal}/facts/entry/${part.id}` }
        : { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: [
      ...(said ? [`${said.label}: ${said.value}`] : []),
      ...(restriction
        ? [
            ...restrictionInWords(restriction, what),
            ...(part ? [] : [`Everybody else is shown: ${showsInWords[restriction.shows]}.`]),
          ]
        : [
            part
              ? 'There is no restriction: whoever has the record in full may see it.'
              : 'There is no restriction: whoever has a need to know by their role and unit may see it.',
          ]),
      ...whatWallsAre[part?.kind ?? 'record'],
    ],
    links: part ? [] : [{ text: 'Declare a connection of your own', href: `/nominals/${nominal}/declaration` }],
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
      ...(parts.length > 0 || files.length > 0
        ? [
            {
              id: 'parts',
              title: 'Entries and files',
              count: 'Each may have a list and exclusions of its own',
              head: ['What', 'Who may see it'],
              rows: [
                ...parts
                  .filter(({ kind, id }) => kind === 'entry' || files.every(file => file.id !== id))
                  .map(each => [
                    linked(
                      each.kind === 'entry' ? 'An entry of the chronology' : 'A file',
                      wallsAddress(nominal, each),
                    ),
                    plain(each.restricted ? 'Restricted' : 'Not those who are excluded'),
                  ]),
                ...files.map(({ id, words }) => {
                  const walled = parts.find(each => each.id === id)
                  return [
                    linked(words, wallsAddress(nominal, { kind: 'file', id })),
                    plain(!walled ? 'As the record' : walled.restricted ? 'Restricted' : 'Not those who are excluded'),
                  ]
                }),
              ],
              empty: '',
            },
          ]
        : []),
    ],
    forms: keeps
      ? [
          {
            id: 'restrict',
            title: restriction ? 'Set another list' : `Restrict ${what} to a list`,
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
              ...(part
                ? []
                : [
                    oneOfFew(
                      named('shows', 'What everybody else is shown'),
                      (['none', 'contact'] as const).map(code => ({ code, words: showsInWords[code] })),
                      refusals,
                    ),
                  ]),
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
            intro: part ? [] : ['What they held of the record passes to the unit’s supervisors at once.'],
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
