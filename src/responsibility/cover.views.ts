import { dayInWords, dayOf, type Refusal } from '#platform'
import { boardView, line, oneOfFew, oneOfMany, plain, type BoardView } from './board.views.ts'
import { coverRoleInWords, coverRoles, type CoverKept } from './cover.ts'

/** What was typed on the page; a form that was not sent is empty. */
export type CoverGiven = {
  /** Of an absence: whose, its first day and its last. */
  readonly absent: string
  readonly since: string
  readonly until: string
  /** Of a cover: who is covered, and from `from` to `to`. */
  readonly officer: string
  readonly kind: string
  readonly covering: string
  readonly role: string
  readonly from: string
  readonly to: string
  readonly ending: string
}

export const absenceKinds = [
  { code: 'leave', words: 'Leave' },
  { code: 'other', words: 'Away for another reason; the reason is not kept' },
] as const

const firstDay = (from: Temporal.Instant): string => dayInWords(dayOf(from))
const lastDay = (to: Temporal.Instant | null): string =>
  to ? dayInWords(dayOf(to.subtract({ nanoseconds: 1 }))) : 'Not known'

/** Leave and cover of whoever asks, and for a supervisor of those in their units; `sent`: the form whose reasons stand in `refusals`. */
export const coverView = (
  { officers, absences, covers }: CoverKept,
  given: CoverGiven,
  sent: 'absence' | 'cover' | 'end' | null,
  refusals: readonly Refusal[],
): BoardView => {
  const at = (form: typeof sent) => (sent === form ? refusals : [])
  const typed = (form: typeof sent, name: keyof CoverGiven) => (sent === form ? given[name] : '')
  const whose = (form: 'absence' | 'cover', name: 'absent' | 'officer') =>
    oneOfMany(
      { name, label: 'Whose', value: typed(form, name) || (officers.length === 1 ? officers[0]!.id : '') },
      officers.map(({ id, name: words }) => ({ code: id, words })),
      at(form),
      'Choose an officer',
    )
  const first = (form: 'absence' | 'cover', name: 'since' | 'from') =>
    line({ name, label: 'First day', hint: 'For example 23 11 2026', value: typed(form, name) }, at(form))
  const last = (form: 'absence' | 'cover', name: 'until' | 'to', hint: string) =>
    line({ name, label: 'Last day', hint, value: typed(form, name) }, at(form))
  return boardView({
    heading: 'Leave and cover',
    back: { text: 'Home', href: '/' },
    aboutPeople: false,
    refusals,
    intro: [
      'While an officer is away, whoever covers acts in their own name. Where nobody covers, the supervisors of the unit answer.',
    ],
    lists: [
      {
        id: 'absences',
        title: 'Away, now and to come',
        count: `${absences.length} in this list`,
        head: ['Who', 'First day', 'Last day'],
        rows: absences.map(({ officer, from, to }) => [plain(officer), plain(firstDay(from)), plain(lastDay(to))]),
        empty: 'Nobody is away.',
      },
      {
        id: 'covers',
        title: 'Cover, now and to come',
        count: `${covers.length} in this list`,
        head: ['Who is covered', 'As', 'By', 'First day', 'Last day'],
        rows: covers.map(({ officer, role, covering, from, to }) => [
          plain(officer),
          plain(coverRoleInWords(role)),
          plain(covering),
          plain(firstDay(from)),
          plain(lastDay(to)),
        ]),
        empty: 'Nobody is covered.',
      },
    ],
    forms: [
      {
        id: 'absence',
        title: 'Keep an absence',
        intro: [],
        action: '/cover/absences',
        submit: 'Keep the absence',
        hidden: [],
        fields: [
          whose('absence', 'absent'),
          oneOfFew({ name: 'kind', label: 'Kind', value: typed('absence', 'kind') }, absenceKinds, at('absence')),
          first('absence', 'since'),
          last('absence', 'until', 'Left empty: nobody knows yet'),
        ],
      },
      {
        id: 'cover',
        title: 'Name who covers',
        intro: [],
        action: '/cover',
        submit: 'Keep the cover',
        hidden: [],
        fields: [
          whose('cover', 'officer'),
          line(
            {
              name: 'covering',
              label: 'Who covers',
              hint: 'Rank and name of an officer of the same agency',
              value: typed('cover', 'covering'),
            },
            at('cover'),
          ),
          oneOfFew(
            { name: 'role', label: 'As', value: typed('cover', 'role') },
            coverRoles.map(code => ({ code, words: coverRoleInWords(code) })),
            at('cover'),
          ),
          first('cover', 'from'),
          last('cover', 'to', 'Cover ends, and can be agreed again'),
        ],
      },
      ...(absences.some(({ keeps }) => keeps) || covers.some(({ keeps }) => keeps)
        ? [
            {
              id: 'end',
              title: 'End one now',
              intro: ['It is kept, with the moment at which it ended.'],
              action: '/cover/end',
              submit: 'End it',
              hidden: [],
              fields: [
                oneOfFew(
                  { name: 'ending', label: 'Which', value: typed('end', 'ending') },
                  [
                    ...absences
                      .filter(({ keeps }) => keeps)
                      .map(({ id, officer, from }) => ({ code: id, words: `${officer}, away from ${firstDay(from)}` })),
                    ...covers
                      .filter(({ keeps }) => keeps)
                      .map(({ id, officer, covering, role }) => ({
                        code: id,
                        words: `${covering} for ${officer}, ${coverRoleInWords(role)}`,
                      })),
                  ],
                  at('end'),
                ),
              ],
            },
          ]
        : []),
    ],
  })
}
