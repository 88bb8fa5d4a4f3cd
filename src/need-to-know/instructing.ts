import { endOfDay, lookInto, mayWrite, openScope, type Given } from '#nominals'
import {
  act,
  dayOf,
  type Actor,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import {
  readInstruction,
  reminderDays,
  type InstructionDue,
  type InstructionFacts,
  type InstructionId,
  type SafetyInstruction,
} from './instruction.ts'
import {
  instructionFacts,
  instructionsDue,
  instructionsOf,
  mayInstruct,
  writeInstruction,
} from './instruction.store.ts'

/** `written`: the one that was just made. `known`: the day of which it was asked; null: as it stands. */
export type InstructionSeen = {
  readonly facts: InstructionFacts
  readonly history: readonly SafetyInstruction[]
  readonly may: boolean
  readonly known: Temporal.PlainDate | null
  readonly refusals: readonly Refusal[]
  readonly written: InstructionId | null
}

const seenOf = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  known: Temporal.PlainDate | null,
): Promise<InstructionSeen> => ({
  facts: await instructionFacts(tx, nominal),
  history: await instructionsOf(tx, nominal, known && endOfDay(known)),
  may: mayWrite(actor.role) && (await mayInstruct(tx, nominal)),
  known,
  refusals: [],
  written: null,
})

/** The safety instruction of a record in full, with who said what and when; `known`: as it was known at the end of that day. */
export const lookAtInstruction = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  known: Temporal.PlainDate | null,
) =>
  lookInto<InstructionSeen>(
    db,
    caller,
    nominal,
    {
      action: 'safety-instruction.viewed',
      fieldGroups: ['safety-instruction'],
      records: ({ history }) => history.map(({ id }) => id),
    },
    (tx, actor) => seenOf(tx, actor, nominal, known),
  )

/** Writes it anew, by whoever answers for the record; `may` false: others do. */
export const writeOne = ({ db, now }: Surroundings, caller: Caller, nominal: NominalId, given: Given) =>
  lookInto<InstructionSeen>(
    db,
    caller,
    nominal,
    {
      action: 'safety-instruction.written',
      fieldGroups: ['safety-instruction'],
      records: ({ written }) => (written ? [written] : []),
    },
    async (tx, actor) => {
      const seen = await seenOf(tx, actor, nominal, null)
      if (!seen.may) return seen
      const decision = readInstruction(given, seen.facts, now())
      if (!decision.agreed) return { ...seen, refusals: decision.refusals }
      return { ...seen, written: await writeInstruction(tx, nominal, decision.outcome) }
    },
    ({ role }) => mayWrite(role),
    ({ written }) => (written ? 'done' : 'refused'),
  )

/** The records that the actor answers for without an instruction, or whose review is near: forbidden to roles that write on none. */
export const lookAtInstructionsDue = ({ db, now }: Surroundings, caller: Caller) =>
  act<
    | { readonly came: 'forbidden'; readonly actor: Actor }
    | { readonly came: 'open'; readonly actor: Actor; readonly due: readonly InstructionDue[] }
  >(db, caller, async (tx, actor) => {
    if (!mayWrite(actor.role))
      return {
        result: { came: 'forbidden', actor },
        audit: { action: 'safety-instructions.listed', outcome: 'refused' },
      }
    const due = await instructionsDue(tx, await openScope(tx, actor), dayOf(now()).add({ days: reminderDays }))
    return {
      result: { came: 'open', actor, due },
      audit: {
        action: 'safety-instructions.listed',
        subjects: due.map(({ nominal }) => ({ nominal, access: 'full' as const })),
        fieldGroups: ['headline', 'safety-instruction'],
      },
    }
  })
