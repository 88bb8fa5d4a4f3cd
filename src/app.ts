import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify'
import {
  accessRoutes,
  doorRoutes,
  cleanForms,
  keepForms,
  keepUp,
  linksOf,
  opensNominals,
  roleInWords,
  wayBackToForm,
  wayToSignIn,
} from '#access'
import { destroyStagedRows, migrationRoutes } from '#migration'
import {
  destructionUpkeep,
  needToKnowLinks,
  needToKnowPanels,
  needToKnowRoutes,
  needToKnowTasks,
  needToKnowUpkeep,
} from '#need-to-know'
import { responsibilityPanels, responsibilityRoutes, responsibilityTasks, responsibilityUpkeep } from '#responsibility'
import { taskRoutes, type TaskKind } from '#tasks'
import { allPanels, nominalRoutes, workOf } from '#nominals'
import {
  answerBroken,
  answerFaults,
  answerUnreadable,
  describeApi,
  expectCallers,
  formTokenOf,
  frameAddresses,
  frameOf,
  honourKeys,
  methodsByAddress,
  pages,
  refuseForgery,
  serveHealth,
  serveMetrics,
  shareOut,
  tellCallers,
  type Actor,
  type Database,
  type Frame,
  type Surroundings,
  refuseUnseen,
  readJson,
  readPast,
  followAnswers,
} from '#platform'

const maxBody = 1024 * 1024 // bytes; a route that takes files says so itself
// Somebody who opens a request and never sends the rest would hold its connection for ever. Half an hour is for a steward's large files
// over a slow line, five minutes for what Concord itself needs to look them over.
const timeLimitsMs = { wholeRequest: 30 * 60_000, nothingMoves: 5 * 60_000 }
const maxParamLength = 200 // characters of one part of an address

/** What the tasks of each area are. */
const taskKinds: readonly TaskKind[] = [...needToKnowTasks, ...responsibilityTasks]

/** What later areas say on a person's page, in this order. */
const panelsOf = allPanels([...needToKnowPanels, ...responsibilityPanels])

const tasksInWords = (open: number): string => (open === 0 ? 'Tasks' : `Tasks (${open > 99 ? 'over 99' : open})`)

/** What stands around a page: who is signed in, what their role works in, and when the session ends. */
const frame = ({ configuration, now }: Surroundings, request: FastifyRequest, actor: Actor | undefined): Frame =>
  frameOf({
    demonstration: configuration.demonstration,
    actor: actor ?? null,
    roleInWords: actor ? roleInWords(actor.role) : '',
    holdsSeveralRoles: actor?.holdsSeveralRoles ?? false,
    maySearch: actor !== undefined && opensNominals(actor.role),
    formToken: request.cookieToken === undefined ? '' : formTokenOf(request.cookieToken),
    path: request.url,
    ...(request.method === 'POST' ? { formAt: formAtOf(request.body) } : {}),
    links: actor ? [...linksOf(actor.role), { text: tasksInWords(actor.openTasks), href: frameAddresses.tasks }] : [],
    now: now(),
  })

const formAtOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'formAt' in body && typeof body.formAt === 'string' ? body.formAt : ''

const server = ({ address, log }: Surroundings): FastifyInstance =>
  Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }), // by route pattern, in the metrics
    genReqId: () => randomBytes(6).toString('hex'), // what a person may quote
    bodyLimit: maxBody,
    requestTimeout: timeLimitsMs.wholeRequest,
    connectionTimeout: timeLimitsMs.nothingMoves,
    // Concord itself speaks http; where people come by https there is a proxy in front, on this machine.
    trustProxy: address.startsWith('https:') ? 'loopback' : false,
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBroken,
    routerOptions: { maxParamLength },
  }) as unknown as FastifyInstance

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that is registered, in order: what the tests walk that hold all of them to the same rules. */
    readonly routeList: readonly { readonly method: string; readonly url: string }[]
  }
}

const listRoutes = (app: FastifyInstance): void => {
  const list: { method: string; url: string }[] = []
  app.decorate('routeList', list)
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) list.push({ method: each, url })
  })
}

/**
 * The table of contents: every part by name, in order. The caller listens and closes. `importer`: a pool in the role
 * concord_importer, for the extracts that people bring; a server without one loads none, and says so. `destroyer`: one in the role
 * concord_destroyer; without it what two people agreed to destroy waits for a server that has it.
 */
export const buildApp = async (
  surroundings: Surroundings,
  { importer, destroyer }: { readonly importer?: Database | undefined; readonly destroyer?: Database | undefined } = {},
): Promise<FastifyInstance> => {
  const { configuration, address, db } = surroundings
  const app = server(surroundings)
  listRoutes(app)
  followAnswers(app.server)

  await app.register(cookie)
  await app.register(formbody)
  readJson(app)
  tellCallers(app, address)
  await app.register(pages, {
    strictly: configuration.demonstration,
    https: address.startsWith('https:'),
    formActions: [],
    frameOf: (request, actor) => frame(surroundings, request, actor),
  })
  serveHealth(app, db)
  serveMetrics(app, db)
  const shareBySession = await shareOut(app, configuration.requestsPerMinute)
  refuseForgery(app)
  refuseUnseen(app)
  readPast(app)
  honourKeys(app, db)
  answerFaults(app, {
    toSignIn: wayToSignIn(surroundings),
    backToForm: wayBackToForm(surroundings),
    methodsOf: methodsByAddress(() => app.routeList, { maxParamLength }),
  })
  await describeApi(app, address)
  keepUp(app, surroundings, [
    ...needToKnowUpkeep,
    ...responsibilityUpkeep,
    ...(destroyer
      ? [
          ...destructionUpkeep(surroundings, destroyer),
          async () => {
            await destroyStagedRows(destroyer)
          },
        ]
      : []),
  ])
  cleanForms(app, surroundings)
  keepForms(app, surroundings)

  await app.register(doorRoutes(surroundings))
  await app.register(async inside => {
    expectCallers(inside)
    shareBySession(inside)
    await inside.register(accessRoutes(surroundings, { workOf: workOf(surroundings.now) }))
    await inside.register(taskRoutes(surroundings, taskKinds))
    await inside.register(nominalRoutes(surroundings, { panelsOf, linksAtFact: needToKnowLinks }))
    await inside.register(needToKnowRoutes(surroundings))
    await inside.register(responsibilityRoutes(surroundings))
    await inside.register(migrationRoutes(surroundings, importer))
  })

  return app
}
