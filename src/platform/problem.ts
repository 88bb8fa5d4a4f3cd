import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from './decision.ts'

/**
 * Problem details (RFC 9457): what a program is told when it does not get what it asked for. The type is always `about:blank`,
 * so that the status says it all; `errors` names every field at fault, `reference` is what support can find in the log.
 */
export const Problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'The name of the HTTP status.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What is wrong and what to do, in words for a person.' }),
    errors: z.array(z.object({ field: z.string(), text: z.string() })).optional(),
    reference: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457), sent as application/problem+json.' })
export type Problem = z.output<typeof Problem>

/** What every route of the API may answer besides its own: for the `response` of its schema. */
export const problemResponses = {
  '4xx': { description: 'It was refused: see `detail`.', content: { 'application/problem+json': { schema: Problem } } },
  '5xx': { description: 'Concord could not answer.', content: { 'application/problem+json': { schema: Problem } } },
} as const

/** Programs are told in problem details, people on a page: whoever asks below /api/, or for JSON and not for HTML. */
export const isProgram = ({ url, headers: { accept = '' } }: Pick<FastifyRequest, 'url' | 'headers'>): boolean =>
  /^\/api(\/|$|\?)/.test(url) || (accept.includes('json') && !accept.includes('html'))

/** Sends problem details. `detail`: a sentence or two that hold nothing about any person. `extensions`: members of the problem's own (RFC 9457, 3.2). */
export const sendProblem = (
  reply: FastifyReply,
  status: number,
  detail: string,
  {
    extensions = {},
    ...more
  }: {
    readonly errors?: readonly Refusal[]
    readonly reference?: string
    readonly extensions?: Readonly<Record<string, unknown>>
  } = {},
): FastifyReply =>
  reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    // The schema of the route's own answer does not hold for this one.
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...more, ...extensions })
