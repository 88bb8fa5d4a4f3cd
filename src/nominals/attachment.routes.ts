import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseId, type Caller, type NominalId, type Refusal, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { attach, attachWithin, takeOff } from './attaching.ts'
import { attachFile, type Attachment, type AttachmentId } from './attachment.ts'
import { attachmentsOf, attachmentToTakeOff, carrierOf } from './attachment.store.ts'
import { attachmentsView, takeOffView } from './attachment.views.ts'
import { lookInto } from './fact-look.ts'
import type { FactId } from './fact.facts.ts'
import { mayWrite } from './fact-rights.ts'
import { leadAgencyOf } from './fact.store.ts'
import { takeFile } from './file-adding.ts'
import type { FilePlaces } from './file-places.ts'
import type { FileFact } from './file.facts.ts'
import type { FileId, FileTyped } from './file.ts'
import { filesOf } from './file.store.ts'

type Asked = { Params: { nominal: string; entry: string; attachment: string }; Body: unknown }
type Seen = {
  readonly carrier: NonNullable<Awaited<ReturnType<typeof carrierOf>>>
  readonly carried: readonly Attachment[]
  readonly others: readonly FileFact[]
  readonly whyNot: readonly Refusal[]
}
type Named = { readonly nominal: NominalId; readonly entry: FactId }

/** The pages on which files are attached to an entry, brought with it, and taken off. */
export const attachmentRoutes =
  (surroundings: Surroundings, places: FilePlaces) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(multipart, { throwFileSizeLimit: false })
    const at = '/nominals/:nominal/facts/entry/:entry/files'
    const textOf = (body: unknown, name: string): string => {
      const value = (body as Readonly<Record<string, unknown>> | null | undefined)?.[name]
      return typeof value === 'string' ? value.toWellFormed() : ''
    }
    const named = (params: Asked['Params']): Named | undefined => {
      const [nominal, entry] = [parseId<NominalId>(params.nominal), parseId<FactId>(params.entry)]
      return nominal && entry && { nominal, entry }
    }

    const show = async (
      reply: FastifyReply,
      caller: Caller,
      { nominal, entry }: Named,
      more: { readonly typed?: FileTyped; readonly refusals?: readonly Refusal[] } = {},
    ): Promise<FastifyReply> => {
      const opened = await lookInto<Seen>(
        surroundings.db,
        caller,
        nominal,
        {
          action: 'attachments.viewed',
          fieldGroups: ['entries', 'files'],
          records: ({ carried, others }) => [entry, ...carried.map(({ file }) => file), ...others.map(({ id }) => id)],
        },
        async (tx, actor) => {
          const carrier = await carrierOf(tx, nominal, entry)
          if (!carrier) return undefined
          const carried = (await attachmentsOf(tx, [carrier.first])).get(carrier.first) ?? []
          const { files } = await filesOf(tx, nominal)
          const decision = attachFile(actor, carrier, (await leadAgencyOf(tx, nominal)).agency)
          return {
            carrier,
            carried,
            others: files.filter(({ id }) => carried.every(({ file }) => file !== id)),
            whyNot: decision.agreed ? [] : decision.refusals,
          }
        },
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { carrier, ...found } = opened.result
      return reply.page(
        'nominals/attachments',
        attachmentsView({
          nominal,
          entry,
          name: opened.name,
          said: carrier.said,
          marking: carrier.marking,
          ...found,
          ...more,
        }),
        opened.actor,
      )
    }

    app.get<Asked>(at, async (request, reply) => {
      const asked = named(request.params)
      return asked
        ? show(reply, request.caller, asked)
        : reply.absent(await askedForNothing(surroundings, request.caller))
    })

    app.post<Asked>(at, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const file = parseId<FileId>(textOf(request.body, 'chosen'))
      const made = await attach(surroundings, request.caller, { ...asked, file })
      if (made.came === 'done')
        return reply.redirect(`/nominals/${asked.nominal}/facts/entry/${asked.entry}/files`, 303)
      if (made.came === 'refused') return show(reply.code(422), request.caller, asked, made)
      return reply[made.came](made.actor)
    })

    app.post<Asked>(`${at}/new`, async (request, reply) => {
      const asked = named(request.params)
      const taken = await takeFile(surroundings, places, request, asked?.nominal, async (tx, actor, file) => {
        const made = await attachWithin(tx, actor, asked!.nominal, asked!.entry, file)
        if (made === undefined)
          return [{ field: '', text: 'The entry does not stand any more: the file was not added' }]
        return typeof made === 'string' ? [] : made
      })
      if (taken.outcome === 'absent') return reply.absent(taken.actor)
      if (taken.outcome === 'forbidden') return reply.forbidden(taken.actor)
      if (taken.outcome === 'added')
        return reply.redirect(`/nominals/${asked!.nominal}/facts/entry/${asked!.entry}/files`, 303)
      return show(reply.code(422), request.caller, asked!, taken)
    })

    const asking = async (
      reply: FastifyReply,
      caller: Caller,
      { nominal, entry }: Named,
      attachment: AttachmentId,
      more: { readonly why: string; readonly refusals: readonly Refusal[] },
    ): Promise<FastifyReply> => {
      const opened = await lookInto(
        surroundings.db,
        caller,
        nominal,
        { action: 'attachments.viewed', fieldGroups: ['entries', 'files'], records: [entry, attachment] },
        async tx => {
          if (!(await attachmentToTakeOff(tx, nominal, entry, attachment))) return undefined
          const carried = (await attachmentsOf(tx, [entry])).get(entry) ?? []
          return carried.find(({ id }) => id === attachment)
        },
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { description } = opened.result
      return reply.page(
        'nominals/fact-form',
        takeOffView({ nominal, entry, attachment, name: opened.name, description, ...more }),
        opened.actor,
      )
    }

    app.get<Asked>(`${at}/:attachment/removal`, async (request, reply) => {
      const [asked, attachment] = [named(request.params), parseId<AttachmentId>(request.params.attachment)]
      if (!asked || !attachment) return reply.absent(await askedForNothing(surroundings, request.caller))
      return asking(reply, request.caller, asked, attachment, { why: '', refusals: [] })
    })

    app.post<Asked>(`${at}/:attachment/removal`, async (request, reply) => {
      const [asked, attachment] = [named(request.params), parseId<AttachmentId>(request.params.attachment)]
      if (!asked || !attachment) return reply.absent(await askedForNothing(surroundings, request.caller))
      const why = textOf(request.body, 'why')
      const came = await takeOff(surroundings, request.caller, { ...asked, attachment, why })
      if (came.came === 'done')
        return reply.redirect(`/nominals/${asked.nominal}/facts/entry/${asked.entry}/files`, 303)
      if (came.came === 'refused') return asking(reply.code(422), request.caller, asked, attachment, { why, ...came })
      return reply[came.came](came.actor)
    })
  }
