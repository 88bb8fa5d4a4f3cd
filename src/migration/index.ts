import type { FastifyInstance } from 'fastify'
import type { Database, Surroundings } from '#platform'
import { readReference, type Reference } from '#reference'
import { extractRoutes } from './extract.routes.ts'
import { extractsRoutes } from './extracts.routes.ts'
import { beginLoading } from './loading.ts'
import { destroyStagedRows } from './destroying-staged.ts'
import { refusedRowRoutes } from './refused-row.routes.ts'
import { signingRoutes } from './signing.routes.ts'

export { loadDemonstration } from './demonstration/load.ts'
export { filesIn } from './delivery.ts'
export { groundOf, type Ground } from './ground.store.ts'
export { importFiles, type Imported, type ImportRequest } from './import.ts'
export { destroyStagedRows }
export { refusedLines, type RefusedLine } from './refusal.store.ts'

/**
 * The data steward's pages, and the loading beside them. `importer`: a pool in the role concord_importer; without one everything
 * can be looked at and nothing loaded, and the pages say so.
 */
export const migrationRoutes =
  (surroundings: Surroundings, importer: Database | undefined) =>
  async (app: FastifyInstance): Promise<void> => {
    // Read when first asked for: the lists take longer than a start may.
    let lists: Reference | undefined
    const reference = () => (lists ??= readReference())
    const loading = importer && beginLoading(app, surroundings, reference, importer)
    await app.register(extractsRoutes(surroundings, reference, loading))
    await app.register(extractRoutes(surroundings, reference, loading?.load))
    await app.register(refusedRowRoutes(surroundings, loading))
    await app.register(signingRoutes(surroundings, reference))
  }
