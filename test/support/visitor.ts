import assert from 'node:assert/strict'

type Cookie = { readonly value: string; readonly path: string; readonly line: string }

/** Somebody with a browser that reads no script: it keeps cookies, and goes where it is sent when it is told to follow. */
export type Visitor = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  /** Sends a form as a page's button does; `formToken` is added when somebody is signed in, unless the form has its own. */
  readonly post: (path: string, form?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  /** Sends a form with files, as a page's form does whose token stands in its address. */
  readonly upload: (path: string, form: FormData) => Promise<Response>
  /** Follows redirects, by GET, until there is a page. */
  readonly follow: (reply: Response) => Promise<Response>
  /** Signs in with the demonstration's provider; answers with the page that one comes back to. */
  readonly signIn: (as: string, returnTo?: string) => Promise<Response>
  /** A cookie's value, and the whole line that set it. */
  readonly cookie: (name: string) => Cookie | undefined
  readonly setCookie: (name: string, value: string) => void
}

/** Reads the hidden fields and the action of the first form that has them all; enough for pages of ours. */
export const formIn = (page: string, action: RegExp): { action: string; fields: Record<string, string> } => {
  for (const [, open, inside] of page.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const found = /action="([^"]*)"/.exec(open!)?.[1]
    if (found === undefined || !action.test(found)) continue
    const hidden = [...inside!.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
    return { action: found, fields: Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])) }
  }
  throw new Error(`There is no form that posts to ${action.source}`)
}

/** How a request of the visitor reaches a server: over the network, unless a test stands between. */
export type Reach = (url: URL, options: RequestInit) => Promise<Response>

export const visitor = (address: string, reach: Reach = fetch): Visitor => {
  const jar = new Map<string, Cookie>()
  const keep = (reply: Response): Response => {
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      const path = /path=([^;]*)/i.exec(line)?.[1] ?? '/'
      const gone = value === '' || /max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line)
      if (gone) jar.delete(name!)
      else jar.set(name!, { value: value!, path, line })
    }
    return reply
  }
  let here = address
  const ask = async (path: string, options: RequestInit): Promise<Response> => {
    const url = new URL(path, here)
    here = url.origin
    const cookies = [...jar].filter(([, cookie]) => url.pathname.startsWith(cookie.path))
    const headers = new Headers(options.headers)
    if (cookies.length > 0) headers.set('cookie', cookies.map(([name, { value }]) => `${name}=${value}`).join('; '))
    return keep(await reach(url, { ...options, headers, redirect: 'manual' }))
  }
  const get: Visitor['get'] = (path, headers = {}) => ask(path, { headers: { accept: 'text/html', ...headers } })
  const formToken = async (): Promise<Record<string, string>> => {
    if (!jar.has('concord_session')) return {}
    const page = await (await follow(await get('/sessions'))).text()
    const token = /name="formToken" value="([^"]+)"/.exec(page)?.[1]
    return token === undefined ? {} : { formToken: token }
  }
  const post: Visitor['post'] = async (path, form = {}, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { accept: 'text/html', ...headers },
      body: new URLSearchParams('formToken' in form ? form : { ...(await formToken()), ...form }),
    })
  const upload: Visitor['upload'] = async (path, form) =>
    ask(`${path}?${new URLSearchParams(await formToken()).toString()}`, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: form,
    })
  const follow: Visitor['follow'] = async reply => {
    let last = reply
    for (let step = 0; step < 12; step++) {
      const next = last.headers.get('location')
      if (next === null) return last
      last = await get(next)
    }
    throw new Error('Sent round in circles')
  }
  return {
    get,
    post,
    upload,
    follow,
    signIn: async (as, returnTo = '/') => {
      const roles = await follow(await get(`/sign-in/start?return=${encodeURIComponent(returnTo)}`))
      const page = await roles.text()
      assert.equal(roles.status, 200, page)
      const { action, fields } = formIn(page, /interaction/)
      return follow(await ask(action, { method: 'POST', body: new URLSearchParams({ ...fields, signIn: as }) }))
    },
    cookie: name => jar.get(name),
    setCookie: (name, value) => jar.set(name, { value, path: '/', line: '' }),
  }
}
