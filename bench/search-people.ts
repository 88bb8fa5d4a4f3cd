import pg from 'pg'
import { prepare } from '#access'
import { indexNames, keyWordsAnew, nameInWords } from '#nominals'
import { applySchema, newId, startEmbedded, type NominalId } from '#platform'
import { chanceOf, type Chance } from '../src/migration/demonstration/chance.ts'
import { namesFrom, type BenchName } from './search-names.ts'
import { nameVariants, variantsApart, type Question, type Variant } from './search-questions.ts'

/** Somebody to be sought: their name, and when they were born. */
export type Sought = { readonly id: NominalId; readonly name: BenchName; readonly bornOn: string }

const [people, namesEach, batch] = [200_000, 3, 2_000]

/** Somebody who is called by one form of a name and is asked for by another. */
export type SoughtVariant = Question & { readonly heldOut: boolean; readonly bornOn: string }

/**
 * 200,000 nominals with 600,000 names in a database server of their own, made once (some minutes) and kept in `folder`. Public
 * protection units lead them, 3 in 100 a counter-terrorism unit. Besides, for each pair of the two lists of variants a person of either form,
 * with a surname in its natural frequency. The trigrams are for the bare server that is measured beside.
 */
export const peopleToSeek = async (folder: string) => {
  const embedded = await startEmbedded({ dataFolder: folder, settings: { shared_buffers: '1GB', max_wal_size: '4GB' } })
  await applySchema(embedded.url)
  await prepare({ ownerUrl: embedded.url, appUrl: embedded.url }, { demonstration: true, administrator: undefined })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from nominal')
  if (rows[0]!.n < people) await fill(client, rows[0]!.n)
  const variants = await variantsIn(client, nameVariants, 27)
  const apart = await variantsIn(client, variantsApart, 28)
  await keyWordsAnew(client)
  await client.query('create index if not exists bench_trigrams on known_name using gin (full_name gin_trgm_ops)')
  const { rows: sought } = await client.query<Sought & BenchName>(
    `select f.nominal_id as id, k.given as forenames, k.family as surname, b.born_on::text as "bornOn"
       from nominal_file f join known_name k on k.nominal_id = f.nominal_id and k.kind = 'name' join birth b on b.nominal_id = f.nominal_id
      where not f.counter_terrorism and f.reference like 'CN-26-%' order by md5(f.reference) limit 600`,
  )
  await client.end()
  return {
    url: embedded.url,
    stop: embedded.stop,
    variants,
    apart,
    sought: sought.map(({ id, bornOn, forenames, surname }) => ({ id, bornOn, name: { forenames, surname } })),
  }
}

type Made = {
  readonly id: NominalId
  readonly reference: string
  readonly unit: { readonly id: string; readonly agency: string; readonly ct: boolean }
  readonly bornOn: string
  readonly names: readonly BenchName[]
}

const bornBy = (chance: Chance): string =>
  Temporal.PlainDate.from('1950-01-01')
    .add({ days: chance.whole(20_000) })
    .toString()

const unitsOf = async (client: pg.Client) =>
  (
    await client.query<Made['unit']>(
      `select u.id, u.agency_id as agency, a.kind = 'counter-terrorism' as ct from unit u join agency a on a.id = u.agency_id
        where u.kind = 'public-protection' or a.kind = 'counter-terrorism' order by u.code`,
    )
  ).rows

/** `year`: of the references of those who are made for this list. */
const variantsIn = async (
  client: pg.Client,
  list: readonly Variant[],
  year: number,
): Promise<readonly SoughtVariant[]> => {
  const name = namesFrom(process.env['CONCORD_NAMES'])
  const chance = chanceOf(1, year === 27 ? 'variants' : `variants ${year}`)
  const asked = list.flatMap(({ one, other, heldOut }) =>
    [
      [one, other],
      [other, one],
    ].map(([typed, borne], way) => ({ typed: typed!, borne: borne!, heldOut, way })),
  )
  const units = (await unitsOf(client)).filter(({ ct }) => !ct)
  const made = asked.map(({ borne }, n) => ({
    id: newId<NominalId>(),
    reference: `CN-${year}-${String(n + 1).padStart(6, '0')}`,
    unit: chance.pick(units),
    bornOn: bornBy(chance),
    names: [{ forenames: borne, surname: name(chance, true).surname }],
  }))
  const { rows } = await client.query<{
    id: NominalId
    reference: string
    family: string
    given: string
    bornOn: string
  }>(
    `select f.nominal_id as id, f.reference, k.family, k.given, b.born_on::text as "bornOn" from nominal_file f join known_name k on k.nominal_id = f.nominal_id
       join birth b on b.nominal_id = f.nominal_id where f.reference like $1 order by f.reference`,
    [`CN-${year}-%`],
  )
  if (rows.length === 0) await write(client, made)
  else if (rows.length !== asked.length || rows.some(({ given }, n) => given !== asked[n]!.borne))
    throw new Error(
      'The list of variants has changed since this data was made: remove the folder, and it is made anew.',
    )
  const borne =
    rows.length > 0 ? rows : made.map(({ id, bornOn, names: [one] }) => ({ id, bornOn, family: one!.surname }))
  return asked.map(({ typed, borne: called, heldOut }, n) => ({
    q: `${typed} ${borne[n]!.family}`,
    id: borne[n]!.id,
    meant: `${called} ${borne[n]!.family}`,
    bornOn: borne[n]!.bornOn,
    heldOut,
  }))
}

const fill = async (client: pg.Client, from: number): Promise<void> => {
  console.error('Inventing 200,000 people with three names each, once …')
  const name = namesFrom(process.env['CONCORD_NAMES'])
  const units = await unitsOf(client)
  const [ct, other] = [units.filter(unit => unit.ct), units.filter(unit => !unit.ct)]
  let spent = 0
  for (let at = from; at < people; at += batch) {
    const chance = chanceOf(at, 'search')
    const made = Array.from({ length: batch }, (_, n) => {
      const isCt = chance.often(0.03)
      const [first, second] = [name(chance), name(chance)]
      return {
        id: newId<NominalId>(),
        reference: `CN-26-${String(at + n + 1).padStart(6, '0')}`,
        unit: chance.pick(isCt ? ct : other),
        bornOn: bornBy(chance),
        names: [
          first,
          chance.often(0.5) ? second : { ...first, forenames: second.forenames },
          { ...first, surname: second.surname },
        ].slice(0, namesEach),
      }
    })
    spent += await write(client, made)
  }
  console.error(`Names were made findable at ${Math.round(((people - from) * namesEach * 1000) / spent)} a second.`)
  await client.query('vacuum analyze')
}

/** Writes people as the importer does; answers how many milliseconds it took to make their names findable. */
const write = async (client: pg.Client, made: readonly Made[]): Promise<number> => {
  const names = made.flatMap(({ id, unit, names }) =>
    names.map((each, n) => ({
      ...each,
      kind: n === 0 ? 'name' : 'alias',
      agency: unit.agency,
      nominalId: id,
      nameId: newId<NominalId>() as string,
      fullName: nameInWords(each),
    })),
  )
  await client.query('begin')
  await client.query('select o.id into temporary table importer from officer o where o.service limit 1')
  await client.query('insert into nominal (id, quote) select id, id::text from unnest($1::uuid[]) as n(id)', [
    made.map(({ id }) => id),
  ])
  await client.query('insert into nominal_headline (nominal_id) select unnest($1::uuid[])', [made.map(({ id }) => id)])
  await client.query('insert into nominal_file (nominal_id, reference) select * from unnest($1::uuid[], $2::text[])', [
    made.map(({ id }) => id),
    made.map(({ reference }) => reference),
  ])
  const fact = (
    table: string,
    columns: string,
    values: string,
    given: readonly unknown[],
    ids: readonly string[],
    agencies: readonly string[],
  ) =>
    client.query(
      `insert into ${table} (nominal_id, agency_id, recorded_by, source_kind, id, ${columns})
       select n.nominal, n.agency, (select id from importer), 'extract', ${values} from unnest($1::uuid[], $2::uuid[], ${given.map((_, n) => `$${n + 3}::text[]`).join(', ')}) as n(nominal, agency, ${given.map((_, n) => `v${n}`).join(', ')})`,
      [ids, agencies, ...given],
    )
  const own = [made.map(({ id }) => id), made.map(({ unit }) => unit.agency)] as const
  await fact('birth', 'born_on', 'gen_random_uuid(), v0::date', [made.map(({ bornOn }) => bornOn)], ...own)
  await fact(
    'ownership',
    'unit_id, during',
    `gen_random_uuid(), v0::uuid, '[2020-01-01,)'`,
    [made.map(({ unit }) => unit.id)],
    ...own,
  )
  await fact(
    'basis',
    'kind, words, counter_terrorism, confirmed',
    `gen_random_uuid(), 'any', 'Notification', v0::boolean, true`,
    [made.map(({ unit }) => String(unit.ct))],
    ...own,
  )
  await fact(
    'known_name',
    'kind, family, given, full_name',
    'v4::uuid, v0, v1, v2, v3',
    [
      names.map(n => n.kind),
      names.map(n => n.surname),
      names.map(n => n.forenames),
      names.map(n => n.fullName),
      names.map(n => n.nameId),
    ],
    names.map(n => n.nominalId),
    names.map(n => n.agency),
  )
  const began = performance.now()
  await indexNames(client, names)
  const spent = performance.now() - began
  await client.query('select refresh_record($1)', [own[0]])
  await client.query('drop table importer')
  await client.query('commit')
  return spent
}
