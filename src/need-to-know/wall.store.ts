import { sql, type RawBuilder } from 'kysely'
import { newId, type Database, type NominalId, type OfficerId, type Tx } from '#platform'
import type {
  Exclusion,
  ExclusionGiven,
  ExclusionId,
  OfficerCalled,
  PartWithWalls,
  Restriction,
  RestrictionGiven,
  RestrictionId,
  WallOver,
  Walls,
  WallsOf,
} from './wall.ts'

type Told<Row> = {
  readonly [Key in keyof Row]: Row[Key] extends Temporal.Instant
    ? string
    : Row[Key] extends Temporal.Instant | null
      ? string | null
      : Row[Key]
}
/** The walls of a record as the database tells them, with moments in text. */
export type WallsAsTold = {
  readonly keeps: boolean
  readonly restriction: Told<Restriction> | null
  readonly exclusions: readonly Told<Exclusion>[]
  readonly over: readonly Told<WallOver>[]
  readonly parts?: readonly PartWithWalls[]
}

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const spellOf = ({ from, until }: { readonly from: string; readonly until: string | null }) => ({
  from: at(from),
  until: until === null ? null : at(until),
})

/** Who may see an open record, or a part of it, as far as the actor may know it; undefined where it is not open, or there is no such part for them. */
export const wallsOf = async (tx: Tx, { nominal, part }: WallsOf): Promise<Walls | undefined> => {
  const { rows } = await (
    part
      ? sql<{
          walls: WallsAsTold | null
        }>`select walls_of_part(${nominal}::uuid, ${part.kind}, ${part.id}::uuid) as walls`
      : sql<{ walls: WallsAsTold | null }>`select walls_of(${nominal}::uuid) as walls`
  ).execute(tx)
  const walls = rows[0]?.walls
  return walls ? wallsTold(walls) : undefined
}

/** The same for the page of the record, as a value in SQL for `wallsTold`: without what is over where nothing holds. */
export const wallsAtAGlance = (nominal: NominalId): RawBuilder<WallsAsTold | null> =>
  sql`walls_at_a_glance(${nominal}::uuid)`

export const wallsTold = (walls: WallsAsTold): Walls => ({
  keeps: walls.keeps,
  restriction: walls.restriction && { ...walls.restriction, ...spellOf(walls.restriction) },
  exclusions: walls.exclusions.map(each => ({ ...each, ...spellOf(each) })),
  over: walls.over.map(each => ({ ...each, from: at(each.from), at: at(each.at) })),
  parts: walls.parts ?? [],
})

/** The record manager of an open record; null where the unit's unallocated cases hold it. */
export const managerOf = async (
  tx: Tx,
  nominal: NominalId,
): Promise<{ readonly id: OfficerId; readonly name: string } | null> => {
  const { rows } = await sql<{ id: OfficerId; name: string }>`
    select o.id, o.name from record_manager m join officer o on o.id = m.officer_id where m.nominal_id = ${nominal}::uuid and now() <@ m.during`.execute(
    tx,
  )
  return rows[0] ?? null
}

/** The officers whom each line means: name, with rank or without, or that with the unit after a comma. */
export const officersCalled = async (tx: Tx, lines: readonly string[]): Promise<readonly OfficerCalled[]> =>
  (await sql<OfficerCalled>`select asked, id, name, unit from officers_called(${[...lines]}::text[])`.execute(tx)).rows

/** Sets a restriction in the actor's name; one that holds already is ended by it. Raises `CC403` for whoever does not keep the record's walls. */
export const setRestriction = async (
  tx: Tx,
  { nominal, part }: WallsOf,
  { officers, shows, why, until }: RestrictionGiven,
): Promise<RestrictionId> => {
  const id = newId<RestrictionId>()
  const [those, end] = [[...officers], until.toString()]
  await (
    part
      ? sql`select set_part_restriction(${id}::uuid, ${nominal}::uuid, ${part.kind}, ${part.id}::uuid, ${those}::uuid[], ${why}, ${end}::timestamptz)`
      : sql`select set_restriction(${id}::uuid, ${nominal}::uuid, ${those}::uuid[], ${shows}, ${why}, ${end}::timestamptz)`
  ).execute(tx)
  return id
}
/** Ends the one that holds. Raises `CC403` for whoever does not keep the record's walls. */
export const endRestriction = async (tx: Tx, { nominal, part }: WallsOf, why: string): Promise<void> => {
  await (
    part
      ? sql`select end_part_restriction(${nominal}::uuid, ${part.kind}, ${part.id}::uuid, ${why})`
      : sql`select end_restriction(${nominal}::uuid, ${why})`
  ).execute(tx)
}

/** Keeps an officer out, in the actor's name; what they held of a record passes on. */
export const setExclusion = async (
  tx: Tx,
  { nominal, part }: WallsOf,
  { officer, why, until }: ExclusionGiven,
): Promise<ExclusionId> => {
  const id = newId<ExclusionId>()
  const end = until?.toString() ?? null
  await (
    part
      ? sql`select set_part_exclusion(${id}::uuid, ${nominal}::uuid, ${part.kind}, ${part.id}::uuid, ${officer}::uuid, ${why}, ${end}::timestamptz)`
      : sql`select set_exclusion(${id}::uuid, ${nominal}::uuid, ${officer}::uuid, ${why}, ${end}::timestamptz)`
  ).execute(tx)
  return id
}
/** Ends one, with why. Raises `CC403` for whoever does not keep the record's walls, and is refused to whom it keeps out. */
export const endExclusion = async (
  tx: Tx,
  { nominal, part }: WallsOf,
  exclusion: ExclusionId,
  why: string,
): Promise<void> => {
  await (
    part
      ? sql`select end_part_exclusion(${exclusion}::uuid, ${nominal}::uuid, ${part.kind}, ${part.id}::uuid, ${why})`
      : sql`select end_exclusion(${exclusion}::uuid, ${nominal}::uuid, ${why})`
  ).execute(tx)
}

/** Puts supervisors on each list that would leave a record, or a part of one, in nobody's hands. Safe on every server, again and again. */
export const keepListsInHands = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  await pool.query('select keep_lists_in_hands(null)')
  await pool.query('select keep_part_lists()')
}
