import { sql } from 'kysely'
import { newId, type Actor, type AgencyId, type NominalId, type Tx } from '#platform'
import type { FactKind, ShownFact } from './fact-kind.ts'
import type { FactId, FactVersion, HistoryPlace, HistoryRow } from './fact.facts.ts'
import type { FactToWrite } from './fact-reading.ts'
import { indexWrittenNames, type IndexedName } from './name-index.store.ts'

/** Who says so beside the officer who writes it: a document, a partner. `why`: the reason of a correction. */
export type Saying = { readonly supersedes: FactId | null; readonly source: string; readonly why: string }

/**
 * Writes a fact in the actor's name and their agency's. The record must be open in full (`openRecords`): row security refuses
 * otherwise. `supersedes`: the row that it corrects or ends; the database raises `CC409` when that stands no more, and `CC403`
 * when neither its agency nor the lead agency writes. Answers with the new row's id.
 */
export const addFact = async (
  tx: Tx,
  actor: Actor,
  kind: FactKind,
  nominal: NominalId,
  { columns, during }: FactToWrite,
  { supersedes, source, why }: Saying,
): Promise<FactId> => {
  const id = newId<FactId>()
  const row = {
    id,
    nominal_id: nominal,
    recorded_by: actor.officer,
    agency_id: actor.agency,
    source_kind: 'officer',
    source_ref: source,
    supersedes,
    why,
    ...(during === null ? {} : { during }),
    ...columns,
  }
  await sql`insert into ${sql.table(kind.table)} (${sql.join(Object.keys(row).map(column => sql.ref(column)))})
            values (${sql.join(Object.values(row))})`.execute(tx)
  if (kind.table === 'known_name') await indexWrittenNames(tx, [await writtenName(tx, id)])
  return id
}

/** Ends a fact: the same again, with a last day. Raises as `addFact`. */
export const endFact = async (
  tx: Tx,
  actor: Actor,
  kind: FactKind,
  {
    fact,
    last,
    source,
    why,
  }: { readonly fact: FactId; readonly last: Temporal.PlainDate } & Omit<Saying, 'supersedes'>,
): Promise<FactId> => {
  const id = newId<FactId>()
  await sql`select end_fact(${kind.table}, ${fact}::uuid, ${id}::uuid, ${actor.officer}::uuid, ${actor.agency}::uuid, ${last.toString()}::date, ${source}, ${why})`.execute(
    tx,
  )
  if (kind.table === 'known_name') await indexWrittenNames(tx, [await writtenName(tx, id)])
  return id
}

/** A name as it was just written, to be made findable. */
const writtenName = async (tx: Tx, id: FactId): Promise<IndexedName> => {
  const { nominal_id, full_name, family, given } = await tx
    .selectFrom('known_name')
    .select(['nominal_id', 'full_name', 'family', 'given'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { nameId: id, nominalId: nominal_id as NominalId, fullName: full_name, surname: family, forenames: given }
}

/** Withdraws a fact: it should never have been said. It stands no more, and its row and the reason are kept. Raises as `addFact`. */
export const withdrawFact = async (
  tx: Tx,
  actor: Actor,
  kind: FactKind,
  nominal: NominalId,
  fact: FactId,
  reason: string,
): Promise<void> => {
  await tx
    .insertInto('withdrawal')
    .values({
      id: newId(),
      nominal_id: nominal,
      fact_table: kind.table,
      fact_id: fact,
      reason,
      recorded_by: actor.officer,
      agency_id: actor.agency,
    })
    .execute()
}

/**
 * The version of a fact that `fact` names, and which one stands now: corrections are followed to the last. Undefined when the
 * nominal has no such fact, or the record is not open to whoever asks.
 */
export const factVersion = async (
  tx: Tx,
  kind: FactKind,
  nominal: NominalId,
  fact: FactId,
): Promise<FactVersion | undefined> => {
  const { rows } = await sql<{ current: FactId | null; agency: AgencyId; body: string; superseded: boolean }>`
    with recursive chain as (
      select f.id, f.superseded_at, f.superseded_by, 1 as step from ${sql.table(kind.table)} f where f.id = ${fact}::uuid and f.nominal_id = ${nominal}::uuid
      union all select f.id, f.superseded_at, f.superseded_by, c.step + 1 from chain c join ${sql.table(kind.table)} f on f.id = c.superseded_by where c.step < 1000)
    select (select c.id from chain c where c.superseded_at is null) as current, f.agency_id as agency,
           (${sql.raw(bodyOf(kind))})::text as body, f.superseded_at is not null as superseded
      from ${sql.table(kind.table)} f where f.id = ${fact}::uuid and f.nominal_id = ${nominal}::uuid`.execute(tx)
  const [row] = rows
  return row && { fact: JSON.parse(row.body) as ShownFact, current: row.current, agency: row.agency }
}

/** The facts of a kind that stand, of a record whose facts are open to whoever asks; the latest `room`. */
export const standingFacts = async (
  tx: Tx,
  kind: FactKind,
  nominal: NominalId,
  room: number,
): Promise<readonly ShownFact[]> => {
  const { rows } = await sql<{ body: string }>`
    select (${sql.raw(bodyOf(kind))})::text as body from ${sql.table(kind.table)} f
     where f.nominal_id = ${nominal}::uuid and f.superseded_at is null
     order by ${sql.raw(kind.table === 'entry' ? 'f.happened_at' : 'f.recorded_at')} desc, f.id desc limit ${room}`.execute(
    tx,
  )
  return rows.map(({ body }) => JSON.parse(body) as ShownFact)
}

/** Facts that were taken out of their table, as rows in JSON, in their order. */
export const storedFacts = async (tx: Tx, kind: FactKind, rows: readonly unknown[]): Promise<readonly ShownFact[]> => {
  const { rows: found } = await sql<{ body: string }>`
    select (${sql.raw(bodyOf(kind))})::text as body from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality r(said, n)
     cross join lateral jsonb_populate_record(null::${sql.table(kind.table)}, r.said) f order by r.n`.execute(tx)
  return found.map(({ body }) => JSON.parse(body) as ShownFact)
}

/** A row of a table of facts, of an open record, as JSON; none: there is none. `table`: from `fact-kinds.ts` or `extract-only.ts`, never from outside. */
export const rowOf = async (tx: Tx, table: string, nominal: NominalId, fact: FactId): Promise<readonly unknown[]> =>
  (
    await sql<{ row: unknown }>`
      select to_jsonb(f) as row from ${sql.table(table)} f where f.id = ${fact}::uuid and f.nominal_id = ${nominal}::uuid`.execute(
      tx,
    )
  ).rows.map(({ row }) => row)

/** What stands of a kind that nobody writes here, of an open record; the latest `room`. */
export const extractOnlyFacts = async (
  tx: Tx,
  table: string,
  nominal: NominalId,
  room: number,
): Promise<
  readonly { readonly id: string; readonly agency: string; readonly row: Readonly<Record<string, unknown>> }[]
> =>
  (
    await sql<{ id: string; agency: string; row: Record<string, unknown> }>`
      select f.id, g.name as agency, to_jsonb(f) as row from ${sql.table(table)} f join agency g on g.id = f.agency_id
       where f.nominal_id = ${nominal}::uuid and f.superseded_at is null order by f.recorded_at desc, f.id desc limit ${room}`.execute(
      tx,
    )
  ).rows

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The JSON of one row by the fields of its kind: names and columns come from `fact-kinds.ts`, never from outside. */
const bodyOf = (kind: FactKind): string =>
  `json_build_object('id', f.id, 'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind,
    'source', f.source_ref, 'by', (select o.name from officer o where o.id = f.recorded_by and not o.service), 'why', f.why,
    ${kind.dated ? `'from', lower(f.during), 'to', upper(f.during) - 1,` : ''}
    ${[
      ...kind.fields.map(({ name, column }) => [name, asked[`${kind.table}.${name}`] ?? `f.${column}`]),
      ...Object.keys(kind.also ?? {}).flatMap(name => (derived[name] ? [[name, derived[name]]] : [])),
    ]
      .map(([name, value]) => `${quoted(name!)}, ${value}`)
      .join(', ')})`

/** Where a field is shown otherwise than as its column: an associate who has a record goes by the name that it has. */
const asked: Readonly<Record<string, string>> = {
  'associate.name': 'coalesce((select h.name from nominal_headline h where h.nominal_id = f.other_id), f.name)',
}

/** What stands behind the keys that a kind's JSON has beyond its fields (as in schema/0014). */
const derived: Readonly<Record<string, string>> = {
  fullName: 'f.full_name',
  bornOn: 'f.born_on',
  canonical: 'f.canonical',
  valid: 'f.valid',
  whyInvalid: 'f.why_invalid',
  words: 'f.words',
  confirmed: 'f.confirmed',
  kindWords: 'f.kind_words',
  author: 'f.author',
  gradingScheme: 'f.grading_scheme',
  scheme: 'f.scheme',
  givenType: 'f.given_type',
  verified: 'f.verified or exists (select from marker_approval a where a.marker_id = f.id)',
  approvedAt: '(select a.approved_at from marker_approval a where a.marker_id = f.id)',
  aboutInWords: `marker_about(f.about, f.scope, 'infinity')`,
  asked: `marker_asked(f.id, 'infinity')`,
  approvedBy: '(select o.name from marker_approval a join officer o on o.id = a.approved_by where a.marker_id = f.id)',
}

/** At most `room` rows of the history of an open record, after `after` where given; of one table where `table` names it. */
export const historyOf = async (
  tx: Tx,
  nominal: NominalId,
  {
    table = null,
    after = null,
    room,
  }: { readonly table?: string | null; readonly after?: HistoryPlace | null; readonly room: number },
): Promise<readonly HistoryRow[]> => {
  const { rows } = await sql<HistoryRow>`
    with asked as (select ${nominal}::uuid as nominal, ${table}::text as kind, ${after?.at.toString() ?? null}::timestamptz as at, ${after?.id ?? null}::uuid as id, ${room}::integer as room)
    select h.* from asked a cross join lateral (
      select * from history_of(a.nominal, a.kind, a.at, a.id, a.room) union all select * from marker_history_of(a.nominal, a.kind, a.at, a.id, a.room)
      union all select * from attachment_history_of(a.nominal, a.kind, a.at, a.id, a.room)) h
     order by h.recorded_at desc, h.id desc limit ${room}`.execute(tx)
  return rows
}

/** Whether the actor may know that a nominal is there, by name: at full and summary. */
export const isKnownByName = async (tx: Tx, nominal: NominalId): Promise<boolean> =>
  (await tx
    .selectFrom('nominal_headline')
    .select('nominal_id')
    .where('nominal_id', '=', nominal)
    .executeTakeFirst()) !== undefined

/**
 * The nominal whose record has a number (CN-26-000123), which is known at full only, or who is quoted so, where the actor may see that
 * record; undefined otherwise, and for what is no reference of any.
 */
export const nominalCalled = async (tx: Tx, reference: string): Promise<NominalId | undefined> => {
  const { rows } = await sql<{ nominal: NominalId }>`
    select f.nominal_id as nominal from nominal_file f where f.reference = ${reference}
    union all
    select n.id from nominal n join nominal_headline h on h.nominal_id = n.id where n.quote = ${reference} limit 1`.execute(
    tx,
  )
  return rows[0]?.nominal
}

/** The force there is told that the person lives or stays at an address: as the importer does it. */
export const addResidence = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  { address, forceCode, during }: { readonly address: FactId; readonly forceCode: string; readonly during: string },
): Promise<void> => {
  await sql`insert into residence (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, force_id, address_id)
    select ${newId()}::uuid, ${nominal}::uuid, ${actor.officer}::uuid, ${actor.agency}::uuid, 'officer', '',
           tstzrange(lower(d.days)::timestamp at time zone 'Europe/London', upper(d.days)::timestamp at time zone 'Europe/London'), a.id, ${address}::uuid
      from agency a, (select ${during}::daterange as days) d where a.code = ${forceCode}`.execute(tx)
}

/** Which agency leads an open record now, the name it goes by, and its markers in words. */
export const leadAgencyOf = async (
  tx: Tx,
  nominal: NominalId,
): Promise<{ readonly agency: AgencyId | null; readonly name: string; readonly markers: readonly string[] }> => {
  const { rows } = await sql<{ agency: AgencyId | null; name: string; markers: string[] }>`
    select u.agency_id as agency, h.name, h.markers from headline_on_the_day h
      left join nominal_file f on f.nominal_id = h.nominal_id left join unit u on u.id = f.unit_id where h.nominal_id = ${nominal}::uuid`.execute(
    tx,
  )
  return rows[0] ?? { agency: null, name: '', markers: [] }
}
