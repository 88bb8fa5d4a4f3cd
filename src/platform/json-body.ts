import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { UnsupportedKind } from './faults.ts'

const refusal = (path: readonly string[], message: string): z.ZodError =>
  new z.ZodError([{ code: 'custom', path: [...path], message, input: undefined }])

/**
 * The first name that an object of a JSON text gives twice, with the way to it; undefined: none does. Readers differ in which of the two they
 * take, so that what one program checks another might not do (RFC 8259, 4). `text`: JSON that parses.
 */
export const twiceIn = (text: string): readonly string[] | undefined => {
  type Open = { readonly names: Set<string> | null; at: string; index: number }
  const open: Open[] = []
  let awaitsName = false
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
    const inner = open.at(-1)
    if (token === '{' || token === '[') {
      open.push({ names: token === '{' ? new Set() : null, at: '', index: 0 })
      awaitsName = token === '{'
    } else if (token === '}' || token === ']') {
      open.pop()
      awaitsName = false
    } else if (token === ',') {
      if (inner?.names) awaitsName = true
      else if (inner) inner.index++
    } else if (awaitsName && inner?.names) {
      const name = JSON.parse(token) as string
      if (inner.names.has(name))
        return [...open.slice(0, -1).map(({ names, at, index }) => (names ? at : String(index))), name]
      inner.names.add(name)
      inner.at = name
      awaitsName = false
    }
  }
  return undefined
}

/** What a program sends, and forms of pages do not. */
const jsonTypes = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i
const kindOf = (given: string | undefined): string => (given ?? '').trim()

/**
 * Reads JSON: what is none, and what says one thing twice, is refused with the reason and the field. At programs' addresses a body that is neither
 * JSON nor a form in parts is of a kind that nobody reads (415), though a page's form of the same kind would be.
 */
export const readJson = (app: FastifyInstance): void => {
  const read = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    void read(request, text, (error, body) => {
      if (error)
        return done(
          refusal([], text.trim() === '' ? 'The body is empty: send JSON.' : 'The body is not JSON that can be read.'),
        )
      const twice = twiceIn(text)
      if (twice) return done(refusal(twice, 'This is given twice. Give it once.'))
      done(null, body)
    })
  })
  app.addHook('preParsing', async ({ url, headers, is404 }) => {
    const isSent = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if (is404 || !isSent || !url.startsWith('/api/')) return
    const kind = kindOf(headers['content-type'])
    if (!jsonTypes.test(kind) && !/^multipart\/form-data\b/i.test(kind)) throw new UnsupportedKind()
  })
}
