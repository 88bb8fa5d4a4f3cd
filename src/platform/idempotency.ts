import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { z } from 'zod'
import type { AuditEntry } from './actor.ts'
import type { Database } from './database.ts'
import { newId } from './id.ts'
import { sendProblem } from './problem.ts'

type Subjects = NonNullable<AuditEntry['subjects']>

/** A request that is to be done once: its key, the SHA-256 (hex) of what it asks, and what marks it among others with that key. */
export type IdempotencyKey = {
  readonly key: string
  readonly asked: string
  readonly claim: string
  /** Whether work of this request is committed, and the key with it: what more it does has nothing to claim. */
  readonly isDone: boolean
  /** Told by `act` whenever work of this request is committed, with everybody whom it is about. */
  readonly done: (subjects: Subjects) => void
}

/** What became of an earlier request with the same key. */
export type Earlier =
  | { readonly came: 'busy' | 'other' | 'unanswered' | 'closed'; readonly subjects: Subjects }
  | {
      readonly came: 'answered'
      readonly subjects: Subjects
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }

/** The request was dealt with before, under the same key. Answered as it was then, or with why that cannot be. */
export class AskedBefore extends Error {
  override readonly name = 'AskedBefore'
  readonly earlier: Earlier
  constructor(earlier: Earlier) {
    super('The request was dealt with before.')
    this.earlier = earlier
  }
}

type Row = {
  came: 'ours' | Earlier['came']
  status: number
  headers: Record<string, string>
  body: string
  subjects: Subjects[number]['nominal'][] | null
  accesses: Subjects[number]['access'][] | null
}

/** Claims the key for this request, inside the transaction of its work; answers with what an earlier one did, where there was one. */
export const claimKey = async (
  client: Pick<pg.ClientBase, 'query'>,
  { key, asked, claim }: IdempotencyKey,
): Promise<Earlier | undefined> => {
  const { rows } = await client.query<Row>('select * from claim_idempotency_key($1, $2, $3)', [key, asked, claim])
  const { came, status, headers, body, subjects, accesses } = rows[0]!
  if (came === 'ours') return undefined
  const about = (subjects ?? []).map((nominal, at) => ({ nominal, access: accesses![at]! }))
  return came === 'answered' ? { came, subjects: about, status, headers, body } : { came, subjects: about }
}

/** The entry in the log of a request that was dealt with before: what it was answered is shown again, or is not. */
export const entryOfEarlier = ({ came, subjects }: Earlier): AuditEntry => ({
  action: 'answer.repeated',
  outcome: came === 'answered' ? 'done' : 'refused',
  subjects: came === 'answered' ? subjects : subjects.map(({ nominal }) => ({ nominal, access: 'none' as const })),
})

const hours = 24
const longestAnswer = 1024 * 1024 // characters; a longer one is not kept, and the request is told as done
const mostSubjects = 1000
const keptHeaders = ['content-type', 'location', 'etag', 'retry-after'] as const

/** As a program sends it: any visible characters, or those of a structured header, in quotation marks. */
const readKey = (header: string): string => {
  const key = header.trim()
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  const message = 'An Idempotency-Key is 1 to 255 visible ASCII characters, new for each thing that is to be done.'
  throw new z.ZodError([{ code: 'custom', path: ['Idempotency-Key'], message, input: undefined }])
}

/** Everything that makes it this request and no other. A body in parts has not arrived yet: of it the length counts, and its digest where given. */
const whatIsAsked = ({ method, url, headers, body }: FastifyRequest): string => {
  const parts = headers['content-type']?.startsWith('multipart/') ? headers['content-length'] : undefined
  const asked = [method, url, headers['if-match'] ?? '', headers['content-digest'] ?? '', parts ?? '', body ?? null]
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}

const isKeyed = ({ method, routeOptions: { url = '' } }: FastifyRequest): boolean =>
  method === 'POST' && url.startsWith('/api/')

type Kept = IdempotencyKey & { readonly subjects: Subjects }

const keyOf = (key: string, asked: string): Kept => {
  const [subjects, claim]: [Subjects[number][], string] = [[], newId()]
  let isDone = false
  return {
    key,
    asked,
    claim,
    subjects,
    get isDone() {
      return isDone
    },
    done: about => {
      isDone = true
      subjects.push(...about)
    },
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The key under which this request is done once; `undefined` where it came without. */
    idempotency: Kept | undefined
  }
}

/**
 * Honours `Idempotency-Key` on every POST of the API, for 24 hours and each officer, without a route knowing of it: `act` claims
 * the key in the transaction of the work, and what the route answers is kept here before it is sent. An answer that says only that
 * Concord could not, or that nobody is signed in, is no answer to keep.
 */
export const honourKeys = (app: FastifyInstance, { pool }: Database): void => {
  app.decorateRequest('idempotency', undefined)
  app.addHook('preValidation', async request => {
    const given = request.headers['idempotency-key']
    if (given !== undefined && isKeyed(request))
      request.idempotency = keyOf(readKey(String(given)), whatIsAsked(request))
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const kept = request.idempotency
    const { statusCode } = reply
    if (!kept?.isDone || statusCode >= 500 || statusCode === 401 || kept.subjects.length > mostSubjects) return
    const body = Buffer.isBuffer(payload) ? payload.toString() : (payload ?? '')
    if (typeof body !== 'string' || body.length > longestAnswer) return
    const headers = Object.fromEntries(
      keptHeaders.flatMap(name => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
    )
    const [nominals, accesses] = [kept.subjects.map(each => each.nominal), kept.subjects.map(each => each.access)]
    await pool
      .query('select keep_answer($1, $2, $3, $4, $5, $6)', [kept.claim, statusCode, headers, body, nominals, accesses])
      // It was done, and whoever asks again is told so.
      .catch((error: unknown) => request.log.warn({ err: error }, 'an answer could not be kept'))
  })
}

/** Answers a request that was dealt with before. `above`: the nearest address above its own at which one reads. */
export const answerAsBefore = (
  { earlier }: AskedBefore,
  reply: FastifyReply,
  above: string | undefined,
): FastifyReply => {
  if (earlier.came === 'answered')
    return reply
      .code(earlier.status)
      .headers({ ...earlier.headers, 'idempotency-replayed': 'true' })
      .serializer(String)
      .send(earlier.body)
  if (earlier.came === 'closed') return reply.absent()
  if (earlier.came === 'other')
    return sendProblem(
      reply,
      422,
      `This Idempotency-Key came with another request in the last ${hours} hours. Nothing was done: send a new key.`,
    )
  reply.header('retry-after', 1)
  if (earlier.came === 'busy')
    return sendProblem(reply, 409, 'The same request is being dealt with. Nothing was done a second time.')
  if (above !== undefined) reply.header('location', above)
  return sendProblem(
    reply,
    409,
    'This was done when it was first asked, and nothing was done a second time. What was answered is not known (yet): read what stands at Location.',
  )
}
