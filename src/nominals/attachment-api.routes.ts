import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, parseId, problemResponses, sendProblem, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { attach, takeOff, type Attached } from './attaching.ts'
import { mostAttachments, type AttachmentId } from './attachment.ts'
import type { FactId } from './fact.facts.ts'
import type { FileId } from './file.ts'

const uuid = z.string().meta({ description: 'A UUID.' })
const Entry = z.object({ id: uuid, entry: z.string().meta({ description: 'Any version of the entry: a UUID.' }) })
const One = Entry.extend({ attachment: uuid })
const AttachBody = z
  .strictObject({ file: z.string().max(60).meta({ description: 'A file of the record, by its id.' }) })
  .meta({ example: { file: '0198c0de-0000-7000-8000-000000000003' } })
const TakeOffBody = z
  .strictObject({
    why: z.string().max(2000).meta({ description: 'The reason, which is kept with the link.' }),
  })
  .meta({ example: { why: 'It belongs to another visit.' } })
const Done = z
  .strictObject({ id: z.uuid() })
  .meta({ id: 'Attached', description: 'The link between an entry and a file that it carries.' })

type Asked = { Params: { id: string; entry: string; attachment: string } }

/** Files of entries for programs, under the same rules as on the pages. */
export const attachmentApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = '/api/v1/nominals/:id/entries/:entry/files'
    const refused = (made: Extract<Attached, { came: 'refused' }>) => ({ errors: made.refusals })

    app.post<Asked & { Body: z.output<typeof AttachBody> }>(
      at,
      {
        schema: {
          operationId: 'attachFile',
          summary: 'Attach a file of the record to an entry',
          description: `An entry carries ${mostAttachments} files at most. Add the file first (addFile). A correction of the entry or of the file carries the link on.`,
          tags: ['Files'],
          params: Entry,
          body: AttachBody,
          response: { 201: answering('It is attached.', Done), ...problemResponses },
        },
      },
      async (request, reply) => {
        const [nominal, entry] = [parseId<NominalId>(request.params.id), parseId<FactId>(request.params.entry)]
        if (!nominal || !entry) return reply.absent(await askedForNothing(surroundings, request.caller))
        const file = parseId<FileId>(request.body.file)
        const made = await attach(surroundings, request.caller, { nominal, entry, file })
        if (made.came === 'refused') return sendProblem(reply, 422, 'It was not attached.', refused(made))
        if (made.came !== 'done') return reply[made.came](made.actor)
        return reply.code(201).send({ id: made.attachment })
      },
    )

    app.post<Asked & { Body: z.output<typeof TakeOffBody> }>(
      `${at}/:attachment/removal`,
      {
        schema: {
          operationId: 'takeFileOff',
          summary: 'Take a file off an entry: "why" is required',
          description: 'The file stays on the record, and the link and the reason are kept.',
          tags: ['Files'],
          params: One,
          body: TakeOffBody,
          response: { 200: answering('It is taken off.', Done), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { id, entry: of, attachment: link } = request.params
        const [nominal, entry, attachment] = [parseId<NominalId>(id), parseId<FactId>(of), parseId<AttachmentId>(link)]
        if (!nominal || !entry || !attachment) return reply.absent(await askedForNothing(surroundings, request.caller))
        const { why } = request.body
        const came = await takeOff(surroundings, request.caller, { nominal, entry, attachment, why })
        if (came.came === 'refused') return sendProblem(reply, 422, 'It was not taken off.', refused(came))
        if (came.came !== 'done') return reply[came.came](came.actor)
        return reply.send({ id: came.attachment })
      },
    )
  }
