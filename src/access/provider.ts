import type { FastifyInstance } from 'fastify'
import { Stop, type Surroundings } from '#platform'
import {
  demonstrationClient,
  openDemonstrationProvider,
  providerPath,
  type DemonstrationProvider,
} from './demonstration-provider.ts'
import { openIdProvider, type SignInProvider } from './open-id.ts'

const within = '0.0.0.0' // nobody comes from here, so nobody outside can use up the share of these questions

/** Answers within this process, so that it does not matter what this server is called outside, or whether it can reach itself. */
const reaching =
  (app: FastifyInstance): typeof fetch =>
  async (target, options) => {
    const { pathname, search } = new URL(target instanceof Request ? target.url : target)
    const answer = await app.inject({
      method: (options?.method ?? 'GET') as 'GET' | 'POST',
      url: pathname + search,
      remoteAddress: within,
      headers: Object.fromEntries(new Headers(options?.headers)),
      ...(options?.body ? { payload: await new Response(options.body).text() } : {}),
    })
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: { 'content-type': String(answer.headers['content-type']) },
    })
  }

export type Providers = {
  /** Who tells Concord who somebody is. */
  readonly signIn: () => Promise<SignInProvider>
  /** The embedded provider, where there is one: stood up when first asked for. */
  readonly demonstration: (() => Promise<DemonstrationProvider>) | undefined
}

/**
 * The sign-in provider of the configuration, or for a demonstration without one the embedded one; the path is the same.
 * @throws Stop outside demonstration when none is configured
 */
export const chooseProvider = (app: FastifyInstance, surroundings: Surroundings): Providers => {
  const { configuration, address } = surroundings
  if (configuration.signIn) {
    const provider = openIdProvider({ ...configuration.signIn, address })
    return { signIn: async () => provider, demonstration: undefined }
  }
  if (!configuration.demonstration)
    throw new Stop('Outside a demonstration OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set.')

  let standing: Promise<DemonstrationProvider> | undefined
  const demonstration = () =>
    (standing ??= openDemonstrationProvider(surroundings).catch((error: unknown) => {
      standing = undefined
      throw error
    }))
  let known: SignInProvider | undefined
  const signIn = async (): Promise<SignInProvider> => {
    const { clientSecret } = await demonstration()
    return (known ??= openIdProvider({
      issuer: address + providerPath,
      clientId: demonstrationClient,
      clientSecret,
      address,
      reach: reaching(app),
    }))
  }
  return { signIn, demonstration }
}
