import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  act,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
} from '#platform'
import { mayWrite } from './fact-rights.ts'
import { takeFile } from './file-adding.ts'
import { accessTo, lookAtFile } from './file-look.ts'
import type { FilePlaces } from './file-places.ts'
import { sendFile } from './file-sending.ts'
import type { FileId, FileTyped } from './file.ts'
import type { FileFact } from './file.facts.ts'
import { filesOf } from './file.store.ts'
import { filesView } from './file.views.ts'
import { nameOf, smallPictures } from './photograph.store.ts'
import { readerAbout } from './reader.store.ts'

/** Pictures on one page; further down a photograph is a link. Some ten kilobytes each. */
const picturesShown = 24

type Seen = {
  readonly actor: Actor
  readonly found: {
    readonly name: string
    readonly files: readonly FileFact[]
    readonly total: number
    readonly pictures: ReadonlyMap<FileId, string>
  } | null
}

/** The list with its pictures: one look, one entry in the log, which names every file that was shown. */
const lookAtFiles = ({ db }: Surroundings, caller: Caller, nominal: NominalId | undefined): Promise<Seen> =>
  act(db, caller, async (tx, actor): Promise<{ result: Seen; audit: AuditEntry }> => {
    const access = nominal ? await accessTo(tx, nominal) : 'none'
    const subjects = nominal ? [{ nominal, access }] : []
    if (!nominal || access !== 'full')
      return { result: { actor, found: null }, audit: { action: 'files.viewed', outcome: 'absent', subjects } }
    const { files, total } = await filesOf(tx, nominal)
    const pictured = files.filter(({ small }) => small).slice(0, picturesShown)
    const pictures = await smallPictures(
      tx,
      pictured.map(({ id }) => id),
    )
    return {
      result: {
        actor: await readerAbout(tx, actor, nominal),
        found: { name: await nameOf(tx, nominal), files, total, pictures },
      },
      audit: {
        action: 'files.viewed',
        subjects,
        records: files.map(({ id }) => id),
        fieldGroups: ['files', ...(pictures.size > 0 ? ['photograph'] : [])],
      },
    }
  })

/** Files of a record, for people: the list with the form that adds one, and the bytes. */
export const filePages =
  (surroundings: Surroundings, places: FilePlaces) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(multipart, { throwFileSizeLimit: false })

    const show = async (
      reply: FastifyReply,
      caller: Caller,
      nominal: NominalId | undefined,
      more: { readonly added?: FileId | null; readonly typed?: FileTyped; readonly refusals?: readonly Refusal[] } = {},
    ): Promise<FastifyReply> => {
      const { actor, found } = await lookAtFiles(surroundings, caller, nominal)
      if (!found) return reply.absent(actor)
      const facts = { ...found, ...more, nominal: nominal!, mayAdd: mayWrite(actor.role), now: surroundings.now() }
      return reply.page('nominals/files', filesView({ added: null, ...facts }), actor)
    }

    app.get<{ Params: { nominal: string }; Querystring: { added?: unknown } }>(
      '/nominals/:nominal/files',
      async (request, reply) => {
        const { added } = request.query
        return show(reply, request.caller, parseId<NominalId>(request.params.nominal), {
          added: typeof added === 'string' ? (parseId<FileId>(added) ?? null) : null,
        })
      },
    )

    app.post<{ Params: { nominal: string } }>('/nominals/:nominal/files', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      const taken = await takeFile(surroundings, places, request, nominal)
      if (taken.outcome === 'absent') return reply.absent(taken.actor)
      if (taken.outcome === 'forbidden') return reply.forbidden(taken.actor)
      if (taken.outcome === 'added') return reply.redirect(`/nominals/${nominal}/files?added=${taken.file}`, 303)
      return show(reply.code(422), request.caller, nominal, taken)
    })

    for (const [url, form, how] of [
      ['/files/:file', 'whole', 'attachment'],
      ['/photographs/:file', 'whole', 'inline'],
      ['/photographs/:file/small', 'small', 'inline'],
    ] as const)
      app.get<{ Params: { file: string } }>(url, async (request, reply) => {
        const look = await lookAtFile(surroundings, request.caller, parseId<FileId>(request.params.file), form)
        return look.stored ? sendFile(reply, places, look.stored, how) : reply.absent(look.actor)
      })
  }
