import {
  act,
  type Access,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Surroundings,
  type Tx,
} from '#platform'
import type { FileForm } from './file-kind.ts'
import type { FileId } from './file.ts'
import { nominalOfFile, storedForm, type StoredForm } from './file.store.ts'
import { openRecords } from './nominal.store.ts'

/** What a look at a file's bytes finds; null: there is none that the actor may see, and the log says so. */
export type FileLook = { readonly actor: Actor; readonly stored: StoredForm | null }

/** The access to one record, which is open afterwards when it is full. */
export const accessTo = async (tx: Tx, nominal: NominalId): Promise<Access> =>
  (await openRecords(tx, [nominal])).get(nominal) ?? 'none'

/**
 * Looks at the bytes of one file, in one form: of a record that one has in full, or the photograph in a headline that one sees, whose name is then
 * not told. The entry in the log is there before the first byte is sent. `file`: undefined for what is no id.
 */
export const lookAtFile = (
  { db }: Pick<Surroundings, 'db'>,
  caller: Caller,
  file: FileId | undefined,
  form: FileForm,
): Promise<FileLook> =>
  act(db, caller, async (tx, actor): Promise<{ result: FileLook; audit: AuditEntry }> => {
    const nominal = file && (await nominalOfFile(tx, file))
    const access = nominal ? await accessTo(tx, nominal) : 'none'
    // Which files a headline opens is the database's to say: the policies of file_content.
    const stored = file && (access === 'full' || access === 'summary') ? await storedForm(tx, file, form) : undefined
    return {
      result: { actor, stored: stored ?? null },
      audit: {
        action: 'file.viewed',
        outcome: stored ? 'done' : 'absent',
        subjects: nominal ? [{ nominal, access }] : [],
        ...(stored ? { records: [file!], fieldGroups: [access === 'full' ? 'files' : 'photograph'] } : {}),
      },
    }
  })
