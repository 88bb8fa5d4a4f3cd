import { dayInWords, forMacro, inFigures, type Refusal } from '#platform'
import { unfiltered, type ChronologyAsked, type ChronologyQuestion } from './chronology-question.ts'
import type { Chronology, HandlingCount } from './chronology.facts.ts'
import { caveatInWords } from './marking.ts'
import { entryKindCalled, entryKindInWords } from './entry-kinds.ts'

/** A filter by kind: how many there are, and the address that takes it in or out. */
export type ChipView = {
  readonly text: string
  readonly count: string
  readonly href: string
  readonly current: boolean
}

/** What else is asked of a chronology: words, days and an agency, as macros want them. */
export type FilterView = {
  readonly action: string
  readonly kept: readonly { readonly name: string; readonly value: string }[] // asked elsewhere, and sent along
  readonly words: unknown
  readonly from: unknown
  readonly to: unknown
  readonly agency: unknown
  readonly clear: string | null // the address without filters; null: there are none
}

/** The address of a chronology that is asked so. `at`: the record's. */
export const chronologyHref = (
  at: string,
  { kinds, agency, from, to, words, markings, caveats, on }: ChronologyQuestion,
  cursor: string | null = null,
): string => {
  const query = new URLSearchParams({
    ...(kinds.length > 0 ? { kind: kinds.join(',') } : {}),
    ...(agency ? { agency } : {}),
    ...(from ? { from: from.toString() } : {}),
    ...(to ? { to: to.toString() } : {}),
    ...(words.length > 0 ? { words: words.map(quoted).join(' ') } : {}),
    ...(markings.length > 0 ? { marking: markings.join(',') } : {}),
    ...(caveats.length > 0 ? { caveat: caveats.join(',') } : {}),
    ...(on ? { on: on.toString() } : {}),
    ...(cursor === null ? {} : { cursor }),
  }).toString()
  return `${at}/chronology${query === '' ? '' : `?${query}`}`
}

const quoted = (word: string): string => (word.includes(' ') ? `"${word}"` : word)

/** Whether anything but the day as of which it is known is asked. */
export const isFiltered = ({ kinds, agency, from, to, words, markings, caveats }: ChronologyQuestion): boolean =>
  kinds.length + markings.length + caveats.length > 0 ||
  agency !== null ||
  from !== null ||
  to !== null ||
  words.length > 0

/** "All 312", "Events 9", then a chip for each kind. Chosen ones that find nothing are shown too, so that they can be taken out. */
export const chipsView = (
  at: string,
  { kinds }: Pick<Chronology, 'kinds'>,
  question: ChronologyQuestion,
): readonly ChipView[] => {
  const chosen = new Set(question.kinds)
  const found = new Map(kinds.map(({ code, count }) => [code, count]))
  const listed = [
    ...kinds,
    ...question.kinds.filter(code => !found.has(code)).map(code => ({ code, words: entryKindInWords(code), count: 0 })),
  ]
  const with_ = (codes: readonly string[]) => chronologyHref(at, { ...question, kinds: codes })
  const countOf = (codes: readonly { readonly count: number }[]) =>
    inFigures(codes.reduce((sum, { count }) => sum + count, 0))
  const events = listed.filter(({ code }) => entryKindCalled(code)?.event)
  const areEvents = events.length > 0 && events.length === chosen.size && events.every(({ code }) => chosen.has(code))
  return [
    { text: 'All', count: countOf(listed), href: with_([]), current: chosen.size === 0 },
    ...(events.length > 1
      ? [
          {
            text: 'Events',
            count: countOf(events),
            href: with_(areEvents ? [] : events.map(({ code }) => code)),
            current: areEvents,
          },
        ]
      : []),
    ...listed.map(({ code, words, count }) => ({
      text: words || code,
      count: inFigures(count),
      href: with_(chosen.has(code) ? question.kinds.filter(kind => kind !== code) : [...question.kinds, code]),
      current: chosen.has(code),
    })),
  ]
}

/**
 * Chips by marking, and by caveat: each takes its own in or out. Of markings there are none where all entries bear the same, because such a
 * chip tells nothing; chosen ones that find nothing are shown too.
 */
export const handlingChips = (
  at: string,
  { markings, caveats }: Pick<Chronology, 'markings' | 'caveats'>,
  question: ChronologyQuestion,
): readonly { readonly label: string; readonly chips: readonly ChipView[] }[] => {
  const chips = (
    which: 'markings' | 'caveats',
    found: readonly HandlingCount[],
    inWords: (code: string) => string,
  ): readonly ChipView[] => {
    const chosen = question[which]
    const missing = chosen.filter(code => !found.some(each => each.code === code))
    return [...found, ...missing.map(code => ({ code, count: 0 }))].map(({ code, count }) => ({
      text: inWords(code),
      count: inFigures(count),
      href: chronologyHref(at, {
        ...question,
        [which]: chosen.includes(code) ? chosen.filter(each => each !== code) : [...chosen, code],
      }),
      current: chosen.includes(code),
    }))
  }
  return [
    {
      label: 'Markings',
      chips: markings.length > 1 || question.markings.length > 0 ? chips('markings', markings, code => code) : [],
    },
    { label: 'Handling caveats', chips: chips('caveats', caveats, caveatInWords) },
  ].filter(list => list.chips.length > 0)
}

/** `asked`: what was typed, to stand in the fields again. */
export const filterView = (
  at: string,
  { agencies }: Pick<Chronology, 'agencies'>,
  question: ChronologyQuestion,
  asked: ChronologyAsked,
  refusals: readonly Refusal[],
): FilterView => {
  const typed = (name: 'words' | 'from' | 'to', read: string) => {
    const text = asked[name]
    return refusals.length > 0 && typeof text === 'string' ? text.slice(0, 400) : read
  }
  const input = (name: 'words' | 'from' | 'to', label: string, value: string, more: object = {}) => ({
    id: name,
    name,
    label: { text: label },
    value: typed(name, value),
    autocomplete: 'off',
    spellcheck: false,
    ...errorOf(name, refusals),
    ...more,
  })
  const day = (value: Temporal.PlainDate | null) => (value ? dayInWords(value) : '')
  const chosen = agencies.find(({ code }) => code === question.agency)
  return {
    action: `${at}/chronology`,
    kept: [
      ...(question.kinds.length > 0 ? [{ name: 'kind', value: question.kinds.join(',') }] : []),
      ...(question.markings.length > 0 ? [{ name: 'marking', value: question.markings.join(',') }] : []),
      ...(question.caveats.length > 0 ? [{ name: 'caveat', value: question.caveats.join(',') }] : []),
      ...(question.on ? [{ name: 'on', value: question.on.toString() }] : []),
    ],
    words: forMacro(input('words', 'Words in it', question.words.map(quoted).join(' '))),
    from: forMacro(input('from', 'From', day(question.from), { classes: 'govuk-input--width-10' })),
    to: forMacro(input('to', 'To', day(question.to), { classes: 'govuk-input--width-10' })),
    agency: forMacro({
      id: 'agency',
      name: 'agency',
      label: { text: 'Agency' },
      items: [
        { value: '', text: 'Any', selected: question.agency === null },
        ...agencies.map(({ code, name, count }) => ({
          value: code,
          text: `${name} (${inFigures(count)})`,
          selected: code === question.agency,
        })),
        ...(question.agency !== null && !chosen
          ? [{ value: question.agency, text: 'The agency chosen (0)', selected: true }]
          : []),
      ],
      ...errorOf('agency', refusals),
    }),
    clear: isFiltered(question) || refusals.length > 0 ? chronologyHref(at, unfiltered(question.on)) : null,
  }
}

const errorOf = (name: string, refusals: readonly Refusal[]) => {
  const reasons = refusals.filter(({ field }) => field === name).map(({ text }) => text)
  return reasons.length > 0 ? { errorMessage: { text: reasons.join('. ') } } : {}
}
