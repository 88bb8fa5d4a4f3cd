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
import { agencyChoices } from './agency-choice.store.ts'
import type { AgencyChoice } from './search.facts.ts'
import { findNominals, type Found } from './search.store.ts'
import { leaveQuestion } from './question-left.store.ts'
import { showNotices } from './shown-notice.store.ts'
import { withNotices, type NoticeAsked, type ShownNotice } from './shown-notice.ts'
import { noticeAnswer } from './shown-notice.answer.ts'
import { nothingTyped, understand, type Question, type Typed } from './search.ts'
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
const typed = z.string({ error: 'This was given more than once. Give it once' }).max(8000).default('')
const fields = Object.fromEntries(Object.keys(nothingTyped).map(name => [name, typed])) as Readonly<
  Record<keyof Typed, typeof typed>
>
const PageQuery = z.object({ ...fields, after: Cursor.optional() })

const said = (description: string) => typed.meta({ description })
const ApiQuery = z.object({
  q: said(
    'The one search box: names or aliases in any order, with or without a date of birth or as much of one as is known; or numbers, a postcode or an address in any written form.',
  ),
  born: said(
    'A date of birth that goes with the rest, or stands alone: 1982-07-03, or 1982-07, or 1982; or as people type it, July 1982. With the rest also an age: about 40.',
  ),
  about: z.coerce
    .number()
    .int()
    .min(0)
    .max(120)
    .optional()
    .meta({ description: 'An age in years; three years either way are found.' }),
  identifier: said('A number by which an agency knows the person, of any kind and in any written form.'),
  address: said('A number and street, with the postcode or without.'),
  postcode: said('A postcode, or its beginning: TF3, or TF3 4.'),
  telephone: said('A telephone number.'),
  vehicle: said('The registration of a vehicle.'),
  email: said('An email address.'),
  onlineName: said('A name on any online service.'),
  agency: said('Only records that this agency leads, by its code.'),
  status: said('Only those of this status, as a hit tells it.'),
  category: said('Only those of this category, where one has the record in full.'),
  place: said('Only those who are in this town, prison or postcode district, as far as one may see it.'),
  ageFrom: said('Only those of this age or older.'),
  ageTo: said('Only those of this age or younger.'),
  cursor: Cursor.optional(),
})

const nobody: Found = { hits: [], contacts: [], leftOut: null, next: null, subjects: [] }

type Searched =
  | { readonly forbidden: true; readonly actor: Actor }
  | {
      readonly forbidden: false
      readonly actor: Actor
      readonly refusals: readonly Refusal[]
      readonly found: Found
      readonly notices: readonly ShownNotice[]
      readonly tried: readonly string[]
      readonly advice: readonly string[]
      readonly agencies: readonly AgencyChoice[]
    }

/**
 * One search, for a page and for a program. The log has everyone who was returned, with the access found, and nothing of what
 * was asked. An empty question on the page is the page before anything is asked.
 */
const search = (
  { db, now }: Surroundings,
  caller: Caller,
  asked: Typed,
  { after, withAgencies }: { readonly after: SearchCursor | null; readonly withAgencies: boolean },
): Promise<Searched> =>
  act(db, caller, async (tx, actor): Promise<{ result: Searched; audit: AuditEntry }> => {
    const refused = { action: 'nominals.searched', outcome: 'refused' } as const
    if (!opensNominals(actor.role)) return { result: { forbidden: true, actor }, audit: refused }
    const agencies = withAgencies || asked.agency !== '' ? await agencyChoices(tx) : []
    const decision = understand(asked, dayOf(now()))
    const refusals = [...(decision.agreed ? [] : decision.refusals), ...noAgency(asked, agencies)]
    if (!decision.agreed || refusals.length > 0)
      return {
        result: { forbidden: false, actor, refusals, found: nobody, notices: [], tried: [], advice: [], agencies },
        audit: refused,
      }
    const { tried, advice, ...question } = decision.outcome
    const found = await findNominals(tx, question, after)
    await leaveQuestion(tx, 'search', { facts: question.facts, names: [question] })
    const notices = await showNotices(tx, 'search', whereAsked(question, found))
    return {
      result: { forbidden: false, actor, refusals: [], found, notices, tried, advice, agencies },
      audit: withNotices(
        {
          action: 'nominals.searched',
          subjects: found.subjects,
          fieldGroups: [
            ...(found.hits.length > 0 ? ['headline'] : []),
            ...(found.contacts.length > 0 ? ['contact'] : []),
          ],
        },
        notices,
      ),
    }
  })

/** Where whoever searches is: at the exact addresses, at the whole name with the whole date of birth, at those who were found. */
const whereAsked = ({ facts, name, born }: Question, { subjects }: Found): NoticeAsked => {
  const day = born !== null && born.from.equals(born.to) ? born.from : null
  return {
    addressKeys: facts.flat().flatMap(({ kind, key }) => (kind === 'address' ? [key] : [])),
    fullNames: day === null ? [] : (name?.fullNames ?? []),
    born: day,
    nominals: subjects.map(({ nominal }) => nominal),
  }
}

const noAgency = ({ agency }: Typed, agencies: readonly AgencyChoice[]): readonly Refusal[] =>
  agency === '' || agencies.some(({ code }) => code === agency)
    ? []
    : [{ field: 'agency', text: `There is no agency “${agency.slice(0, 40)}”` }]

const searchPage =
  (surroundings: Surroundings, { createAt }: SearchOptions) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(frameAddresses.search, async (request, reply) => {
      const { after, ...query } = PageQuery.parse(request.query)
      const asked = trimmed(query)
      const searched = Object.values(asked).every(text => text === '')
        ? await opened(surroundings, request.caller)
        : await search(surroundings, request.caller, asked, { after: cursorFrom(after, 'after'), withAgencies: true })
      if (searched.forbidden) return reply.forbidden(searched.actor)
      const { actor, refusals, found, notices, tried, advice, agencies } = searched
      const view = searchView({
        asked,
        refusals,
        hits: found.hits,
        contacts: found.contacts,
        notices,
        leftOut: found.leftOut,
        tried,
        advice,
        agencies,
        next: found.next && cursorText(found.next),
        createAt: createAt(actor),
        now: surroundings.now(),
      })
      return reply.code(refusals.length > 0 ? 422 : 200).page('nominals/search', view, actor)
    })
  }

const trimmed = (query: Typed): Typed =>
  Object.fromEntries(Object.entries(query).map(([name, text]) => [name, text.trim()])) as Typed

/** The page before anything is asked. */
const opened = ({ db }: Surroundings, caller: Caller): Promise<Searched> =>
  act(db, caller, async (tx, actor) => ({
    result: opensNominals(actor.role)
      ? {
          forbidden: false,
          actor,
          refusals: [],
          found: nobody,
          notices: [],
          tried: [],
          advice: [],
          agencies: await agencyChoices(tx),
        }
      : { forbidden: true, actor },
    audit: { action: 'search.opened', outcome: opensNominals(actor.role) ? 'done' : 'refused' },
  }))

const answerOf = (
  { hits, contacts, leftOut, next }: Found,
  notices: readonly ShownNotice[],
): z.input<typeof SearchAnswer> => ({
  hits: hits.map(hit => ({
    ...hit,
    birthYears: [...hit.birthYears],
    markersInWords: [...hit.markersInWords],
    why: [...hit.why],
  })),
  contacts: contacts.map(contact => ({ access: 'contact', ...contact })),
  notices: notices.map(noticeAnswer),
  leftOut,
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
            'By any name or alias, in any order, with typing errors, nicknames and transliterations; by a date of birth or as much of one as is known; by number, address, street, postcode or its beginning; by all of that together; and narrowed by filters. 25 at most, the next page by `cursor`. Nothing in the answer depends on records that one may not know of, and everyone in it is consulted and on the record.',
          tags: ['Nominals'],
          querystring: ApiQuery,
          response: {
            200: answering('Who was found, as far as the officer may see them.', SearchAnswer),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { born, about, cursor, ...query } = request.query
        const asked = trimmed({ ...query, born: born !== '' || about === undefined ? born : `about ${about}` })
        const after = cursorFrom(cursor, 'cursor')
        const searched = await search(surroundings, request.caller, asked, { after, withAgencies: false })
        if (searched.forbidden) return reply.forbidden()
        const { refusals, found, notices } = searched
        if (refusals.length > 0)
          return sendProblem(reply, 422, refusals.map(({ text }) => text).join(' '), { errors: refusals })
        return answerOf(found, notices)
      },
    )
  }

/** `createAt`: where the actor may begin a new record, after nobody was found; null: nowhere. */
export type SearchOptions = { readonly createAt: (actor: Actor) => string | null }

/** Finding people: the page, and the same for programs. */
export const searchRoutes =
  (surroundings: Surroundings, options: SearchOptions) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(searchPage(surroundings, options))
    await app.register(searchForPrograms(surroundings))
  }
