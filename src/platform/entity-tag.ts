import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { Problem, sendProblem } from './problem.ts'

/** The entity tag (RFC 9110, 8.8.3) of a version that has a name of its own; strong. */
export const tagOf = (version: string): string => `"${version}"`

/** The strong entity tag of an answer: it follows from the bytes, so the same tag is the same answer. */
export const tagOfBytes = (body: string): string => tagOf(createHash('sha256').update(body).digest('base64url'))

/** Longer than any list of tags that a program has a use for. */
const longestCondition = 2000
const tags = /(W\/)?"[\x21\x23-\x7e]*"/g

/** Whether an `If-None-Match` names a tag, so that its sender has the answer already. A weak tag of the same name counts (13.1.2). */
export const isAmong = (ifNoneMatch: string | undefined, tag: string): boolean => {
  const given = ifNoneMatch?.slice(0, longestCondition).trim() ?? ''
  return given === '*' || (given.match(tags) ?? []).some(each => each.replace(/^W\//, '') === tag)
}

/**
 * The version that an `If-Match` names, in small letters. Null: it names none, so that nobody's change would be guarded (`*` guards
 * none either). A weak tag names a version that is never the one that stands (13.1.1).
 */
export const versionIn = (ifMatch: string | undefined): string | null => {
  const [, weak = '', version] = /^(W\/)?"([\x21\x23-\x7e]+)"$/.exec(ifMatch?.trim() ?? '') ?? []
  return version === undefined ? null : weak + version.toLowerCase()
}

/** For the `headers` of a route's schema that changes what somebody else may be changing. */
export const IfMatch = z.object({
  'if-match': z.string().max(longestCondition).optional().meta({
    description:
      'The ETag of the version that you have read. Without it: 428. When somebody has changed it since: 412.',
    example: '"0198c0de-0000-7000-8000-000000000001"',
  }),
})

/** For the `headers` of a route's schema that answers with a tag. */
export const IfNoneMatch = z.object({
  'if-none-match': z.string().max(longestCondition).optional().meta({
    description: 'ETags of answers that you have. When the answer would be one of them: 304, without it.',
    example: '"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"',
  }),
})

const problem = (description: string, schema: z.ZodType = Problem) => ({
  description,
  content: { 'application/problem+json': { schema } },
})
const Overtaken = Problem.extend({
  current: z.string().nullable().optional().meta({
    description:
      'The version that stands, by its id: read it at `Location`, and send its id as `If-Match`. null: it was withdrawn.',
  }),
}).meta({ id: 'Overtaken', description: 'Problem details, with the version that stands.' })

/** For the `response` of a route's schema with `IfMatch`. */
export const preconditionResponses = {
  412: problem('Somebody else has changed it since you read it. Nothing was changed.', Overtaken),
  428: problem('If-Match is missing, or names no single version. Nothing was changed.'),
} as const

/** For the `response` of a route's schema with `IfNoneMatch`. */
export const unchangedResponse = { 304: z.null().meta({ description: 'You have this answer already.' }) } as const

/**
 * 412. `current`: the version that stands, by its id, which is its `ETag`; null: none does, it was withdrawn. `at`: where it is read. Left out
 * where what stands has no version of its own.
 */
export const sendOvertaken = (
  reply: FastifyReply,
  stands?: { readonly current: string | null; readonly at: string | null },
): FastifyReply => {
  if (stands?.at) reply.header('location', stands.at)
  if (stands?.current) reply.header('etag', tagOf(stands.current))
  return sendProblem(
    reply,
    412,
    stands?.current === null
      ? 'Somebody else has withdrawn this since you read it. Nothing was changed: read its history and decide.'
      : 'Somebody else has changed this since you read it. Nothing was changed: read what stands now and decide.',
    stands ? { extensions: { current: stands.current } } : {},
  )
}

/** 428. */
export const sendUnguarded = (reply: FastifyReply): FastifyReply =>
  sendProblem(
    reply,
    428,
    'Send If-Match with the ETag of the version that you have read, so that nobody’s change is lost.',
  )

/** Sends JSON that is text already with the tag of its bytes, or 304 to whoever has it. */
export const sendTagged = (reply: FastifyReply, body: string): FastifyReply => {
  const tag = tagOfBytes(body)
  reply.header('etag', tag)
  if (isAmong(reply.request.headers['if-none-match'], tag)) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').serializer(String).send(body)
}
