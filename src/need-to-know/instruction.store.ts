import { sql } from 'kysely'
import { newId, type Database, type NominalId, type Tx } from '#platform'
import {
  reminderDays,
  type InstructionDue,
  type InstructionFacts,
  type InstructionId,
  type InstructionWritten,
  type SafetyInstruction,
} from './instruction.ts'

const mostKept = 200

/** Every instruction that was ever written for an open record, the latest first; `known`: only what had been written by then, as it stood. */
export const instructionsOf = async (
  tx: Tx,
  nominal: NominalId,
  known: Temporal.Instant | null = null,
): Promise<readonly SafetyInstruction[]> =>
  (
    await sql<SafetyInstruction>`
      select i.id, i.kind, i.words, i.review_on as "reviewOn", i.recorded_at as "recordedAt", o.name as by, g.name as agency,
             case when ${known?.toString() ?? null}::timestamptz is null or i.superseded_at <= ${known?.toString() ?? null}::timestamptz then i.superseded_at end as "supersededAt"
        from safety_instruction i join officer o on o.id = i.recorded_by join agency g on g.id = i.agency_id
       where i.nominal_id = ${nominal}::uuid and i.recorded_at <= coalesce(${known?.toString() ?? null}::timestamptz, 'infinity')
       order by i.recorded_at desc, i.id limit ${mostKept}`.execute(tx)
  ).rows

/** What is read to judge one, of an open record. */
export const instructionFacts = async (tx: Tx, nominal: NominalId): Promise<InstructionFacts> => {
  const { rows } = await sql<{ names: readonly string[]; markers: readonly string[]; shown: string }>`
    select coalesce((select array_agg(distinct k.full_name) from known_name k where k.nominal_id = n.id and k.superseded_at is null), '{}') as names,
           h.markers, n.safety_instruction as shown
      from nominal n join headline_on_the_day h on h.nominal_id = n.id where n.id = ${nominal}::uuid`.execute(tx)
  const [latest] = await instructionsOf(tx, nominal)
  return { stands: latest && latest.supersededAt === null ? latest : null, ...rows[0]! }
}

/** Whether the actor answers for an open record: supervises the unit that leads it, is its record manager, or covers for them. */
export const mayInstruct = async (tx: Tx, nominal: NominalId): Promise<boolean> =>
  (await sql<{ may: boolean }>`select may_instruct(${nominal}::uuid) as may`.execute(tx)).rows[0]!.may

/** Raises `CC403` to whoever does not answer for the record, and `CC409` where another has been written meanwhile. */
export const writeInstruction = async (
  tx: Tx,
  nominal: NominalId,
  { kind, words, reviewOn, supersedes }: InstructionWritten,
): Promise<InstructionId> => {
  const id = newId<InstructionId>()
  await sql`select write_instruction(${id}::uuid, ${nominal}::uuid, ${kind}, ${words}, ${reviewOn.toString()}::date, ${supersedes}::uuid)`.execute(
    tx,
  )
  return id
}

const mostListed = 100

/** Of these open records, those that have no instruction, and those whose review is due by `until`: the first 100, the missing ones first. */
export const instructionsDue = async (
  tx: Tx,
  open: readonly NominalId[],
  until: Temporal.PlainDate,
): Promise<readonly InstructionDue[]> =>
  (
    await sql<InstructionDue>`
      select f.nominal_id as nominal, h.name, f.reference, n.safety_instruction as words, i.review_on as "reviewOn"
        from nominal_file f join headline_on_the_day h on h.nominal_id = f.nominal_id join nominal n on n.id = f.nominal_id
        left join safety_instruction i on i.nominal_id = f.nominal_id and i.superseded_at is null
       where f.nominal_id = any(${open}::uuid[]) and h.status not in ('archived', 'dead') and coalesce(i.review_on <= ${until.toString()}::date, true)
       order by i.review_on nulls first, h.name, f.nominal_id limit ${mostListed}`.execute(tx)
  ).rows

/** What time makes necessary: see `keep_instructions` (schema/0150). Safe on every server, again and again. */
export const keepInstructions = async ({ pool }: Pick<Database, 'pool'>): Promise<void> => {
  await pool.query('select keep_instructions($1)', [reminderDays])
}
