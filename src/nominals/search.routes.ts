import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { opensNominals } from '#access'
import {
  act,
  answering,
  dayOf,
  frameAddresses,
  problemResponses,
  sendProblem,
  type Actor,
  type AuditEntry,
  type Caller,
  type Refusal,
  type Surroundings,
} from '#platform'
import { cursorText, readCursor, type SearchCursor } from './search-cursor.ts'
import { SearchAnswer } from './search.answer.ts'
import { findNominals, type Found } from './search.store.ts'
import { understand } from './search.ts'
import { searchView } from './search.views.ts'

const Cursor = z.string().max(100).meta({ description: 'As `next` of the page before gave it.' })

const cursorFrom = (text: string | undefined, path: string): SearchCursor | null => {
  const cursor = text === undefined ? undefined : readCursor(text)
  if (text !== undefined && cursor === undefined)
    throw new z.ZodError([
      { code: 'custom', path: [path], message: 'This is not a cursor of a page of results.', input: undefined },
    ])
  return cursor ?? null
}

// What is longer than any search is told so on the page; what is longer than this was never typed.
const asked = z.string().max(8000)
const PageQuery = z.object({ q: asked.default(''), after: Cursor.optional() })
const ApiQuery = z.object({
  q: asked.default('').meta({
    description: 'Names or aliases in any order, with or without a date of birth; or numbers in any written form.',
  }),
  born: z.iso.date().optional().meta({ description: 'A date of birth that goes with the name.' }),
  cursor: Cursor.optional(),
})

const nobody: Found = { hits: [], contacts: [], next: null, subjects: [] }

type Searched =
  | { readonly forbidden: true; readonly actor: Actor }
  | {
      readonly forbidden: false
      readonly actor: Actor
      readonly refusals: readonly Refusal[]
      readonly found: Found
      readonly tried: readonly string[]
    }

/**
 * One search, for a page and for a program. The log has everyone who was returned, with the access found, and nothing of what
 * was asked. An empty question on the page is the page before anything is asked.
 */
const search = (
  { db, now }: Surroundings,
  caller: Caller,
  { text, bornOn, after }: { text: string; bornOn: Temporal.PlainDate | null; after: SearchCursor | null },
): Promise<Searched> =>
  act(db, caller, async (tx, actor): Promise<{ result: Searched; audit: AuditEntry }> => {
    const refused = { action: 'nominals.searched', outcome: 'refused' } as const
    if (!opensNominals(actor.role)) return { result: { forbidden: true, actor }, audit: refused }
    const decision = understand(text, bornOn, dayOf(now()))
    if (!decision.agreed)
      return {
        result: { forbidden: false, actor, refusals: decision.refusals, found: nobody, tried: [] },
        audit: refused,
      }
    const { tried, ...question } = decision.outcome
    const found = await findNominals(tx, question, after)
    return {
      result: { forbidden: false, actor, refusals: [], found, tried },
      audit: {
        action: 'nominals.searched',
        subjects: found.subjects,
        fieldGroups: [
          ...(found.hits.length > 0 ? ['headline'] : []),
          ...(found.contacts.length > 0 ? ['contact'] : []),
        ],
      },
    }
  })

const searchPage =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.search, async (request, reply) => {
      const query = PageQuery.parse(request.query)
      const text = query.q.trim()
      const searched =
        text === ''
          ? await opened(surroundings, request.caller)
          : await search(surroundings, request.caller, { text, bornOn: null, after: cursorFrom(query.after, 'after') })
      if (searched.forbidden) return reply.forbidden(searched.actor)
      const { actor, refusals, found, tried } = searched
      const view = searchView({
        asked: text,
        refusals,
        hits: found.hits,
        contacts: found.contacts,
        tried,
        next: found.next && cursorText(found.next),
        now: surroundings.now(),
      })
      return reply.code(refusals.length > 0 ? 422 : 200).page('nominals/search', view, actor)
    })
  }

/** The page before anything is asked. */
const opened = ({ db }: Surroundings, caller: Caller): Promise<Searched> =>
  act(db, caller, async (_tx, actor) => ({
    result: opensNominals(actor.role)
      ? { forbidden: false, actor, refusals: [], found: nobody, tried: [] }
      : { forbidden: true, actor },
    audit: { action: 'search.opened', outcome: opensNominals(actor.role) ? 'done' : 'refused' },
  }))

const answerOf = ({ hits, contacts, next }: Found): z.input<typeof SearchAnswer> => ({
  hits: hits.map(hit => ({
    ...hit,
    birthYears: [...hit.birthYears],
    markersInWords: [...hit.markersInWords],
    why: [...hit.why],
  })),
  contacts: contacts.map(contact => ({ access: 'contact', ...contact })),
  next: next && cursorText(next),
})

const searchForPrograms =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.withTypeProvider<ZodTypeProvider>().get(
      '/api/v1/nominals',
      {
        schema: {
          operationId: 'findNominals',
          summary: 'Find nominals',
          description:
            'By any name or alias, in any order, with typing errors, with or without a date of birth; or by a number. 25 at most, the next page by `cursor`. Nothing in the answer depends on records that one may not know of, and everyone in it is consulted and on the record.',
          tags: ['Nominals'],
          querystring: ApiQuery,
          response: {
            200: answering('Who was found, as far as the officer may see them.', SearchAnswer),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { q, born, cursor } = request.query
        const searched = await search(surroundings, request.caller, {
          text: q,
          bornOn: born === undefined ? null : Temporal.PlainDate.from(born),
          after: cursorFrom(cursor, 'cursor'),
        })
        if (searched.forbidden) return reply.forbidden()
        const { refusals, found } = searched
        if (refusals.length > 0)
          return sendProblem(reply, 422, refusals.map(({ text }) => text).join(' '), { errors: refusals })
        return answerOf(found)
      },
    )
  }

/** Finding people: the page, and the same for programs. */
export const searchRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(searchPage(surroundings))
    await app.register(searchForPrograms(surroundings))
  }
