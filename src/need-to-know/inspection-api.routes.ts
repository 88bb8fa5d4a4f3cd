import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { answering, problemResponses, sendProblem, type Surroundings } from '#platform'
import { givenOf, textIn } from './form.ts'
import { lookAtInspected, lookAtWindow, lookAtWindows, openOne, windowGiven } from './inspecting.ts'
import type { InspectionWindow } from './inspection.ts'

const moment = z.iso.datetime({ offset: true })
const Window = z
  .strictObject({
    id: z.uuid(),
    agency: z.string(),
    unit: z.string(),
    purpose: z.string(),
    handling: z.array(z.string()),
    openedAt: moment,
    openedBy: z.string(),
    endsAt: moment,
    closedAt: moment.nullable(),
    inspectors: z.array(z.string()),
    people: z.int().meta({ description: 'How many of its sample one may know of.' }),
  })
  .meta({ id: 'InspectionWindow', description: 'Named inspectors read a named sample, until an end.' })
const Sampled = Window.extend({
  sample: z.array(
    z.strictObject({
      nominal: z.uuid(),
      reference: z.string(),
      name: z.string(),
      status: z.string(),
      unit: z.string(),
    }),
  ),
})
const Record = z
  .strictObject({
    reference: z.string(),
    name: z.string(),
    aliases: z.array(z.string()),
    birthYears: z.array(z.int()),
    agency: z.string(),
    unit: z.string(),
    status: z.string(),
    markers: z.array(z.string()),
    facts: z.array(
      z.strictObject({
        kind: z.string(),
        title: z.string(),
        lines: z.array(z.strictObject({ label: z.string(), value: z.string(), source: z.string() })),
      }),
    ),
  })
  .meta({ id: 'InspectedRecord', description: 'A record of the sample, in words.' })

const text = z.string().max(5000).optional()
const params = z.object({ inspection: z.string().meta({ description: 'A UUID.' }) })

const answerOf = ({ mayClose: _mayClose, ...window }: InspectionWindow): z.input<typeof Window> => ({
  ...window,
  handling: [...window.handling],
  inspectors: [...window.inspectors],
  openedAt: window.openedAt.toString(),
  endsAt: window.endsAt.toString(),
  closedAt: window.closedAt?.toString() ?? null,
})

/** Inspection windows, for programs. */
export const inspectionApiRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const tags = ['Inspection']

    app.get(
      '/api/v1/inspections',
      {
        schema: {
          operationId: 'listInspections',
          summary: 'The windows one is named in, or supervises',
          description: 'For inspectors those that are open to them; for supervisors those of their units.',
          tags,
          response: {
            200: answering('The latest 100.', z.strictObject({ windows: z.array(Window) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const looked = await lookAtWindows(surroundings, request.caller)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        return reply.send({ windows: looked.windows.map(answerOf) })
      },
    )

    app.post<{ Body: unknown }>(
      '/api/v1/inspections',
      {
        schema: {
          operationId: 'openInspection',
          summary: 'Open a window',
          description:
            'By whoever supervises the unit that leads every record of the sample, for others (403). Every reason against it at once (422).',
          tags,
          body: z
            .looseObject({
              sample: z.array(z.string().max(40)).max(300).optional(),
              inspectors: z.array(z.string().max(100)).max(50).optional(),
              ends: text.meta({ description: 'The last day, in London.' }),
              handling: z.array(z.string().max(40)).max(50).optional(),
              purpose: text,
            })
            .meta({
              example: {
                sample: ['CN-26-000123'],
                inspectors: [],
                ends: '2027-01-12',
                handling: ['3x5x2:P'],
                purpose: 'Thematic inspection of police-led management',
              },
            }),
          response: { 201: answering('It is open.', Window), ...problemResponses },
        },
      },
      async (request, reply) => {
        const opening = await openOne(surroundings, request.caller, windowGiven(givenOf(request.body)))
        if (opening.came === 'done') return reply.code(201).send(answerOf(opening.window))
        if (opening.came === 'refused')
          return sendProblem(reply, 422, 'It was refused, for the reasons in `errors`. Nothing was opened.', {
            errors: opening.refusals,
          })
        return reply.forbidden(opening.actor)
      },
    )

    app.get<{ Params: { inspection: string } }>(
      '/api/v1/inspections/:inspection',
      {
        schema: {
          operationId: 'getInspection',
          summary: 'A window with its sample',
          description: 'For its inspectors while it is open, and for the supervisors of the unit.',
          tags,
          params,
          response: { 200: answering('The window.', Sampled), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtWindow(surroundings, request.caller, request.params.inspection)
        if (!('window' in looked)) return reply[looked.came](looked.actor)
        return reply.send({ ...answerOf(looked.window), sample: [...looked.sample] })
      },
    )

    app.post<{ Params: { inspection: string }; Body: unknown }>(
      '/api/v1/inspections/:inspection/closing',
      {
        schema: {
          operationId: 'closeInspection',
          summary: 'Close a window by hand',
          description: 'By the supervisors of the unit. It is shut at the next request of whoever reads.',
          tags,
          params,
          body: z.looseObject({ why: text }).meta({ example: { why: 'The inspection is over' } }),
          response: {
            200: answering('It is closed.', z.strictObject({ closed: z.literal(true) })),
            ...problemResponses,
          },
        },
      },
      async (request, reply) => {
        const why = textIn(givenOf(request.body), 'why').slice(0, 300)
        const looked = await lookAtWindow(surroundings, request.caller, request.params.inspection, why)
        if (!('window' in looked)) return reply[looked.came](looked.actor)
        return reply.send({ closed: true as const })
      },
    )

    app.get<{ Params: { inspection: string; nominal: string } }>(
      '/api/v1/inspections/:inspection/nominals/:nominal',
      {
        schema: {
          operationId: 'getInspectedRecord',
          summary: 'A record of the sample',
          description:
            'Everything that stands in it, in words, but for intelligence above the agreed handling. Each look is on the record with the window.',
          tags,
          params: params.extend({ nominal: z.string().meta({ description: 'A UUID.' }) }),
          response: { 200: answering('The record.', Record), ...problemResponses },
        },
      },
      async (request, reply) => {
        const looked = await lookAtInspected(surroundings, request.caller, request.params)
        if (looked.came !== 'open') return reply[looked.came](looked.actor)
        const { headline, facts } = looked
        return reply.send({
          ...headline,
          aliases: [...headline.aliases],
          birthYears: [...headline.birthYears],
          markers: [...headline.markers],
          facts: facts.map(({ kind, title, lines }) => ({ kind, title, lines: [...lines] })),
        })
      },
    )
  }
