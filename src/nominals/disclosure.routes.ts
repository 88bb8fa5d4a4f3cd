import type { FastifyInstance } from 'fastify'
import { dayOf, parseId, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { disclose, groupsOf } from './disclosing.ts'
import type { DisclosureId } from './disclosure.ts'
import { disclosureOf, disclosuresOf, whatIsDisclosed } from './disclosure.store.ts'
import { disclosureAddress, disclosureFormView, disclosurePageView } from './disclosure.views.ts'
import { lookInto } from './fact-look.ts'
import type { Given } from './fact-reading.ts'
import { mayDisclose } from './fact-rights.ts'

type Asked = { Params: { nominal: string; disclosure: string }; Body: unknown }

const largestForm = 32 * 1024 // bytes: a few short fields
const formOf = (body: unknown): Given => (typeof body === 'object' && body !== null ? (body as Given) : {})

/** Printing as a disclosure: the form that asks why and for whom, and what is then printed, as often as it is needed, as it was. */
export const disclosureRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings

    app.get<Asked>('/nominals/:nominal/print', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const opened = await lookInto(
        db,
        request.caller,
        nominal,
        { action: 'disclosures.viewed', fieldGroups: ['name', 'disclosures'] },
        tx => disclosuresOf(tx, nominal),
        ({ role }) => mayDisclose(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const today = dayOf(now())
      return reply.page(
        'nominals/disclosure-form',
        disclosureFormView(nominal, opened.name, { given: {}, refusals: [], earlier: opened.result, today }),
        opened.actor,
      )
    })

    app.post<Asked>('/nominals/:nominal/print', { bodyLimit: largestForm }, async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = formOf(request.body)
      const made = await disclose(surroundings, request.caller, nominal, given)
      if (made.came === 'done') return reply.redirect(disclosureAddress(nominal, made.disclosure.id), 303)
      if (made.came !== 'refused') return reply[made.came](made.actor)
      const { name, refusals, earlier } = made
      const today = dayOf(now())
      return reply
        .code(422)
        .page(
          'nominals/disclosure-form',
          disclosureFormView(nominal, name, { given: { destroyBy: '', ...given }, refusals, earlier, today }),
          made.actor,
        )
    })

    app.get<Asked>('/nominals/:nominal/disclosures/:disclosure', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      const id = parseId<DisclosureId>(request.params.disclosure)
      if (nominal === undefined || id === undefined)
        return reply.absent(await askedForNothing(surroundings, request.caller))
      const audit = { action: 'disclosure.viewed', records: [id], fieldGroups: [] as readonly string[] }
      const opened = await lookInto(
        db,
        request.caller,
        nominal,
        audit,
        async tx => {
          const row = await disclosureOf(tx, nominal, id)
          if (!row) return undefined
          audit.fieldGroups = groupsOf(row)
          return { row, disclosed: await whatIsDisclosed(tx, nominal, row.parts, row.at) }
        },
        ({ role }) => mayDisclose(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { row, disclosed } = opened.result
      return reply.page('nominals/disclosure', disclosurePageView(nominal, row, disclosed), opened.actor)
    })
  }
