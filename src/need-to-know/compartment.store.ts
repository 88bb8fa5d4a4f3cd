import { sql, type RawBuilder } from 'kysely'
import { newId, type NominalId, type OfficerId, type Tx } from '#platform'
import type { Compartment, CompartmentId, CompartmentToMake, Enclosure } from './compartment.ts'

/** As the database tells it: moments and days as text. */
type Told<Value> = Value extends Temporal.Instant | Temporal.PlainDate
  ? string
  : Value extends readonly (infer Each)[]
    ? readonly Told<Each>[]
    : Value extends string | number | boolean | null
      ? Value
      : { readonly [Key in keyof Value]: Told<Value[Key]> }

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const atOrNull = (text: string | null): Temporal.Instant | null => (text === null ? null : at(text))
const on = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const compartmentOf = (told: Told<Compartment>): Compartment => ({
  ...told,
  madeAt: at(told.madeAt),
  reviewOn: told.reviewOn === null ? null : on(told.reviewOn),
  members: told.members.map(each => ({
    ...each,
    from: at(each.from),
    until: atOrNull(each.until),
  })),
  former: told.former.map(each => ({ ...each, until: at(each.until) })),
  inside: told.inside.map(each => ({ ...each, since: at(each.since) })),
  reviews: told.reviews.map(each => ({ ...each, at: at(each.at), reviewOn: on(each.reviewOn) })),
})

/** Those that the actor is inside, by name: 200 at most; `which`: one of them. */
export const myCompartments = async (tx: Tx, which: CompartmentId | null = null): Promise<readonly Compartment[]> =>
  (
    await sql<{ found: readonly Told<Compartment>[] }>`select my_compartments(${which}::uuid) as found`.execute(tx)
  ).rows[0]!.found.map(compartmentOf)

/** The compartments of an open record that the actor is inside: those that it lies in, and those that it lay in. */
export const enclosuresOf = async (tx: Tx, nominal: NominalId): Promise<readonly Enclosure[]> =>
  (
    await sql<{ found: readonly Told<Enclosure>[] }>`select compartments_of(${nominal}::uuid) as found`.execute(tx)
  ).rows[0]!.found.map(enclosureTold)

/** The same for the page of the record, as a value in SQL for `enclosureTold`. */
export const enclosuresInSql = (nominal: NominalId): RawBuilder<readonly EnclosureAsTold[]> =>
  sql`compartments_of(${nominal}::uuid)`

export type EnclosureAsTold = Told<Enclosure>
export const enclosureTold = (told: EnclosureAsTold): Enclosure => ({
  ...told,
  since: at(told.since),
  until: atOrNull(told.until),
})

/** Who answers for an open record and would not see it inside; nobody, for whoever may not put it in. */
export const gapsOf = async (
  tx: Tx,
  nominal: NominalId,
  compartment: CompartmentId,
): Promise<readonly { readonly name: string; readonly as_what: string }[]> =>
  (
    await sql<{ name: string; as_what: string }>`
      select name, as_what from compartment_gaps_of(${nominal}::uuid, ${compartment}::uuid) order by 2, 1`.execute(tx)
  ).rows

/** Whether the actor answers for who sees an open record. */
export const keepsWalls = async (tx: Tx, nominal: NominalId): Promise<boolean> =>
  (await sql<{ keeps: boolean }>`select keeps_walls_of(${nominal}::uuid) as keeps`.execute(tx)).rows[0]!.keeps

/** Those of these officers whose vetting is enough for a level. */
export const enoughFor = async (
  tx: Tx,
  officers: readonly OfficerId[],
  level: string | null,
): Promise<readonly OfficerId[]> =>
  (await sql<{ those: OfficerId[] }>`select enough_for(${officers}::uuid[], ${level}) as those`.execute(tx)).rows[0]!
    .those

/** For how many records inside an officer answers; of a compartment that the actor answers for. */
export const handsOf = async (tx: Tx, compartment: CompartmentId, officer: string): Promise<number> =>
  (await sql<{ hands: number }>`select hands_of_member(${compartment}::uuid, ${officer}::uuid) as hands`.execute(tx))
    .rows[0]!.hands

/** Makes one, in the actor's name: they are its sponsor. Raises `CC403` to whoever may not. */
export const addCompartment = async (
  tx: Tx,
  { name, kind, level, purpose, second, review }: CompartmentToMake,
): Promise<CompartmentId> => {
  const id = newId<CompartmentId>()
  await sql`select make_compartment(${id}::uuid, ${name}, ${kind}, ${level}, ${purpose}, ${second}::uuid, ${review.toString()}::date)`.execute(
    tx,
  )
  return id
}

/** Each raises `CC403` to whoever does not answer for it, `CC409` where it has ended meanwhile, `CC410` where something would be in nobody's hands. */
export const addMember = async (
  tx: Tx,
  compartment: CompartmentId,
  { officer, until, why }: { readonly officer: OfficerId; readonly until: Temporal.Instant; readonly why: string },
): Promise<void> => {
  await sql`select add_compartment_member(${compartment}::uuid, ${officer}::uuid, ${until.toString()}::timestamptz, ${why})`.execute(
    tx,
  )
}
export const endMember = async (
  tx: Tx,
  compartment: CompartmentId,
  { officer, why }: { readonly officer: OfficerId; readonly why: string },
): Promise<void> => {
  await sql`select end_compartment_member(${compartment}::uuid, ${officer}::uuid, ${why})`.execute(tx)
}
export const setResponsible = async (
  tx: Tx,
  compartment: CompartmentId,
  { place, officer }: { readonly place: 'sponsor' | 'second'; readonly officer: OfficerId },
): Promise<void> => {
  await sql`select set_compartment_responsible(${compartment}::uuid, ${place}, ${officer}::uuid)`.execute(tx)
}
export const addCompartmentReview = async (
  tx: Tx,
  compartment: CompartmentId,
  { review, words }: { readonly review: Temporal.PlainDate; readonly words: string },
): Promise<void> => {
  await sql`select review_compartment(${compartment}::uuid, ${review.toString()}::date, ${words})`.execute(tx)
}
export const endCompartment = async (tx: Tx, compartment: CompartmentId, why: string): Promise<void> => {
  await sql`select end_compartment(${compartment}::uuid, ${why})`.execute(tx)
}
/** Puts an open record in, and takes it out. Raise `CC403` to whoever does not keep its walls or is not inside. */
export const encloseRecord = async (
  tx: Tx,
  nominal: NominalId,
  { compartment, why }: { readonly compartment: CompartmentId; readonly why: string },
): Promise<void> => {
  await sql`select enclose_record(${newId()}::uuid, ${nominal}::uuid, ${compartment}::uuid, ${why})`.execute(tx)
}
export const releaseRecord = async (
  tx: Tx,
  nominal: NominalId,
  { compartment, why }: { readonly compartment: CompartmentId; readonly why: string },
): Promise<void> => {
  await sql`select release_record(${nominal}::uuid, ${compartment}::uuid, ${why})`.execute(tx)
}
