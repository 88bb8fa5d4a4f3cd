import type pg from 'pg'

/** Every table that holds rows of its own, whoever owns it and wherever it lies; not the partitions, nor what extensions brought. */
export const everyTable = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** How many rows a table has, and a hash of all of them in an order of their own: alike in two databases that hold the same. */
export const contentOf = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ content: string }>(
    `select count(*) || ' ' || md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as content from "${table}" t`,
  )
  return rows[0]!.content
}

/** Everything about the tables but their rows, as text: what a restore must leave as the schema makes it. */
export const shapeOf = async (client: pg.Client): Promise<readonly string[]> => {
  const { rows } = await client.query<{ line: string }>(`
    select format('constraint %s %s %s %s', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid)) as line from pg_constraint where connamespace = 'public'::regnamespace
    union all select format('trigger %s %s %s', tgrelid::regclass, tgenabled, pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
    union all select format('security %s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    union all select format('grants %s %s', oid::regclass, relacl) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S', 'v')
    union all select format('policy %s %s %s', polrelid::regclass, polname, pg_get_expr(polqual, polrelid)) from pg_policy
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('partition %s %s', oid::regclass, pg_get_expr(relpartbound, oid)) from pg_class where relispartition and relkind = 'r'
    union all select format('column %s %s %s', attrelid::regclass, attname, pg_get_expr(adbin, adrelid)) from pg_attribute
                left join pg_attrdef on adrelid = attrelid and adnum = attnum join pg_class c on c.oid = attrelid
               where attnum > 0 and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
    order by 1`)
  return rows.map(({ line }) => line)
}
