import type { FastifyInstance } from 'fastify'
import { codeOf, parseId, type AuditEntry, type Refusal, type Surroundings, type Tx } from '#platform'
import { cellsOfForm, decideCorrection } from './correcting.ts'
import { fileReader } from './file-reader.ts'
import { cannotLoad, type Loading } from './loading.ts'
import { settleCorrection } from './putting-right.ts'
import { addCorrection, rowToPutRight } from './refused-row.store.ts'
import { conflictView, fieldOfColumn, refusedRowView } from './refused-row.views.ts'
import type { ExtractId, ExtractRowId } from './staging.store.ts'
import type { RowToPutRight } from './steward.facts.ts'
import { factsOfRow, isOpen } from './steward.views.ts'
import { actAsSteward } from './stewardship.ts'

type Asked = { Params: { extract: string; row: string } }

/** A form of 200 columns with long texts, each byte of which may take three. */
const largestForm = 4 * 1024 * 1024
const [uniqueViolation, overtaken] = ['23505', 'CC409']

type Corrected =
  | { readonly row: RowToPutRight; readonly kept: true }
  | { readonly row: RowToPutRight; readonly refusals: readonly Refusal[]; readonly typed: readonly string[] }
  | { readonly row: RowToPutRight; readonly overtaken: true; readonly typed: readonly string[] }

/** A refused row with the form that puts it right. What is sent is checked, kept as a version of the row, and settled. */
export const refusedRowRoutes =
  ({ db }: Surroundings, loading: Loading | undefined) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/extracts/:extract/refused/:row'
    const rowAskedFor = async (tx: Tx, { extract, row }: Asked['Params']): Promise<RowToPutRight | undefined> => {
      const [extractId, rowId] = [parseId<ExtractId>(extract), parseId<ExtractRowId>(row)]
      return extractId && rowId && rowToPutRight(tx, extractId, rowId)
    }
    const entry = (action: string, row: RowToPutRight, outcome: AuditEntry['outcome'] = 'done'): AuditEntry => ({
      action,
      outcome,
      records: [row.extract, row.id],
      fieldGroups: ['refused row'],
    })

    app.get<Asked>(at, async (request, reply) => {
      const seen = await actAsSteward(db, request.caller, 'extract-row.viewed', async tx => {
        const row = await rowAskedFor(tx, request.params)
        return {
          result: row,
          audit: row ? entry('extract-row.viewed', row) : { action: 'extract-row.viewed', outcome: 'absent' },
        }
      })
      if (!seen.may) return reply.forbidden(seen.actor)
      if (!seen.result) return reply.absent(seen.actor)
      return reply.page('migration/refused-row', refusedRowView(factsOfRow(seen.result)), seen.actor)
    })

    app.post<Asked & { Body: unknown }>(at, { bodyLimit: largestForm }, async (request, reply) => {
      const form = (request.body ?? {}) as Readonly<Record<string, unknown>>
      const sent = (place: number) => {
        const value = Object.hasOwn(form, fieldOfColumn(place)) ? form[fieldOfColumn(place)] : undefined
        return typeof value === 'string' ? value : undefined
      }
      const action = 'extract-row.corrected'
      const ground = loading && (await loading.ground())
      const correct = (keep: boolean) =>
        actAsSteward<Corrected | undefined>(db, request.caller, action, async (tx, actor) => {
          const row = await rowAskedFor(tx, request.params)
          if (!row) return { result: undefined, audit: { action, outcome: 'absent' } }
          const refused = entry(action, row, 'refused')
          const typed = cellsOfForm(row.headings, row.now, sent)
          if (!ground) return { result: { row, typed, refusals: [{ field: '', text: cannotLoad }] }, audit: refused }
          if (!keep || !isOpen(row) || String(row.version) !== form['version'])
            return { result: { row, typed, overtaken: true }, audit: refused }
          const reader = fileReader(ground, { ...row, name: row.file })
          const decision = decideCorrection(row.headings, typed, cells => reader.read(cells, null, row.asOf))
          if (!decision.agreed) return { result: { row, typed, refusals: decision.refusals }, audit: refused }
          await addCorrection(tx, actor, row, row.version + 1, decision.outcome)
          return { result: { row, kept: true }, audit: entry(action, row) }
        })
      const corrected = await correct(true).catch((error: unknown) => {
        // Two at once: the second finds the first one's version when it writes its own.
        if ([uniqueViolation, overtaken].includes(codeOf(error) ?? '')) return correct(false)
        throw error
      })
      if (!corrected.may) return reply.forbidden(corrected.actor)
      const { actor, result } = corrected
      if (!result) return reply.absent(actor)
      if ('overtaken' in result)
        return reply
          .code(409)
          .page('migration/refused-row-conflict', conflictView(factsOfRow(result.row), result.typed), actor)
      if ('refusals' in result)
        return reply
          .code(loading ? 422 : 503)
          .page('migration/refused-row', refusedRowView(factsOfRow(result.row, result.typed, result.refusals)), actor)

      const { row } = result
      const settled = await settleCorrection(loading!.importer, ground!, row.id)
      if (settled && 'reasons' in settled) return again(row, settled.reasons)
      return reply.redirect(`/extracts/${row.extract}?done=${row.id}`, 303)

      /** Refused for what only other rows could tell. The correction is kept, and the form stands on it. */
      async function again(before: RowToPutRight, reasons: readonly string[]) {
        const seen = await actAsSteward(db, request.caller, 'extract-row.viewed', async tx => {
          const now = await rowToPutRight(tx, before.extract, before.id)
          return { result: now ?? before, audit: entry('extract-row.viewed', before) }
        })
        if (!seen.may) return reply.forbidden(seen.actor)
        const key = ground && fileReader(ground, { ...before, name: before.file }).file.key
        const refusals = reasons.map(text => ({ field: key ?? '', text }))
        return reply
          .code(422)
          .page('migration/refused-row', refusedRowView(factsOfRow(seen.result, null, refusals)), seen.actor)
      }
    })
  }
