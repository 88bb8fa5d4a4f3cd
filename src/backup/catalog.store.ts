import type pg from 'pg'

type Client = Pick<pg.ClientBase, 'query'>

/** A table as a backup sees it. `columns`: those that are written, so none that PostgreSQL computes. `refersTo`: other tables, by foreign keys. */
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly refersTo: readonly string[] }

// Of the database, not of this program: what a later schema adds is saved as well. A partition's rows are its table's.
const ours = `c.relowner = 'concord_owner'::regrole and c.relpersistence = 'p' and c.relnamespace = 'public'::regnamespace`
const ourTables = `pg_class c where c.relkind in ('r', 'p') and not c.relispartition and ${ours}`

/** A name as it stands in a statement; a manifest's are made of small letters, digits and lines below, and nothing else. */
export const quoted = (name: string): string => `"${name}"`

/** Every table of the owner, by name. */
export const tablesOf = async (client: Client): Promise<readonly Table[]> => {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
            array(select a.attname::text from pg_attribute a
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
            array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
                   where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "refersTo"
       from ${ourTables} order by 1`,
  )
  return rows
}

/** The same tables, each after those that it refers to; where they refer to each other in a ring, the first by name begins. */
export const inOrderOfDependence = (tables: readonly Table[]): readonly Table[] => {
  const waiting = [...tables]
  const placed = new Set<string>()
  const ordered: Table[] = []
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ refersTo }) =>
      refersTo.every(name => placed.has(name) || !waiting.some(table => table.name === name)),
    )
    const [next] = waiting.splice(Math.max(ready, 0), 1)
    placed.add(next!.name)
    ordered.push(next!)
  }
  return ordered
}

/**
 * The tables of which row security would hide rows from the owner: a backup without them would be taken for a whole one. For each
 * table a policy must let the owner see every row, and none may hold back, but for the walls of entries and files (0132): they hold back from
 * whoever asks, and nobody asks here.
 */
export const tablesHiddenFromOwner = async (client: Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from ${ourTables} and c.relrowsecurity and c.relforcerowsecurity
        and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
                            and ('concord_owner'::regrole = any(p.polroles) or 0 = any(p.polroles)) and pg_get_expr(p.polqual, p.polrelid) = 'true')
             or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polname <> 'within_its_walls' and p.polcmd in ('*', 'r')
                            and ('concord_owner'::regrole = any(p.polroles) or 0 = any(p.polroles))))
      order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** A partition by range, with its bounds as PostgreSQL writes them. */
export type Partition = { readonly of: string; readonly name: string; readonly from: string; readonly to: string }

/** The partitions by one range; default ones are the schema's to make. */
export const partitionsOf = async (client: Client): Promise<readonly Partition[]> => {
  const { rows } = await client.query<Partition>(
    `select r.relname as of, c.relname as name, b.bounds[1] as "from", b.bounds[2] as to
       from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class r on r.oid = i.inhparent
       cross join lateral regexp_match(pg_get_expr(c.relpartbound, c.oid), '^FOR VALUES FROM \\(''([^'']*)''\\) TO \\(''([^'']*)''\\)$') as b(bounds)
      where c.relispartition and c.relkind = 'r' and ${ours} and b.bounds is not null order by 1, 2`,
  )
  return rows
}

/** Where a sequence stands. `last` is a whole number that may be too large for JavaScript's. */
export type Sequence = { readonly name: string; readonly last: string; readonly isCalled: boolean }

/** Every sequence of the owner, those of identity columns among them. */
export const sequencesOf = async (client: Client): Promise<readonly Sequence[]> => {
  const { rows: found } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind = 'S' and ${ours} order by 1`,
  )
  const sequences: Sequence[] = []
  for (const { name } of found) {
    const { rows } = await client.query<Omit<Sequence, 'name'>>(
      `select last_value::text as last, is_called as "isCalled" from ${quoted(name)}`,
    )
    sequences.push({ name, ...rows[0]! })
  }
  return sequences
}

/** A demonstration or not, for good; `undefined` where nothing but the schema stands. */
export const purposeOf = async (client: Client): Promise<'demonstration' | 'service' | undefined> => {
  const { rows } = await client.query<{ value: 'demonstration' | 'service' }>(
    `select value from installation where name = 'purpose'`,
  )
  return rows[0]?.value
}

/** Values are written and read alike in every database and by every version, whatever its own settings are. */
export const plainSession = `set search_path = public; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601';
  set bytea_output = 'hex'; set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0; set lock_timeout = 0`
