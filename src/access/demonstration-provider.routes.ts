import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { formTokenOf, type Surroundings } from '#platform'
import { demonstrationSignIns } from './demonstration-officers.ts'
import { providerPath, rolesPagePath, type DemonstrationProvider } from './demonstration-provider.ts'
import { namesOfUnits } from './demonstration-provider.store.ts'
import { demonstrationView, type DemonstrationAccount } from './demonstration.views.ts'
import { roleInWords } from './roles.ts'
import { signInAddress } from './sign-in.ts'

type Choosing = FastifyRequest<{ Params: { interaction: string } }>

const Choice = z.object({ signIn: z.enum(demonstrationSignIns.map(({ signIn }) => signIn)) })

const accountsOf = async ({ db }: Pick<Surroundings, 'db'>): Promise<DemonstrationAccount[]> => {
  const names = await namesOfUnits(
    db,
    demonstrationSignIns.map(({ unit }) => unit),
  )
  return demonstrationSignIns.map(({ signIn, rank, name, role, agency, unit, tryThis }) => ({
    signIn,
    name: `${rank} ${name}`,
    role: roleInWords(role),
    agency: names.get(unit)?.agency ?? agency,
    unit: names.get(unit)?.unit ?? unit,
    tryThis,
  }))
}

/**
 * The embedded provider inside this server, and its one page: everybody of the demonstration, a button each, no password.
 * `provider`: stood up at the first request. Registered in demonstrations only.
 */
export const demonstrationProviderRoutes =
  (surroundings: Pick<Surroundings, 'db'>, provider: () => Promise<DemonstrationProvider>) =>
  async (app: FastifyInstance): Promise<void> => {
    const startAgain = (reply: FastifyReply) => reply.redirect(signInAddress('/', 'provider'), 303)

    app.get<{ Params: { interaction: string } }>(rolesPagePath(':interaction'), async (request: Choosing, reply) => {
      const { interaction } = request.params
      if (!(await (await provider()).isChoosing(request.raw, reply.raw, interaction))) return startAgain(reply)
      const { cookieToken } = request
      return reply.page(
        'access/demonstration',
        demonstrationView({
          action: rolesPagePath(interaction),
          // Whoever is still signed in as somebody else sends that session's form token, like every form.
          hidden: cookieToken === undefined ? [] : [{ name: 'formToken', value: formTokenOf(cookieToken) }],
          accounts: await accountsOf(surroundings),
        }),
      )
    })

    app.post<{ Params: { interaction: string } }>(rolesPagePath(':interaction'), async (request: Choosing, reply) => {
      const { signIn } = Choice.parse(request.body)
      const chosen = await provider()
      if (!(await chosen.isChoosing(request.raw, reply.raw, request.params.interaction))) return startAgain(reply)
      return reply.redirect(await chosen.choose(request.raw, reply.raw, signIn), 303)
    })

    await app.register(async inner => {
      // The provider reads its own bodies.
      inner.removeAllContentTypeParsers()
      inner.addContentTypeParser('*', (_request, _payload, done) => done(null))
      inner.route({
        method: ['GET', 'POST'],
        url: `${providerPath}/*`,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const standing = await provider()
          for (const [name, value] of Object.entries(reply.getHeaders()))
            if (value !== undefined) reply.raw.setHeader(name, value)
          reply.hijack()
          standing.answer(request.raw, reply.raw)
        },
      })
    })
  }
