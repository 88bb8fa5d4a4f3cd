import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  act,
  answering,
  parseId,
  problemResponses,
  sendProblem,
  type AuditEntry,
  type NominalId,
  type Surroundings,
} from '#platform'
import { takeFile } from './file-adding.ts'
import { answerOfFile, FileAdded, FilesAnswer, FileSent } from './file.answer.ts'
import { accessTo, lookAtFile } from './file-look.ts'
import type { FilePlaces } from './file-places.ts'
import { sendFile } from './file-sending.ts'
import type { FileId } from './file.ts'
import { filesOf } from './file.store.ts'

const Id = z.object({ id: z.string().meta({ description: 'A UUID.' }) })
const Form = z.object({
  form: z.enum(['whole', 'small']).default('whole').meta({ description: 'small: a picture for lists, as JPEG.' }),
})
const bytes = {
  description: 'The file as it was kept.',
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
}

/** Files of a record, for programs. */
export const fileApi =
  (surroundings: Surroundings, places: FilePlaces) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db } = surroundings
    await app.register(multipart, { throwFileSizeLimit: false })

    app.get<{ Params: { id: string } }>(
      '/api/v1/nominals/:id/files',
      {
        schema: {
          operationId: 'listFiles',
          summary: 'List the files of a record',
          description: 'Photographs and documents of a record that the officer has in full, without their bytes.',
          tags: ['Files'],
          params: Id,
          response: { 200: answering('The files.', FilesAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const nominal = parseId<NominalId>(request.params.id)
        const found = await act(
          db,
          request.caller,
          async (tx): Promise<{ result: Awaited<ReturnType<typeof filesOf>> | null; audit: AuditEntry }> => {
            const access = nominal ? await accessTo(tx, nominal) : 'none'
            const subjects = nominal ? [{ nominal, access }] : []
            if (!nominal || access !== 'full')
              return { result: null, audit: { action: 'files.viewed', outcome: 'absent', subjects } }
            const result = await filesOf(tx, nominal)
            const records = result.files.map(({ id }) => id)
            return { result, audit: { action: 'files.viewed', subjects, records, fieldGroups: ['files'] } }
          },
        )
        if (!found) return reply.absent()
        return { files: found.files.map(answerOfFile), total: found.total }
      },
    )

    app.post<{ Params: { id: string } }>(
      '/api/v1/nominals/:id/files',
      {
        // The parts of the form are read, and held against every rule, while they arrive.
        validatorCompiler: () => value => ({ value }),
        schema: {
          operationId: 'addFile',
          summary: 'Add a file to a record',
          description:
            'A photograph of the person, or a document. Refused with every reason at once when it is of no type that is taken, holds programs or other files, is encrypted, marked SECRET or above, or on the record already.',
          tags: ['Files'],
          consumes: ['multipart/form-data'],
          params: Id,
          body: FileSent,
          response: { 201: answering('It is on the record.', FileAdded), ...problemResponses },
        },
      },
      async (request, reply) => {
        const taken = await takeFile(surroundings, places, request, parseId<NominalId>(request.params.id))
        if (taken.outcome === 'absent') return reply.absent()
        if (taken.outcome === 'forbidden') return reply.forbidden()
        if (taken.outcome === 'refused')
          return sendProblem(reply, 422, taken.refusals.map(({ text }) => `${text}.`).join(' '), {
            errors: taken.refusals,
          })
        return reply.code(201).header('location', `/api/v1/files/${taken.file}/content`).send({ id: taken.file })
      },
    )

    app.get<{ Params: { id: string }; Querystring: z.output<typeof Form> }>(
      '/api/v1/files/:id/content',
      {
        schema: {
          operationId: 'getFileContent',
          summary: 'Read a file',
          description:
            'Its bytes, of a record that the officer has in full; at summary, of the photograph in the headline only.',
          tags: ['Files'],
          params: Id,
          querystring: Form,
          response: { 200: bytes, ...problemResponses },
        },
      },
      async (request, reply) => {
        const file = parseId<FileId>(request.params.id)
        const look = await lookAtFile(surroundings, request.caller, file, request.query.form)
        return look.stored ? sendFile(reply, places, look.stored, 'attachment') : reply.absent()
      },
    )
  }
