import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answering, newId, Problem, problemResponses, sendProblem, type Id, type Surroundings } from '#platform'
import { createNominal, type Creating } from './creating.ts'
import { mostNames, mostNumbers } from './new-nominal.ts'
import type { Once } from './new-nominal.store.ts'
import { ContactHitAnswer } from './record.answer.ts'
import { Hit } from './search.answer.ts'
import { noticeAnswer, SafetyNoticeShown } from './shown-notice.answer.ts'

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const Fields = z.record(z.string().max(60), Value)

const NewNominalBody = z
  .strictObject({
    names: z
      .array(Fields)
      .max(mostNames, { error: `Give ${mostNames} names at most: others are added to the record when it is there` })
      .default([])
      .meta({
        description: `Names with the fields of the kind "name" (see listFactKinds); the first is the name that is used, ${mostNames} at most.`,
      }),
    birth: Fields.default({}).meta({
      description: 'Date and place of birth: "asGiven" in any form, also a part, and "place".',
    }),
    sex: z.string().max(20).default('').meta({ description: 'A code of the kind "sex".' }),
    identifiers: z
      .array(Fields)
      .max(mostNumbers, {
        error: `Give ${mostNumbers} numbers at most: others are added to the record when it is there`,
      })
      .default([])
      .meta({
        description: `Numbers in any form: "kind" (left out where the number tells) and "asGiven"; ${mostNumbers} at most.`,
      }),
    basis: Fields.default({}).meta({
      description: 'Why the law allows the record: the fields of the kind "basis". It holds today.',
    }),
    manager: z
      .string()
      .max(20)
      .default('me')
      .meta({ description: '"me", or for a supervisor "unallocated": nobody is named yet.' }),
    source: z.string().max(1000).default('').meta({ description: 'Where you have it from.' }),
    checked: z.array(z.string().max(60)).max(200).optional().meta({
      description:
        'Whom you were shown and say it is none of: the `id` of each hit and the `quote` of each contact of a 409.',
    }),
    somebodyElse: z.string().max(2000).default('').meta({
      description:
        'Why it is somebody else. Required where a valid number is shared or a desk is to be rung. Alone, it answers for everybody.',
    }),
  })
  .meta({
    id: 'NewNominal',
    example: {
      names: [{ given: 'Orrin', family: 'Vesperlane' }],
      birth: { asGiven: '3 7 1982' },
      sex: 'M',
      identifiers: [{ kind: 'pnc', asGiven: '02/73319Z' }],
      basis: { kind: 'soa-2003-part-2', counterTerrorism: false },
    },
  })

const Made = z
  .strictObject({
    id: z.uuid(),
    reference: z.string().nullable().meta({ description: 'The number of the record: CN-26-000123.' }),
    notices: z.array(SafetyNoticeShown).meta({ description: 'Safety notices that are for you, about such a person.' }),
  })
  .meta({ id: 'NominalMade', description: 'The record that was made. Read it at its address (`Location`).' })

const SomebodyFound = Problem.extend({
  candidates: z
    .strictObject({ hits: z.array(Hit), contacts: z.array(ContactHitAnswer), notices: z.array(SafetyNoticeShown) })
    .meta({
      description:
        'Who is on record already, as far as you may know: records with why they are like, and desks to ring.',
    }),
}).meta({ id: 'SomebodyFound', description: 'Problem details, with those who it may be.' })

/** Making a record, for programs: under the same rules as on the pages. */
export const creatingApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/api/v1/nominals',
      {
        schema: {
          operationId: 'createNominal',
          summary: 'Create a nominal',
          description:
            'In your own name, in your own unit’s hands. Concord looks first who is on record already, by numbers, by name with date of birth and by close names: when it finds somebody for whom you have not answered, nothing is made and you are told whom (409). Nothing in the answer depends on records that you may not know of. Every reason against it is answered at once (422, `errors`).',
          tags: ['Nominals'],
          body: NewNominalBody,
          response: {
            201: answering('The record that was made.', Made),
            409: {
              description: 'Somebody is on record whom you have not answered for. Nothing was made.',
              content: { 'application/problem+json': { schema: SomebodyFound } },
            },
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const { checked = null, somebodyElse, ...described } = request.body
        const once = newId<Id<'form'>>() as string as Once
        const answered = { checked, somebodyElse: somebodyElse.replaceAll(/\s+/g, ' ').trim() }
        return answer(reply, await createNominal(surroundings, request.caller, once, { described, answered }))
      },
    )
  }

const answer = (reply: FastifyReply, creating: Creating): FastifyReply => {
  switch (creating.came) {
    case 'forbidden':
      return reply.forbidden(creating.actor)
    case 'made':
      return reply
        .code(201)
        .header('location', `/api/v1/nominals/${creating.nominal}`)
        .send({ id: creating.nominal, reference: creating.reference, notices: creating.notices.map(noticeAnswer) })
    case 'found':
      if (creating.refusals.length === 0)
        return sendProblem(
          reply,
          409,
          'Somebody is on record already who it may be. Nothing was made: look at `candidates`, and send their ids and quotes as `checked`, or say in `somebodyElse` why it is none of them.',
          {
            extensions: {
              candidates: {
                hits: creating.candidates.hits,
                contacts: creating.candidates.contacts.map(contact => ({ access: 'contact', ...contact })),
                notices: creating.notices.map(noticeAnswer),
              },
            },
          },
        )
      break
    case 'clear':
      throw new Error('A record that is to be made was only looked for')
  }
  return sendProblem(reply, 422, 'The record was refused, for the reasons in `errors`. Nothing was made.', {
    errors: creating.refusals,
  })
}
