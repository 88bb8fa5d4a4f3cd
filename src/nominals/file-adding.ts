import { mkdtemp, realpath, rm } from 'node:fs/promises'
import {
  act,
  codeOf,
  dayOf,
  newId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import type { FastifyRequest } from 'fastify'
import type { Given } from './fact-kind.ts'
import { mayWrite } from './fact-rights.ts'
import { examine } from './file-examiner.ts'
import { putAway } from './file-keeping.ts'
import { accessTo } from './file-look.ts'
import type { FilePlaces } from './file-places.ts'
import { receiveFile, type ReceivedFile } from './file-receiving.ts'
import { addFile, type FileFacts, type FileId, type FileTyped } from './file.ts'
import { addedBefore, keepFile } from './file.store.ts'
import { filesFolder } from './file-upkeep.jobs.ts'
import { partnersWrite } from './partner-level.store.ts'

/** What came of a file that was sent. `forbidden`: the record is seen in full, but the role worn adds nothing. */
export type Adding =
  | { readonly outcome: 'absent'; readonly actor: Actor }
  | { readonly outcome: 'forbidden'; readonly actor: Actor }
  /** `given`: every field of the form as it was typed. */
  | {
      readonly outcome: 'refused'
      readonly refusals: readonly Refusal[]
      readonly typed: FileTyped
      readonly given: Given
    }
  | { readonly outcome: 'added'; readonly file: FileId }

/** What was written with a file, for the log. */
type Besides = { readonly records: readonly string[]; readonly fieldGroups: readonly string[] }
/** Of a form that holds more than a file: which field says what the file is, and what is against the rest, told with the file's own reasons. */
type SentWith = {
  readonly kindIn?: string
  readonly whyNot?: (given: Given) => readonly Refusal[]
}

const uniqueViolation = '23505'

/** Whether the actor may add to this record, asked before anything of a body is read. */
const offer = (db: Surroundings['db'], caller: Caller, nominal: NominalId | undefined) =>
  act(db, caller, async (tx, actor): Promise<{ result: Adding | { readonly outcome: 'may' }; audit: AuditEntry }> => {
    const access = nominal ? await accessTo(tx, nominal) : 'none'
    const subjects = nominal ? [{ nominal, access }] : []
    if (access !== 'full')
      return { result: { outcome: 'absent', actor }, audit: { action: 'file.offered', outcome: 'absent', subjects } }
    if (!mayWrite(actor.role) || !(await partnersWrite(tx, nominal!)))
      return {
        result: { outcome: 'forbidden', actor },
        audit: { action: 'file.offered', outcome: 'refused', subjects },
      }
    return { result: { outcome: 'may' }, audit: { action: 'file.offered', subjects } }
  })

/**
 * Takes one file that is being sent for a record: asks whether the sender may, receives it into a folder of its own, has it looked at
 * in a process of its own, puts its bytes away, and only then, in one transaction, writes the row that names them and the entry in the log.
 * Whatever ends it before, also the end of this server, leaves nothing on the record; what it left in places is cleared by upkeep.
 */
export const takeFile = async (
  surroundings: Surroundings,
  places: FilePlaces,
  request: FastifyRequest,
  nominal: NominalId | undefined,
  /** What is written with it, in the same transaction: it is added with that or not at all. Refusals are told with the file's own. */
  besides: (tx: Tx, actor: Actor, file: FileId, given: Given) => Promise<readonly Refusal[] | Besides> = async () => [],
  { kindIn = 'kind', whyNot = () => [] }: SentWith = {},
): Promise<Adding> => {
  const { db, now } = surroundings
  const offered = await offer(db, request.caller, nominal)
  if (offered.outcome !== 'may') return offered
  // The process that looks at the file may read this folder and no other way to it.
  const folder = await realpath(await mkdtemp(filesFolder()))
  try {
    const received: ReceivedFile = request.isMultipart() ? await receiveFile(request, folder, kindIn) : nothing
    const { typed, given, path, tooLarge, fields } = received
    const against = whyNot(fields)
    const called = (refusals: readonly Refusal[]): readonly Refusal[] =>
      refusals.map(({ field, text }) => ({ field: field === 'kind' ? kindIn : field, text }))
    const examined = path !== null && given !== null && given.size > 0 ? await examine(path, folder) : null
    const facts: FileFacts = { given, tooLarge, examined, addedOn: null, today: dayOf(now()) }
    const sealed = addFile(typed, facts).agreed && against.length === 0 ? await putAway(db, places, examined!.kept) : []
    const id = newId<FileId>()

    /** Nothing of it was kept; that it was refused is on the record all the same. */
    const refuse = ({ refusals }: Unfit) =>
      act(db, request.caller, async (tx): Promise<{ result: Adding; audit: AuditEntry }> => ({
        result: { outcome: 'refused', refusals, typed, given: fields },
        audit: {
          action: 'file.added',
          outcome: 'refused',
          subjects: [{ nominal: nominal!, access: await accessTo(tx, nominal!) }],
        },
      }))

    const decide = async (tx: Tx, actor: Actor): Promise<{ result: Adding; audit: AuditEntry }> => {
      const access = await accessTo(tx, nominal!)
      const subjects = [{ nominal: nominal!, access }]
      // It took a while: the access may have gone meanwhile.
      if (access !== 'full' || !mayWrite(actor.role) || !(await partnersWrite(tx, nominal!)))
        return { result: { outcome: 'absent', actor }, audit: { action: 'file.added', outcome: 'absent', subjects } }
      const addedOn = given === null ? null : ((await addedBefore(tx, nominal!, given.sha256)) ?? null)
      const decision = addFile(typed, { ...facts, addedOn })
      if (!decision.agreed || against.length > 0)
        return {
          result: {
            outcome: 'refused',
            // What both say of a field that they share is said once.
            refusals: [
              ...against,
              ...(decision.agreed ? [] : called(decision.refusals)).filter(
                ({ field }) => !against.some(reason => reason.field === field),
              ),
            ],
            typed,
            given: fields,
          },
          audit: { action: 'file.added', outcome: 'refused', subjects },
        }
      const about = { ...given!, type: examined!.mediaType!, rewritten: examined!.rewritten }
      await keepFile(tx, id, nominal!, actor, decision.outcome, about, sealed)
      const written = await besides(tx, actor, id, fields)
      if ('length' in written && written.length > 0) throw new Unfit(written)
      const more = 'length' in written ? { records: [], fieldGroups: [] } : written
      return {
        result: { outcome: 'added', file: id },
        audit: {
          action: 'file.added',
          subjects,
          records: [id, ...more.records],
          fieldGroups: ['files', ...more.fieldGroups],
        },
      }
    }
    return await act(db, request.caller, decide).catch((error: unknown) => {
      if (error instanceof Unfit) return refuse(error)
      // The same file twice at once: the second finds the first when it looks again.
      if (codeOf(error) === uniqueViolation) return act(db, request.caller, decide)
      throw error
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was to be written with a file cannot be: the transaction ends without either. */
class Unfit extends Error {
  override readonly name = 'Unfit'
  readonly refusals: readonly Refusal[]
  constructor(refusals: readonly Refusal[]) {
    super('What was to be written with the file was refused.')
    this.refusals = refusals
  }
}

const nothing: ReceivedFile = {
  typed: { kind: '', takenOn: '', takenUnknown: false, description: '', marking: '', caveats: [] },
  given: null,
  path: null,
  tooLarge: false,
  fields: {},
}
