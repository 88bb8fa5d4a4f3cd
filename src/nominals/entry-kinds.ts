import list from '../../reference/entry-kinds.json' with { type: 'json' }
import type { EntryFact } from './record.facts.ts'

/** Which form asks for a kind of entry. */
export type EntryForm = 'plain' | 'intelligence' | 'held-elsewhere'

/** A kind of entry, as `reference/entry-kinds.json` has it. `whereabouts`: where the person is after it. */
export type EntryKind = {
  readonly code: string
  readonly words: string
  readonly type: EntryFact['type']
  readonly event: boolean
  readonly whereabouts: string | null
  readonly form: EntryForm
}

type Row = { readonly code: string; readonly words: string; readonly type: string } & {
  readonly [Key in 'event' | 'whereabouts' | 'form']?: unknown
}

/** In the order in which a form offers them. */
export const entryKinds: readonly EntryKind[] = (list.rows as readonly Row[]).map(row => ({
  code: row.code,
  words: row.words,
  type: row.type as EntryFact['type'],
  event: row.event === true,
  whereabouts: typeof row.whereabouts === 'string' ? row.whereabouts : null,
  form: (row.form ?? 'plain') as EntryForm,
}))

const byCode = new Map(entryKinds.map(kind => [kind.code, kind]))

/** The kind with a code; `undefined`: it is in no list, as a register may write what nobody has told. */
export const entryKindCalled = (code: unknown): EntryKind | undefined =>
  typeof code === 'string' ? byCode.get(code) : undefined

/** A kind's words; a code that is in no list as it stands. */
export const entryKindInWords = (code: string): string => byCode.get(code)?.words ?? code

/** The kinds that one form asks for. */
export const entryKindsOf = (form: EntryForm): readonly EntryKind[] => entryKinds.filter(kind => kind.form === form)
