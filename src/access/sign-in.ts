const maxPath = 1000
// Where nobody wants to come back to: these only lead on.
const passages = /^\/(sign-in|sign-out|session|demonstration-provider|api|public)(\/|$)/

/**
 * Where somebody goes after signing in: the page they asked for if it is one of our own, else the first page. `given`: what came
 * in the address, a path with its query. Never another site, however it is written.
 */
export const ownPath = (given: unknown): string => {
  // A browser reads a backslash as a slash and drops tabs and line ends, so neither may stand in it.
  if (typeof given !== 'string' || given.length > maxPath || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(given)) return '/'
  const own = 'http://own.invalid'
  if (!URL.canParse(given, own)) return '/'
  const { origin, pathname, search } = new URL(given, own)
  return origin !== own || pathname.startsWith('//') || passages.test(pathname) ? '/' : pathname + search
}

/** The page that begins signing in, with what brings people back and why they are there. */
export const signInAddress = (returnTo: string, reason?: string): string => {
  const query = new URLSearchParams({
    ...(returnTo === '/' ? {} : { return: returnTo }),
    ...(reason ? { reason } : {}),
  })
  return query.size === 0 ? '/sign-in' : `/sign-in?${query.toString()}`
}

/** Where somebody who is signed in signs in anew, and comes back to a page of ours. */
export const againAddress = (returnTo: string): string =>
  `/sign-in/start?${new URLSearchParams({ again: '1', return: returnTo }).toString()}`
