import { momentInWords, type NominalId } from '#platform'
import { factKindIn } from './fact-kinds.ts'
import type { RecordChange } from './last-look.facts.ts'

/** What others said of a record since one last looked. */
export type SinceView = {
  readonly title: string
  readonly words: string
  readonly changes: readonly ChangeView[]
  readonly more: { readonly text: string; readonly href: string } | null
}
export type ChangeView = { readonly what: string; readonly by: string; readonly href: string | null }

const mostLines = 15

/** `since`: when one last looked. */
export const sinceView = (nominal: NominalId, since: Temporal.Instant, changes: readonly RecordChange[]): SinceView => {
  const groups = grouped(changes)
  return {
    title: 'Since you last looked',
    words:
      groups.length === 0
        ? `Nobody else has recorded anything since ${momentInWords(since)}.`
        : `What others recorded since ${momentInWords(since)}, the latest first.`,
    changes: groups.slice(0, mostLines).map(group => changeView(nominal, group)),
    more:
      groups.length > mostLines ? { text: 'All of it, in the history', href: `/nominals/${nominal}/history` } : null,
  }
}

/** One kind of change by one person; many entries of one extract are one line. */
const grouped = (changes: readonly RecordChange[]): readonly (readonly RecordChange[])[] => [
  ...Map.groupBy(changes, ({ table, what, by }) => JSON.stringify([table, what, by])).values(),
]

const changeView = (nominal: NominalId, group: readonly RecordChange[]): ChangeView => {
  const { table, what, at, by, fact } = group[0]!
  // A file of an entry is told of with the entry that carries it.
  const kind = factKindIn(table === 'attachment' ? 'entry' : table)
  return {
    what: `${changeInWords(table, group.length)} ${what}`.replace(/^./, letter => letter.toUpperCase()),
    by: `${by ?? 'From an extract'}, ${momentInWords(at)}`,
    href:
      kind && group.length === 1
        ? `/nominals/${nominal}/facts/${kind.kind}/${fact}`
        : (placeOf[table] ?? (kind ? `#${kind.place}` : null)),
  }
}

/** "address", "3 addresses". What only extracts bring has its own words here. */
const changeInWords = (table: string, count: number): string => {
  const kind = factKindIn(table)
  const [one, many] = kind ? [kind.one, kind.many] : (besides[table] ?? [table, table])
  return count === 1 ? one : `${count} ${many}`
}
/** Where on the record those stand that have no page of their own. */
const placeOf: Readonly<Record<string, string>> = {
  file: '#files',
  ownership: '#access',
  record_manager: '#access',
  assignment: '#access',
  partner: '#access',
  arrangement: '#access',
}
const besides: Readonly<Record<string, readonly [one: string, many: string]>> = {
  custody: ['word of a prison', 'words of a prison'],
  registration: ['registration or alert', 'registrations and alerts'],
  statement: ['statement of a source', 'statements of a source'],
  file: ['file', 'files'],
  attachment: ['file of an entry', 'files of entries'],
  ownership: ['lead unit', 'lead units'],
  record_manager: ['record manager', 'record managers'],
  assignment: ['officer on the case', 'officers on the case'],
  partner: ['partner', 'partners'],
  arrangement: ['MAPPA arrangement', 'MAPPA arrangements'],
}

/** A record's changes in a line: "2 entries and a marker added; address withdrawn". */
export const changesInWords = (
  changes: readonly (Pick<RecordChange, 'table' | 'what'> & { readonly count: number })[],
): string =>
  (['added', 'changed', 'approved', 'withdrawn', 'taken off'] as const)
    .flatMap(what => {
      const some = changes.filter(change => change.what === what)
      return some.length === 0
        ? []
        : [`${joinedWithAnd(some.map(({ table, count }) => changeInWords(table, count)))} ${what}`]
    })
    .join('; ')
    .replace(/^./, letter => letter.toUpperCase())

const joinedWithAnd = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
