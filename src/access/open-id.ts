import * as client from 'openid-client'

/** What a sign-in under way must remember until its answer comes back. */
export type Attempt = { readonly state: string; readonly nonce: string; readonly codeVerifier: string }

/** The agencies' sign-in provider, as Concord uses it: it says who somebody is and nothing else. */
export type SignInProvider = {
  /** The provider's page to send a browser to, and what to remember. */
  readonly begin: (again?: boolean) => Promise<{ readonly address: string; readonly attempt: Attempt }>
  /**
   * Trades the answer for who has signed in. `query`: of the callback, with its question mark. `again`: the provider must say itself that it
   * was a moment ago (`auth_time`). Throws when the provider refused, the answer is not to this attempt, it is not the provider's, or it is
   * of an earlier sign-in.
   */
  readonly finish: (query: string, attempt: Attempt, again?: boolean) => Promise<string>
}

export type OpenIdClient = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly address: string // Concord's own origin
  /** How to reach the provider; the embedded one is reached within the process. */
  readonly reach?: typeof fetch
}

const timeoutSeconds = 10
/** A provider's clock may be this far from ours. */
const skewSeconds = 30
/** Somebody who signs in anew has this long to come back from the provider's page. */
const freshSeconds = 120

/** With the provider's favourite of the two ways in which a secret is told. */
const secretAsAsked = (secret: string): client.ClientAuth => {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, metadata, body, headers) =>
    (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false ? post : basic)(
      server,
      metadata,
      body,
      headers,
    )
}

/**
 * Sign-in by OpenID Connect: authorisation code with PKCE, state and nonce. The provider is asked where its pages are at the
 * first sign-in, not at the start, so that it may come up later; an answer is kept for the life of the process.
 */
export const openIdProvider = ({ issuer, clientId, clientSecret, address, reach }: OpenIdClient): SignInProvider => {
  const redirectUri = `${address}/sign-in/callback`
  let known: Promise<client.Configuration> | undefined
  const discovered = (): Promise<client.Configuration> => {
    known ??= client
      .discovery(new URL(issuer), clientId, { [client.clockTolerance]: skewSeconds }, secretAsAsked(clientSecret), {
        timeout: timeoutSeconds,
        // The configuration lets http through for this machine only.
        execute: issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
        ...(reach ? { [client.customFetch]: reach as client.CustomFetch } : {}),
      })
      .catch((error: unknown) => {
        known = undefined
        throw error
      })
    return known
  }

  return {
    begin: async (again = false) => {
      const configuration = await discovered()
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        // Without this whoever sits down at a desk that idled out would be let in again by the provider's own session.
        prompt: 'login',
        // … and by this the provider says when it was (OpenID Connect Core, 3.1.2.1), which some ask of `prompt` alone do not.
        ...(again ? { max_age: '0' } : {}),
      })
      return { address: url.href, attempt }
    },
    finish: async (query, { state, nonce, codeVerifier }, again = false) => {
      const tokens = await client.authorizationCodeGrant(await discovered(), new URL(redirectUri + query), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
        ...(again ? { maxAge: freshSeconds } : {}),
      })
      return tokens.claims()!.sub
    },
  }
}
