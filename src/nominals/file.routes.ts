import type { FastifyInstance } from 'fastify'
import type { Surroundings } from '#platform'
import { attachmentApiRoutes } from './attachment-api.routes.ts'
import { attachmentRoutes } from './attachment.routes.ts'
import { entryWithFileRoutes } from './entry-with-file.routes.ts'
import { fileApi } from './file-api.routes.ts'
import { filePlaces } from './file-keeping.ts'
import { filePages } from './file-page.routes.ts'
import { fileCorrection } from './file-correction.routes.ts'
import { fileWithdrawal } from './file-withdrawal.routes.ts'
import { keepFilesTidy } from './file-upkeep.jobs.ts'

/** Photographs and documents about a person: for people, for programs, and what clears away uploads that failed. */
export const fileRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const places = filePlaces(surroundings)
    keepFilesTidy(app, surroundings, places)
    await app.register(filePages(surroundings, places))
    await app.register(entryWithFileRoutes(surroundings, places))
    await app.register(fileCorrection(surroundings))
    await app.register(fileWithdrawal(surroundings))
    await app.register(fileApi(surroundings, places))
    await app.register(attachmentRoutes(surroundings, places))
    await app.register(attachmentApiRoutes(surroundings))
  }
