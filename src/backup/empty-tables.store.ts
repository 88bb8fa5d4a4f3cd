import type pg from 'pg'
import { quoted, type Partition, type Table } from './catalog.store.ts'

type Client = Pick<pg.ClientBase, 'query' | 'escapeIdentifier' | 'escapeLiteral'>

/** What stands in a database that should be empty, by name: the first table, view or sequence that no extension brought. */
export const firstThingIn = async (client: Client): Promise<string | undefined> => {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by c.relkind not in ('r', 'p'), 1 limit 1`,
  )
  return rows[0]?.name
}

type Statements = readonly { readonly lift: string; readonly restore: string }[]

// Foreign keys are put back at the end and so hold for every row, at the cost of one look at each table instead of one at each row;
// triggers would do again what their rows already say. Row security lets nobody COPY into a table whose owner it holds too.
const guards = `
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as lift,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as restore
    from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace
  union all
  select format('alter table %s disable trigger %I', tgrelid::regclass, tgname),
         format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, tgname)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
   where not tgisinternal and tgparentid = 0 and tgenabled <> 'D' and c.relowner = 'concord_owner'::regrole
  union all
  select format('alter table %s no force row level security', oid::regclass), format('alter table %s force row level security', oid::regclass)
    from pg_class where relkind in ('r', 'p') and not relispartition and relforcerowsecurity and relowner = 'concord_owner'::regrole`

/**
 * Lifts everything that stands between the owner and plain rows: foreign keys, triggers, forced row security. Within a transaction,
 * so that nobody else ever meets a table without them.
 * @returns what puts all of it back
 */
export const liftGuards = async (client: Client): Promise<() => Promise<void>> => {
  const { rows } = await client.query<Statements[number]>(guards)
  for (const { lift } of rows) await client.query(lift)
  return async () => {
    for (const { restore } of rows) await client.query(restore)
  }
}

/** What the schema itself has put into its tables came back with the backup. */
export const emptyTables = async (client: Client, tables: readonly Pick<Table, 'name'>[]): Promise<void> => {
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`)
}

/** Makes those partitions that the schema did not make by itself; for the log: months that were past when it was applied. */
export const makePartitions = async (client: Client, partitions: readonly Partition[]): Promise<void> => {
  for (const { of, name, from, to } of partitions) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      quoted(name),
    ])
    if (rows[0]!.there) continue
    await client.query(
      `create table ${quoted(name)} partition of ${quoted(of)} for values from (${client.escapeLiteral(from)}) to (${client.escapeLiteral(to)});
       alter table ${quoted(name)} enable row level security; alter table ${quoted(name)} force row level security`,
    )
  }
}
