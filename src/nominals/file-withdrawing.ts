import {
  act,
  codeOf,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { mayWrite } from './fact-rights.ts'
import { leadAgencyOf } from './fact.store.ts'
import { accessTo } from './file-look.ts'
import { withdrawFile } from './file-withdrawal.ts'
import type { FileId } from './file.ts'
import { keepWithdrawal, standingFile } from './file.store.ts'
import { partnersWrite } from './partner-level.store.ts'
import { readerOf } from './reader.ts'

export type Withdrawing =
  | { readonly came: 'absent' | 'forbidden' | 'done'; readonly actor: Actor }
  | {
      readonly came: 'asked' | 'refused'
      readonly actor: Actor
      readonly name: string
      readonly description: string
      readonly refusals: readonly Refusal[]
    }

/** The database says that somebody else withdrew or changed it meanwhile, or that it is another agency's (0012). */
const changedSince = new Set(['CC409', 'CC403', '23505'])

/**
 * Withdraws a file from a record, for people and for programs. `typed`: the reason that was sent; null: the form is only asked for. A record that is
 * not full, and a file that stands no more, are absent. Throws `NotSignedIn` and `Conflict`.
 */
export const withdrawing = (
  { db }: Pick<Surroundings, 'db'>,
  caller: Caller,
  params: { readonly nominal: string; readonly file: string },
  typed: string | null,
): Promise<Withdrawing> => {
  const once = () =>
    act(db, caller, async (tx, actor): Promise<{ result: Withdrawing; audit: AuditEntry }> => {
      const [nominal, file] = [parseId<NominalId>(params.nominal), parseId<FileId>(params.file)]
      const access = nominal ? await accessTo(tx, nominal) : 'none'
      const subjects = nominal ? [{ nominal, access }] : []
      const logged = (outcome: AuditEntry['outcome'] = 'done'): AuditEntry => ({
        action: typed === null ? 'file-withdrawal.opened' : 'file.withdrawn',
        outcome,
        subjects,
        ...(outcome === 'absent' || !file ? {} : { records: [file], fieldGroups: ['files'] }),
      })
      if (!nominal || !file || access !== 'full') return { result: { came: 'absent', actor }, audit: logged('absent') }
      if (!mayWrite(actor.role) || !(await partnersWrite(tx, nominal)))
        return { result: { came: 'forbidden', actor }, audit: logged('refused') }
      const standing = await standingFile(tx, nominal, file)
      if (!standing) return { result: { came: 'absent', actor }, audit: logged('absent') }
      const person = await leadAgencyOf(tx, nominal)
      const { name, agency: lead } = person
      const shown = { actor: readerOf(actor, person), name, description: standing.description }
      if (typed === null) return { result: { came: 'asked', ...shown, refusals: [] }, audit: logged() }
      const decision = withdrawFile(actor, { agency: standing.agency, lead }, typed)
      if (!decision.agreed)
        return { result: { came: 'refused', ...shown, refusals: decision.refusals }, audit: logged('refused') }
      await keepWithdrawal(tx, actor, nominal, file, decision.outcome)
      return { result: { came: 'done', actor }, audit: logged() }
    })
  // Two at once: the second looks again, and finds nothing that stands.
  return once().catch((error: unknown) => {
    if (typed !== null && changedSince.has(codeOf(error) ?? '')) return once()
    throw error
  })
}
