import { newId, touch, type Caller, type Database, type NominalId, type SessionId } from '#platform'
import { writingRoles } from './fact-rights.ts'
import type { FactToWrite } from './fact-reading.ts'
import type { FactId } from './fact.facts.ts'

/** An entry as it was written and read again, as JSON text (fact.answer.ts). */
export type EntryWritten = { readonly id: FactId; readonly body: string }

type Row = { readonly came: 'done' | null; readonly fact: string; readonly stale_session: SessionId | null }

/** The columns of an entry that its kind writes, in the order in which `add_entry` takes them, and what stands in one that a form does not ask for. */
const columns = {
  happened_at: null,
  kind: null,
  kind_words: '',
  type: null,
  words: null,
  marking: null,
  grading_scheme: null,
  source_grade: null,
  information_grade: null,
  handling_code: null,
  handling_conditions: '',
  held_elsewhere: '',
  held_telephone: '',
  caveats: [],
} as const

const given = ['token', 'nominal', 'id', 'source', 'why', ...Object.keys(columns), 'log entry', 'client', 'writing']
const statement = `select * from add_entry(${given.map((_, n) => `$${n + 1}`).join(', ')})`

/**
 * Adds an entry to the chronology of a record, with its entry in the log, in one statement: what `changeFact` does, without the turns between
 * its steps, at less than half the cost (test/at-once.test.ts). Undefined where nothing was done and it must be asked: nobody is signed in, the
 * record is not open in full, the role worn does not write, or the request is to be done once.
 */
export const entryAtOnce = async (
  { pool }: Database,
  { tokenHash, client, watching, idempotency }: Caller,
  nominal: NominalId,
  entry: FactToWrite,
  { source, why }: { readonly source: string; readonly why: string },
): Promise<EntryWritten | undefined> => {
  if (idempotency || Object.keys(entry.columns).some(column => !(column in columns))) return undefined
  const id = newId<FactId>()
  const written = Object.entries(columns).map(([column, empty]) => entry.columns[column] ?? empty)
  const { rows } = await pool.query<Row>(statement, [
    tokenHash,
    nominal,
    id,
    source,
    why,
    ...written,
    newId(),
    client,
    writingRoles,
  ])
  const { came, fact, stale_session } = rows[0]!
  if (came === null) return undefined
  if (stale_session !== null && !watching) await touch(pool, { session: stale_session })
  return { id, body: fact }
}
