import {
  act,
  codeOf,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import { attachFile, takeFileOff, type AttachmentId } from './attachment.ts'
import {
  attachmentsOf,
  attachmentToTakeOff,
  carrierOf,
  firstOfFile,
  keepAttachment,
  keepTakingOff,
} from './attachment.store.ts'
import type { FactId } from './fact.facts.ts'
import { mayWrite } from './fact-rights.ts'
import { leadAgencyOf } from './fact.store.ts'
import { accessTo } from './file-look.ts'
import type { FileId } from './file.ts'
import { partnersWrite } from './partner-level.store.ts'

export type Attached =
  | { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }
  | { readonly came: 'refused'; readonly actor: Actor; readonly refusals: readonly Refusal[] }
  | { readonly came: 'done'; readonly actor: Actor; readonly attachment: AttachmentId }

/** The database says that somebody was quicker, or that it is another agency's by now (schema/0069): a second look finds what they did. */
const changedSince = new Set(['CC409', 'CC403', '23505'])

const begun = (
  { db }: Pick<Surroundings, 'db'>,
  caller: Caller,
  nominal: NominalId,
  action: string,
  records: readonly string[],
  work: (tx: Tx, actor: Actor) => Promise<Attached>,
): Promise<Attached> => {
  const once = () =>
    act(db, caller, async (tx, actor): Promise<{ result: Attached; audit: AuditEntry }> => {
      const access = await accessTo(tx, nominal)
      const logged = (outcome: 'done' | 'refused' | 'absent'): AuditEntry => ({
        action,
        outcome,
        subjects: [{ nominal, access }],
        ...(outcome === 'absent' ? {} : { records, fieldGroups: ['entries', 'files'] }),
      })
      if (access !== 'full') return { result: { came: 'absent', actor }, audit: logged('absent') }
      if (!mayWrite(actor.role) || !(await partnersWrite(tx, nominal)))
        return { result: { came: 'forbidden', actor }, audit: logged('refused') }
      const result = await work(tx, actor)
      return {
        result,
        audit: logged(result.came === 'done' ? 'done' : result.came === 'absent' ? 'absent' : 'refused'),
      }
    })
  return once().catch((error: unknown) => {
    if (changedSince.has(codeOf(error) ?? '')) return once()
    throw error
  })
}

/** Attaches within a transaction whose record is open: what a file that is being added is attached by, too. undefined: the entry is not there. */
export const attachWithin = async (
  tx: Tx,
  actor: Actor,
  nominal: NominalId,
  entry: FactId,
  file: FileId,
): Promise<AttachmentId | readonly Refusal[] | undefined> => {
  const carrier = await carrierOf(tx, nominal, entry)
  if (!carrier) return undefined
  const decision = attachFile(actor, carrier, (await leadAgencyOf(tx, nominal)).agency)
  if (!decision.agreed) return decision.refusals
  const first = await firstOfFile(tx, nominal, file)
  if (!first) return [{ field: 'chosen', text: 'Choose a file that is on this record' }]
  const carried = (await attachmentsOf(tx, [carrier.first])).get(carrier.first) ?? []
  for (const { file: version } of carried)
    if ((await firstOfFile(tx, nominal, version)) === first)
      return [{ field: 'chosen', text: 'The entry carries this file already: choose another' }]
  return keepAttachment(tx, actor, nominal, carrier.first, first)
}

/** Attaches a file of the record to an entry of it. A record that is not full, and an entry that is not there, are absent. Throws `NotSignedIn` and `Conflict`. */
export const attach = (
  surroundings: Pick<Surroundings, 'db'>,
  caller: Caller,
  { nominal, entry, file }: { readonly nominal: NominalId; readonly entry: FactId; readonly file: FileId | undefined },
): Promise<Attached> =>
  begun(
    surroundings,
    caller,
    nominal,
    'attachment.added',
    [entry, ...(file ? [file] : [])],
    async (tx, actor): Promise<Attached> => {
      if (!(await carrierOf(tx, nominal, entry))) return { came: 'absent', actor }
      if (!file)
        return { came: 'refused', actor, refusals: [{ field: 'chosen', text: 'Choose a file that is on this record' }] }
      const made = await attachWithin(tx, actor, nominal, entry, file)
      if (made === undefined) return { came: 'absent', actor }
      return typeof made === 'string'
        ? { came: 'done', actor, attachment: made }
        : { came: 'refused', actor, refusals: made }
    },
  )

/** Takes a file off an entry; both rows are kept. Absent as `attach`, and what was taken off before. */
export const takeOff = (
  surroundings: Pick<Surroundings, 'db'>,
  caller: Caller,
  {
    nominal,
    entry,
    attachment,
    why,
  }: {
    readonly nominal: NominalId
    readonly entry: FactId
    readonly attachment: AttachmentId
    readonly why: string
  },
): Promise<Attached> =>
  begun(surroundings, caller, nominal, 'attachment.taken-off', [entry, attachment], async (tx, actor) => {
    const agencies = await attachmentToTakeOff(tx, nominal, entry, attachment)
    if (!agencies) return { came: 'absent', actor }
    const decision = takeFileOff(actor, { agencies, lead: (await leadAgencyOf(tx, nominal)).agency }, why)
    if (!decision.agreed) return { came: 'refused', actor, refusals: decision.refusals }
    await keepTakingOff(tx, actor, nominal, attachment, decision.outcome)
    return { came: 'done', actor, attachment }
  })
