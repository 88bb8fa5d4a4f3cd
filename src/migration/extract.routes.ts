import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseId, type AuditEntry, type Surroundings } from '#platform'
import type { Reference } from '#reference'
import type { BackgroundLoad } from './background-load.jobs.ts'
import { csvLine } from './csv.ts'
import { extractOf, stopOrStart } from './extract.store.ts'
import { extractView, putRightListed } from './extract.views.ts'
import { reconciliationInWords } from './signing.ts'
import { reconciliationOf } from './signing.routes.ts'
import { refusedRowsOf, rowToPutRight, rowsPutRightIn } from './refused-row.store.ts'
import type { ExtractFileId, ExtractId, ExtractRowId } from './staging.store.ts'
import type { RefusedAfter } from './steward.facts.ts'
import { factsOfExtract, putRightInList, refusedRowInList } from './steward.views.ts'
import { actAsSteward } from './stewardship.ts'

const rowsListed = 50
/** Rows of the CSV file; a delivery with more wants another look at its source first, and the command line writes them all. */
const rowsInFile = 100_000

type Asked = { Params: { extract: string }; Querystring: { after?: unknown; done?: unknown } }

const cursorOf = ({ fileId, ordinal }: RefusedAfter): string => `${fileId}.${ordinal}`

/** The top without one; what `cursorOf` did not write is refused with a `ZodError`, as in a search and a caseload. */
const readCursor = (text: unknown): RefusedAfter | null => {
  if (text === undefined) return null
  const [, id, ordinal] = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(typeof text === 'string' ? text : '') ?? []
  const fileId = parseId<ExtractFileId>(id ?? '')
  if (fileId === undefined || ordinal === undefined)
    throw new z.ZodError([
      { code: 'custom', path: ['after'], message: 'This is not a place among the refused rows.', input: undefined },
    ])
  return { fileId, ordinal: Number(ordinal) }
}

const absent = (action: string, extract: ExtractId | undefined): AuditEntry => ({
  action,
  outcome: 'absent',
  records: extract ? [extract] : [],
})

/** One extract: how far it is, what became of its rows, and its refused rows as a file; stopping it and letting it go on. */
export const extractRoutes =
  ({ db }: Surroundings, reference: () => Reference, load: Pick<BackgroundLoad, 'wake'> | undefined) =>
  async (app: FastifyInstance): Promise<void> => {
    const found = (request: FastifyRequest<Asked>) => {
      const id = parseId<ExtractId>(request.params.extract)
      const after = readCursor(request.query.after)
      const done = typeof request.query.done === 'string' ? parseId<ExtractRowId>(request.query.done) : undefined
      return actAsSteward(db, request.caller, 'extract.viewed', async tx => {
        const extract = id && (await extractOf(tx, id))
        if (!extract) return { result: undefined, audit: absent('extract.viewed', id) }
        const rows = await refusedRowsOf(tx, extract.id, after, rowsListed + 1)
        const putRight = after ? [] : await rowsPutRightIn(tx, extract.id, putRightListed)
        return {
          result: {
            extract,
            rows,
            putRight,
            reconciliation: await reconciliationOf(tx, extract.id),
            done: done && (await rowToPutRight(tx, extract.id, done)),
          },
          audit: {
            action: 'extract.viewed',
            records: [extract.id],
            fieldGroups: rows.length > 0 ? ['refused rows'] : [],
          },
        }
      })
    }

    app.get<Asked>('/extracts/:extract', async (request, reply) => {
      const seen = await found(request)
      if (!seen.may) return reply.forbidden(seen.actor)
      if (!seen.result) return reply.absent(seen.actor)
      const { extract, rows, putRight, reconciliation, done } = seen.result
      const [shown, here] = [rows.slice(0, rowsListed), `/extracts/${extract.id}`]
      return reply.page(
        'migration/extract',
        extractView(
          factsOfExtract(extract, reference().profiles),
          {
            rows: shown.map(row => refusedRowInList(extract.id, row)),
            more: rows.length > rowsListed ? `${here}?after=${cursorOf(shown.at(-1)!)}` : null,
            download: rows.length > 0 ? `${here}/refused.csv` : null,
          },
          putRight.map(row => putRightInList(extract.id, row)),
          done && done.reasons.length === 0
            ? `${done.file}, line ${done.line.toLocaleString('en-GB')}, is put right and taken in, with the rows that waited for it.`
            : null,
          reconciliationInWords(reconciliation, { isFinished: extract.finishedAt !== null }),
        ),
        seen.actor,
      )
    })

    app.get<Asked>('/extracts/:extract/refused.csv', async (request, reply) => {
      const id = parseId<ExtractId>(request.params.extract)
      const seen = await actAsSteward(db, request.caller, 'refused-rows.taken', async tx => {
        const extract = id && (await extractOf(tx, id))
        if (!extract) return { result: undefined, audit: absent('refused-rows.taken', id) }
        return {
          result: await refusedRowsOf(tx, extract.id, null, rowsInFile),
          audit: { action: 'refused-rows.taken', records: [extract.id], fieldGroups: ['refused rows'] },
        }
      })
      if (!seen.may) return reply.forbidden(seen.actor)
      if (!seen.result) return reply.absent(seen.actor)
      const lines = seen.result.map(({ file, line, key, reason }) => csvLine([file, String(line), key, reason]))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="refused.csv"')
        .send([csvLine(['file', 'line', 'key', 'reason']), ...lines].join(''))
    })

    for (const [at, wanted, action] of [
      ['stop', 'stopped', 'extract.stopped'],
      ['start', 'going on', 'extract.started'],
    ] as const)
      app.post<Asked>(`/extracts/:extract/${at}`, async (request, reply) => {
        const id = parseId<ExtractId>(request.params.extract)
        const asked = await actAsSteward(db, request.caller, action, async tx => {
          const extract = id && (await extractOf(tx, id))
          if (!extract) return { result: undefined, audit: absent(action, id) }
          // One that has come to its end in the meantime is as it is: its page says so.
          const done = await stopOrStart(tx, extract.id, wanted)
          return {
            result: extract.id,
            audit: { action, records: [extract.id], outcome: done ? 'done' : 'refused' },
          }
        })
        if (!asked.may) return reply.forbidden(asked.actor)
        if (!asked.result) return reply.absent(asked.actor)
        load?.wake()
        return reply.redirect(`/extracts/${asked.result}`, 303)
      })
  }
