// A unique key tells that something is there: whoever is refused by it learns of a row that they may not see. So no key of a table that holds something of
// somebody's record is without an id which Concord gives (a record's, a fact's, an officer's): such a key excludes nobody else's row. An agency or a unit is no such id:
// many share it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { demonstrationDatabase } from './support/server.ts'

const database = await demonstrationDatabase()
const owner = new pg.Client(database.ownerUrl)
await owner.connect()
after(() => owner.end())

/** Keys without an id that are not what they look like, each with its reason. */
const allowed: Readonly<Record<string, string>> = {
  disclosure_number_key: 'The database draws it from a sequence; nobody chooses or types one',
  extract_reference_pkey:
    'A source’s own reference for its own person; only the importer writes it, what is there already is passed over, and nobody is answered by it',
}

type Key = { readonly key: string; readonly columns: string; readonly ids: boolean }

/** Every unique index (primary keys, unique constraints and exclusions have one) of a table that leads to a record by its foreign keys, at any distance. */
const keys = async (client: pg.Client): Promise<readonly Key[]> =>
  (
    await client.query<Key>(`
      with recursive told(oid) as (
        select 'nominal'::regclass::oid
        union
        select c.conrelid from told t join pg_constraint c on c.confrelid = t.oid and c.contype = 'f')
      , about as (
        select t.oid from told t
        union select a.attrelid from pg_attribute a join pg_class c on c.oid = a.attrelid
         where a.attname in ('nominal_id', 'subjects') and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace)
      select i.indexrelid::regclass::text as key, i.indrelid::regclass::text || ': ' || pg_get_indexdef(i.indexrelid) as columns,
             exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey) and a.atttypid = 'uuid'::regtype
                       and a.attname not in ('agency_id', 'unit_id', 'force_id') and not exists (
                         select from pg_constraint f where f.conrelid = i.indrelid and f.contype = 'f' and f.conkey = array[a.attnum]
                            and f.confrelid in ('agency'::regclass, 'unit'::regclass))) as ids
        from pg_index i join about on about.oid = i.indrelid join pg_class c on c.oid = i.indrelid
       where (i.indisunique or i.indisexclusion) and c.relnamespace = 'public'::regnamespace and not c.relispartition order by 1`)
  ).rows

test('there are keys to look at, of facts, of what hangs on them and of what is kept about a record', async () => {
  const all = await keys(owner)
  assert.ok(all.length > 100, `${all.length} keys`)
  for (const key of [
    'nominal_pkey',
    'identifier_pkey',
    'pair_decision_pkey',
    'restriction_member_pkey',
    'extract_reference_pkey',
  ])
    assert.ok(
      all.some(each => each.key === key),
      key,
    )
})

test('no key of a table that leads to a record is without an id that Concord gives, but for those with a reason', async () => {
  const without = (await keys(owner)).filter(({ ids }) => !ids)
  assert.deepEqual(
    without.filter(({ key }) => !(key in allowed)).map(({ key, columns }) => `${key} (${columns})`),
    [],
  )
  assert.deepEqual(
    Object.keys(allowed).filter(key => !without.some(each => each.key === key)),
    [],
    'a reason for a key that is not there any more',
  )
})

test('one that would tell is found: a number borne by one record alone, an address, a name', async () => {
  await owner.query('begin')
  await owner.query('create unique index tells_of_a_number on identifier (kind, canonical) where valid')
  await owner.query('alter table address add constraint tells_of_an_address exclude using gist (address_key with =)')
  await owner.query('create unique index tells_of_a_name on full_name_key (key)')
  await owner.query('create unique index tells_within_an_agency on identifier (agency_id, canonical)')
  const found = (await keys(owner)).filter(({ ids }) => !ids).map(({ key }) => key)
  await owner.query('rollback')
  for (const key of ['tells_of_a_number', 'tells_of_an_address', 'tells_of_a_name', 'tells_within_an_agency'])
    assert.ok(found.includes(key), key)
})
