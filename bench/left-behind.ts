import { on } from './filling.ts'
import { benchSource } from './ways.ts'

/** How many entries of one action stand in the log. */
export const looksIn = (url: string, action: string): Promise<number> =>
  on(url, async client => {
    const text = 'select count(*)::int as n from audit_entry where action = $1'
    return (await client.query<{ n: number }>(text, [action])).rows[0]!.n
  })

/** Takes away the entries that the bench added, so that the next run reads what this one read. */
export const removeAdded = (url: string): Promise<void> =>
  on(url, async client => {
    await client.query('set session_replication_role = replica')
    await client.query('delete from entry where source_ref = $1', [benchSource])
    await client.query('vacuum analyze entry, nominal_file, last_look')
  })
