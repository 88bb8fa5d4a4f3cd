import type { FastifyInstance } from 'fastify'
import {
  act,
  codeOf,
  parseId,
  type Actor,
  type AuditEntry,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { mayWrite } from './fact-rights.ts'
import { leadAgencyOf } from './fact.store.ts'
import { accessTo } from './file-look.ts'
import { withdrawFile } from './file-withdrawal.ts'
import { withdrawFileView } from './file-withdrawal.views.ts'
import type { FileId } from './file.ts'
import { keepWithdrawal, standingFile } from './file.store.ts'

type Asked = { Params: { nominal: string; file: string } }

type Withdrawing =
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

/** Withdrawing a file from a record: the form, and what it sends. */
export const fileWithdrawal =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/nominals/:nominal/files/:file/withdrawal'
    const action = 'file.withdrawn'

    /** `typed`: the reason that was sent; null: the form is only asked for. */
    const withdraw = (caller: Parameters<typeof act>[1], params: Asked['Params'], typed: string | null) =>
      act(surroundings.db, caller, async (tx, actor): Promise<{ result: Withdrawing; audit: AuditEntry }> => {
        const [nominal, file] = [parseId<NominalId>(params.nominal), parseId<FileId>(params.file)]
        const access = nominal ? await accessTo(tx, nominal) : 'none'
        const subjects = nominal ? [{ nominal, access }] : []
        const logged = (outcome: AuditEntry['outcome'] = 'done'): AuditEntry => ({
          action: typed === null ? 'file-withdrawal.opened' : action,
          outcome,
          subjects,
          ...(outcome === 'absent' || !file ? {} : { records: [file], fieldGroups: ['files'] }),
        })
        if (!nominal || !file || access !== 'full')
          return { result: { came: 'absent', actor }, audit: logged('absent') }
        if (!mayWrite(actor.role)) return { result: { came: 'forbidden', actor }, audit: logged('refused') }
        const standing = await standingFile(tx, nominal, file)
        if (!standing) return { result: { came: 'absent', actor }, audit: logged('absent') }
        const { name, agency: lead } = await leadAgencyOf(tx, nominal)
        const shown = { actor, name, description: standing.description }
        if (typed === null) return { result: { came: 'asked', ...shown, refusals: [] }, audit: logged() }
        const decision = withdrawFile(actor, { agency: standing.agency, lead }, typed)
        if (!decision.agreed)
          return { result: { came: 'refused', ...shown, refusals: decision.refusals }, audit: logged('refused') }
        await keepWithdrawal(tx, actor, nominal, file, decision.outcome)
        return { result: { came: 'done', actor }, audit: logged() }
      })

    app.get<Asked>(at, async (request, reply) => {
      const seen = await withdraw(request.caller, request.params, null)
      if (seen.came === 'forbidden') return reply.forbidden(seen.actor)
      if (!('refusals' in seen)) return reply.absent(seen.actor)
      return reply.page('nominals/fact-form', withdrawFileView({ ...request.params, ...seen, why: '' }), seen.actor)
    })

    app.post<Asked & { Body: unknown }>(at, async (request, reply) => {
      const sent = (request.body ?? {}) as { readonly why?: unknown }
      const why = typeof sent.why === 'string' ? sent.why.toWellFormed() : ''
      const came = await withdraw(request.caller, request.params, why).catch((error: unknown) => {
        // Two at once: the second looks again, and finds nothing that stands.
        if (changedSince.has(codeOf(error) ?? '')) return withdraw(request.caller, request.params, why)
        throw error
      })
      if (came.came === 'done') return reply.redirect(`/nominals/${parseId(request.params.nominal)}/files`, 303)
      if (came.came === 'forbidden') return reply.forbidden(came.actor)
      if (!('refusals' in came)) return reply.absent(came.actor)
      return reply
        .code(422)
        .page('nominals/fact-form', withdrawFileView({ ...request.params, ...came, why }), came.actor)
    })
  }
