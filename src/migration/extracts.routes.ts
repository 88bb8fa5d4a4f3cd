import { mkdtemp, rm } from 'node:fs/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseId, type Actor, type Refusal, type Surroundings } from '#platform'
import type { Reference } from '#reference'
import { bring, extractsListed } from './bringing.ts'
import { extractsOfAgency } from './extract.store.ts'
import { extractsView } from './extracts.views.ts'
import { cannotLoad, uploadFolder, type Loading } from './loading.ts'
import { receive, uploadLimits, type Received } from './receiving.ts'
import type { ExtractId } from './staging.store.ts'
import type { StewardsExtract } from './steward.facts.ts'
import { factsOfExtract } from './steward.views.ts'
import { actAsSteward } from './stewardship.ts'

const show = (
  reply: FastifyReply,
  reference: () => Reference,
  list: readonly StewardsExtract[],
  actor: Actor,
  { name = '', refusals = [] }: { readonly name?: string; readonly refusals?: readonly Refusal[] } = {},
): FastifyReply => {
  const shown = list.slice(0, extractsListed)
  return reply.page(
    'migration/extracts',
    extractsView({
      extracts: shown.map(extract => factsOfExtract(extract, reference().profiles)),
      name,
      refusals,
      limits: uploadLimits,
      older: list.length > extractsListed ? `/extracts?before=${shown.at(-1)!.id}` : null,
    }),
    actor,
  )
}

/** The list of a data steward's extracts, and the form that brings one. */
export const extractsRoutes =
  (surroundings: Surroundings, reference: () => Reference, loading: Loading | undefined) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db } = surroundings
    await app.register(multipart, { throwFileSizeLimit: false })

    app.get<{ Querystring: { before?: unknown } }>('/extracts', async (request, reply) => {
      const { before } = request.query
      const earlier = typeof before === 'string' ? (parseId<ExtractId>(before) ?? null) : null
      const seen = await actAsSteward(db, request.caller, 'extracts.listed', async tx => {
        const list = await extractsOfAgency(tx, earlier, extractsListed + 1)
        return { result: list, audit: { action: 'extracts.listed', records: list.map(({ id }) => id) } }
      })
      return seen.may ? show(reply, reference, seen.result, seen.actor) : reply.forbidden(seen.actor)
    })

    app.post('/extracts', async (request, reply) => {
      // Nothing of a body is read before it is known who sends it.
      const offered = await actAsSteward(db, request.caller, 'extract.offered', async tx => ({
        result: loading ? [] : await extractsOfAgency(tx, null, extractsListed + 1),
        audit: { action: 'extract.offered', outcome: loading ? 'done' : 'refused' },
      }))
      if (!offered.may) return reply.forbidden(offered.actor)
      if (!loading)
        return show(reply.code(503), reference, offered.result, offered.actor, {
          refusals: [{ field: 'files', text: cannotLoad }],
        })
      const folder = await mkdtemp(uploadFolder)
      try {
        const received: Received = request.isMultipart()
          ? await receive(request, folder)
          : { name: '', files: [], refusals: [{ field: 'files', text: 'Choose the files of the extract' }] }
        const brought = await bring(surroundings, loading.importer, await loading.ground(), request, {
          steward: offered.actor,
          received,
          stopping: loading.stopping,
        })
        if (!brought.may) return reply.forbidden(brought.actor)
        const { actor, result } = brought
        if ('extract' in result) {
          loading.load.wake()
          return reply.redirect(`/extracts/${result.extract}`, 303)
        }
        const { list, refusals } = result
        return show(reply.code(422), reference, list, actor, { name: received.name, refusals })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  }
