import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Configuration, Provider } from 'oidc-provider'
import type { Logger } from 'pino'
import type { Database } from '#platform'
import { providerKeys, providerState, type ProviderKeys } from './demonstration-provider.store.ts'

/** Where the embedded provider stands in the server, and where its page with the roles is. */
export const providerPath = '/demonstration-provider'
export const rolesPagePath = (interaction: string): string => `${providerPath}/interaction/${interaction}`

/** Concord's name at the embedded provider. */
export const demonstrationClient = 'concord'

/** The cookie by which the provider knows a browser, and the one that seals it. */
export const providerCookies = ['concord_demonstration', 'concord_demonstration.sig'] as const

type Facts = { readonly db: Database; readonly address: string; readonly log: Logger }

const shortSeconds = 600
const hourSeconds = 3600

const settings = ({ db, address }: Facts, keys: ProviderKeys): Configuration => ({
  adapter: (model: string) => providerState(db, model),
  clients: [
    {
      client_id: demonstrationClient,
      client_secret: keys.client,
      redirect_uris: [`${address}/sign-in/callback`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: keys.signing,
  cookies: {
    keys: keys.cookies,
    names: {
      session: providerCookies[0],
      interaction: 'concord_demonstration_choice',
      resume: 'concord_demonstration_return',
    },
    long: { httpOnly: true, sameSite: 'lax', signed: true, path: providerPath },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  },
  interactions: { url: (_context, { uid }) => rolesPagePath(uid) },
  findAccount: (_context, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
  // Nobody is asked whether Concord may know who they are: it is what they came for.
  loadExistingGrant: async ({ oidc }) => {
    const { accountId } = oidc.session ?? {}
    if (accountId === undefined || oidc.client === undefined) return undefined
    const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId })
    grant.addOIDCScope('openid')
    await grant.save()
    return grant
  },
  pkce: { required: () => true },
  clientBasedCORS: () => false,
  ttl: {
    AccessToken: shortSeconds,
    AuthorizationCode: 60,
    Grant: hourSeconds,
    IdToken: shortSeconds,
    Interaction: shortSeconds,
    Session: hourSeconds,
  },
  renderError: context => {
    context.redirect('/sign-in?reason=provider')
    context.status = 303
  },
})

const complaint = 'oidc-provider WARNING: Unsupported runtime'

/** The module tells Node.js by a mark that builds from npm do not bear, and would say on the terminal that it is too old. */
const loadQuietly = async () => {
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes(complaint)) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

/** The embedded provider of a demonstration, as the rest of the server sees it. */
export type DemonstrationProvider = {
  readonly clientSecret: string
  /** Answers a request below `providerPath`. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void
  /** Whether this browser is in the middle of choosing a role under this name of an interaction. */
  readonly isChoosing: (request: IncomingMessage, response: ServerResponse, interaction: string) => Promise<boolean>
  /** Signs in as `subject`; answers with the address to go on to. */
  readonly choose: (request: IncomingMessage, response: ServerResponse, subject: string) => Promise<string>
}

/**
 * Stands the provider up: a real one (`oidc-provider`), so that the demonstration signs in the way production does, without
 * passwords. Loaded when first asked for: it takes half a second and 30 MB that only sign-in needs.
 */
export const openDemonstrationProvider = async (facts: Facts): Promise<DemonstrationProvider> => {
  const [{ Provider: Made, errors }, keys] = await Promise.all([loadQuietly(), providerKeys(facts.db)])
  const provider: Provider = new Made(facts.address + providerPath, settings(facts, keys))
  provider.proxy = true
  provider.silent = true
  provider.on('server_error', (_context, error) => facts.log.error({ err: error }, 'demonstration provider'))
  const answer = provider.callback()
  const { host, protocol } = new URL(facts.address)

  return {
    clientSecret: keys.client,
    answer: (request, response) => {
      const asked = request as IncomingMessage & { originalUrl?: string }
      asked.originalUrl = request.url ?? ''
      request.url = asked.originalUrl.slice(providerPath.length) || '/'
      // Its addresses follow what the request calls the host, and there is one right name for it.
      request.headers.host = host
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
      void answer(request, response)
    },
    isChoosing: async (request, response, interaction) => {
      try {
        return (await provider.interactionDetails(request, response)).uid === interaction
      } catch (error) {
        if (error instanceof errors.SessionNotFound) return false
        throw error
      }
    },
    choose: (request, response, subject) =>
      provider.interactionResult(request, response, { login: { accountId: subject, remember: false } }),
  }
}
