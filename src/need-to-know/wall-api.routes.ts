import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, sendProblem, type Surroundings } from '#platform'
import { askedForNothing, type Given, type Opened } from '#nominals'
import { givenOf } from './form.ts'
import { exclude, letIn, lookAtWalls, restrict, unrestrict, type WallsOpened } from './walling.ts'
import type { Walls } from './wall.ts'
import { wallsAsked } from './wall.routes.ts'

const moment = z.iso.datetime({ offset: true })
const WallsAnswer = z
  .strictObject({
    keeps: z.boolean().meta({ description: 'Whether you may set and end these.' }),
    restriction: z
      .strictObject({
        id: z.uuid(),
        shows: z.enum(['none', 'contact']),
        why: z.string(),
        setBy: z.string(),
        from: moment,
        until: moment.nullable(),
        members: z.array(z.strictObject({ officer: z.uuid(), name: z.string(), unit: z.string().nullable() })),
      })
      .nullable(),
    exclusions: z
      .array(
        z.strictObject({
          id: z.uuid(),
          officerId: z.uuid(),
          officer: z.string(),
          kind: z.enum(['set', 'self', 'family', 'conflict']),
          why: z.string(),
          setBy: z.string(),
          from: moment,
          until: moment.nullable(),
        }),
      )
      .meta({ description: 'Only to whoever keeps them; empty to everybody else.' }),
    over: z
      .array(
        z.strictObject({
          id: z.uuid(),
          what: z.enum(['exclusion', 'restriction']),
          whom: z.string(),
          kind: z.string().meta({ description: 'Of an exclusion as above; of a restriction what it showed.' }),
          why: z.string(),
          setBy: z.string(),
          from: moment,
          at: moment.meta({ description: 'When it ended.' }),
          endedBy: z.string().nullable().meta({ description: 'Null where its time was over.' }),
          endedWhy: z.string().nullable(),
        }),
      )
      .meta({ description: 'What held before, the latest first; only to whoever keeps them.' }),
    parts: z
      .array(z.strictObject({ kind: z.enum(['entry', 'file']), id: z.uuid(), restricted: z.boolean() }))
      .meta({ description: 'Of a record: its entries and files that have walls of their own, of those that you see.' }),
  })
  .meta({
    id: 'NeedToKnow',
    description: 'Who may see a record, an entry or a file: its restriction, and whom it excludes.',
  })

const answerOf = ({ keeps, restriction, exclusions, over, parts }: Walls): z.input<typeof WallsAnswer> => ({
  keeps,
  restriction: restriction && {
    ...restriction,
    from: restriction.from.toString(),
    until: restriction.until?.toString() ?? null,
    members: [...restriction.members],
  },
  exclusions: exclusions.map(each => ({
    ...each,
    from: each.from.toString(),
    until: each.until?.toString() ?? null,
  })),
  over: over.map(each => ({ ...each, from: each.from.toString(), at: each.at.toString() })),
  parts: [...parts],
})

const text = z.string().max(5000).optional()
const ofRecord = z.object({ id: z.string().meta({ description: 'The nominal: a UUID.' }) })
const ofPart = ofRecord.extend({
  kind: z.string().meta({ description: '`entry` or `file`' }),
  fact: z.string().meta({ description: 'The entry or the file, by any of its versions: a UUID.' }),
})
const exclusionParam = { exclusion: z.string().meta({ description: 'A UUID.' }) }
type Asked = { Params: { id: string; kind?: string; fact?: string; exclusion: string }; Body: unknown }

/** The two faces: the walls of a record, and those of a part of it. */
const faces = [
  {
    at: '/api/v1/nominals/:id/need-to-know',
    params: ofRecord,
    of: '',
    a: 'a record',
    whose: ({ id }: Asked['Params']) => wallsAsked(id),
    held: ' What they held of the record passes to the unit’s supervisors. One’s own connection is declared instead.',
  },
  {
    at: '/api/v1/nominals/:id/facts/:kind/:fact/need-to-know',
    params: ofPart,
    of: 'OfPart',
    a: 'an entry or a file',
    whose: ({ id, kind, fact }: Asked['Params']) => wallsAsked(id, { kind, fact }),
    held: ' Of an entry, its corrections and the files that it carries too.',
  },
] as const

/** Who may see a record, an entry or a file of it, for programs. */
export const wallApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const send = (reply: FastifyReply, opened: Opened<WallsOpened>) => {
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { walls, refusals } = opened.result
      return refusals.length > 0
        ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was changed.', {
            errors: refusals,
          })
        : reply.send(answerOf(walls))
    }
    const tags = ['Need to know']
    const response = { 200: answering('As it stands now.', WallsAnswer), ...problemResponses }
    const keepers = 'By a supervisor of the unit that leads, or its region lead (403).'

    for (const { at, params, of, a, whose, held } of faces) {
      app.get<Asked>(
        at,
        {
          schema: {
            operationId: `getNeedToKnow${of}`,
            summary: `Who may see ${a}`,
            description: 'To whoever sees it, with the record in full.',
            tags,
            params,
            response,
          },
        },
        async (request, reply) => {
          const asked = whose(request.params)
          if (asked === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
          return send(reply, await lookAtWalls(surroundings, request.caller, asked))
        },
      )

      type Step = {
        readonly path: string
        readonly operationId: string
        readonly summary: string
        readonly description: string
        readonly body: z.ZodType
        readonly params: z.ZodType
        readonly doing: typeof restrict
        readonly given?: (params: Asked['Params']) => Given
      }
      const steps: readonly Step[] = [
        {
          path: 'restriction',
          operationId: `setRestriction${of}`,
          summary: `Restrict ${a} to a list`,
          description: `${keepers} One that holds already is ended by it. \`officers\`: rank and name, one a line, with the unit after a comma where two are called alike; whoever sets it is on the list. \`shows\` is of a record only.`,
          body: z.looseObject({ officers: text, shows: text, reason: text, until: text }).meta({
            example: {
              officers: 'DS Amara Okafor',
              shows: 'none',
              reason: 'A source would be known by it',
              until: '2027-03-31',
            },
          }),
          params,
          doing: restrict,
        },
        {
          path: 'restriction/end',
          operationId: `endRestriction${of}`,
          summary: `End the restriction of ${a}`,
          description: keepers,
          body: z.looseObject({ over: text }).meta({ example: { over: 'The operation is over' } }),
          params,
          doing: unrestrict,
        },
        {
          path: 'exclusions',
          operationId: `setExclusion${of}`,
          summary: `Exclude an officer from ${a}`,
          description: `${keepers}${held}`,
          body: z
            .looseObject({ officer: text, why: text, last: text })
            .meta({ example: { officer: 'PC Joanne Merrick', why: 'Was at school with the person', last: '' } }),
          params,
          doing: exclude,
        },
        {
          path: 'exclusions/:exclusion/end',
          operationId: `endExclusion${of}`,
          summary: `End an exclusion from ${a}`,
          description: `${keepers} Never by whom it keeps out, and never by who declared it.`,
          body: z.looseObject({ ending: text }).meta({ example: { ending: 'It was somebody else of that name' } }),
          params: params.extend(exclusionParam),
          doing: letIn,
          given: ({ exclusion }) => ({ exclusion }),
        },
      ]
      for (const { path, doing, given = () => ({}), ...schema } of steps)
        app.post<Asked>(`${at}/${path}`, { schema: { ...schema, tags, response } }, async (request, reply) => {
          const asked = whose(request.params)
          if (asked === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
          const body = { ...givenOf(request.body), ...given(request.params) }
          return send(reply, await doing(surroundings, request.caller, asked, body))
        })
    }
  }
