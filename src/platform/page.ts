import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from './actor.ts'
import { publicFolder } from './assets.ts'
import type { Frame } from './frame.ts'
import { commonHeaders, contentPolicy, strictTransport } from './headers.ts'
import { openTemplates } from './templates.ts'

/**
 * What every view has. `aboutPeople`: the page holds something about a person, so it bears its handling marking at the top
 * and the foot.
 */
export type PageView = { readonly title: string; readonly aboutPeople: boolean }

/**
 * `strictly`: outside production, see `openTemplates`. `https`: whether people reach Concord over https. `formActions`: see
 * `contentPolicy`. `frameOf`: what stands around a page; app.ts makes it from the request and, where the route knew it, the actor.
 */
export type PageOptions = {
  readonly strictly: boolean
  readonly https: boolean
  readonly formActions: readonly string[]
  readonly frameOf: (request: FastifyRequest, actor: Actor | undefined) => Frame
}

declare module 'fastify' {
  interface FastifyReply {
    /**
     * Sends `src/<template>.njk` filled with `view`, inside the frame; set the status first. `PageViews` says which view each
     * template is written for: a `*.views.ts` file adds its own, so that a template given another's view does not compile.
     * `actor`: who is signed in, where the route knows.
     */
    page: <Template extends keyof PageViews>(
      template: Template,
      view: PageViews[Template],
      actor?: Actor,
    ) => FastifyReply
  }
}

/** Pages, their headers, and the built files under `/public/`. It decides no access and reads no database. */
export const pages: FastifyPluginAsync<PageOptions> = Object.assign(
  async (...[app, { strictly, https, formActions, frameOf }]: Parameters<FastifyPluginAsync<PageOptions>>) => {
    const render = openTemplates({ strictly })
    const headers = {
      ...commonHeaders,
      'content-security-policy': contentPolicy(formActions),
      ...(https ? { 'strict-transport-security': strictTransport } : {}),
    }
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers(headers)
    })
    app.decorateReply('page', function page(this: FastifyReply, template, view, actor) {
      return this.type('text/html; charset=utf-8').send(render(template, view, frameOf(this.request, actor)))
    })
    await app.register(fastifyStatic, {
      root: publicFolder,
      prefix: '/public/',
      index: false,
      maxAge: '365d',
      immutable: true,
      decorateReply: false,
    })
  },
  // Fastify would otherwise keep the decorator and the hook to this plugin alone.
  { [Symbol.for('skip-override')]: true, [Symbol.for('fastify.display-name')]: 'pages' },
)
