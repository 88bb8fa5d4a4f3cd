/**
 * Every page with invented people, served without a database: for looking at while a template is written
 * (`npx node test/support/preview.ts`, then open the address it prints), and for the tests that hold pages to their rules.
 */
import Fastify, { type FastifyInstance } from 'fastify'
import { linksOf } from '../../src/access/home.views.ts'
import { opensNominals, roleInWords } from '../../src/access/roles.ts'
import { frameAddresses, frameOf, pages, type Actor, type Frame, type Role } from '../../src/platform/index.ts'
import { samples } from './samples/pages.ts'
import { now } from './samples/record.ts'

const actorWearing = (role: Role): Actor =>
  ({
    name: 'PC Joanne Merrick',
    role,
    agencyName: 'West Mercia Police',
    unitName: 'Public Protection Unit',
    kind: 'browser',
    seenAt: now,
    endsAt: now.add({ hours: 8 }),
    lapsed: null,
  }) as Actor

/** The frame around a sample, as somebody of West Mercia sees it; `null`: nobody is signed in. */
export const frameFor = (role: Role | null, path = '/'): Frame =>
  frameOf({
    demonstration: true,
    actor: role && actorWearing(role),
    roleInWords: role ? roleInWords(role) : '',
    holdsSeveralRoles: role === 'duty-officer',
    maySearch: role !== null && opensNominals(role),
    formToken: role ? 'a-token' : '',
    path,
    links: role ? linksOf(role) : [],
    now,
  })

/** The server of the previews; the caller listens and closes. */
export const previews = async (): Promise<FastifyInstance> => {
  const app = Fastify() as unknown as FastifyInstance
  await app.register(pages, {
    strictly: true,
    https: false,
    formActions: [],
    frameOf: request => frameFor(samples[nameIn(request.url)]?.wearing ?? null, '/search'),
  })
  app.get('/', (_request, reply) =>
    reply.type('text/html').send(
      Object.keys(samples)
        .map(name => `<p><a href="/preview/${name}">${name}</a>`)
        .join(''),
    ),
  )
  app.get('/preview/:name', (request, reply) => {
    const sample = samples[nameIn(request.url)]
    if (!sample) return reply.code(404).send()
    return reply.code(sample.status ?? 200).page(sample.template, sample.view)
  })
  // Answered here as the area for signing in will answer it.
  app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume()
    done(null)
  })
  app.post(frameAddresses.extension, () => ({ secondsLeft: 900 }))
  return app
}

const nameIn = (url: string): string => url.split(/[/?]/)[2] ?? ''

if (import.meta.main) {
  const app = await previews()
  console.log(await app.listen({ port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' }))
}
