import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayOf, parseId, type Actor, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { approveMarker } from './marker-approval.ts'
import { changeFact, type Change, type Changed } from './fact-change.ts'
import {
  addFactView,
  correctFactView,
  endFactView,
  factConflictView,
  withdrawFactView,
  type FactFormView,
} from './fact-form.views.ts'
import { factKindCalled } from './fact-kinds.ts'
import type { FactKind, ShownFact } from './fact-kind.ts'
import { factWithHistory, lookInto } from './fact-look.ts'
import { firstDay, lastDay, type Given } from './fact-reading.ts'
import { mayWrite, whyNotToChange } from './fact-rights.ts'
import { factView } from './fact.views.ts'
import type { FactId } from './fact.facts.ts'
import { leadAgencyOf } from './fact.store.ts'

type Asked = { Params: { nominal: string; kind: string; fact?: string } }

/** Longer than any form of a fact with each of its letters escaped. */
const largestForm = 256 * 1024

const forms = {
  correct: { at: 'correction', view: correctFactView },
  end: { at: 'end', view: endFactView },
  withdraw: { at: 'withdrawal', view: withdrawFactView },
} as const
type ChangeOfOne = keyof typeof forms

/** What an address fills in of a form: texts, by the names of its fields. Whoever opens it still sends it themselves. */
const filledIn = (kind: FactKind, query: Readonly<Record<string, unknown>>): Given => {
  const given = Object.fromEntries(
    [...kind.fields.map(({ name }) => name), ...(kind.dated ? [firstDay, lastDay] : [])].flatMap(name => {
      const value = query[name]
      return typeof value === 'string' && value.length <= 200 ? [[name, value]] : []
    }),
  )
  return { ...kind.starts?.(given), ...given }
}

const formOf = (body: unknown): Given => (typeof body === 'object' && body !== null ? (body as Given) : {})

/** The pages on which a fact of a record is read with its history, added, corrected, ended and withdrawn. */
export const factRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings
    const at = '/nominals/:nominal/facts/:kind'

    /** What the address names; undefined: it names nothing, which is answered like what one may not know of. */
    const named = ({ nominal, kind, fact }: Asked['Params']) => {
      const [nominalId, known] = [parseId<NominalId>(nominal), factKindCalled(kind)]
      const factId = fact === undefined ? undefined : parseId<FactId>(fact)
      if (nominalId === undefined || known === undefined || (fact !== undefined && factId === undefined))
        return undefined
      return { nominal: nominalId, kind: known, fact: factId ?? ('' as FactId) }
    }
    const nextOf = (kind: FactKind, given: Given) => kind.next?.(given, dayOf(now())) ?? {}
    const page = (nominal: NominalId, kind: FactKind) => ({
      back: `/nominals/${nominal}#${kind.place}`,
      here: `/nominals/${nominal}/facts/${kind.kind}`,
    })

    app.get<Asked & { Querystring: Readonly<Record<string, unknown>> }>(`${at}/new`, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind } = asked
      const opened = await lookInto(
        db,
        request.caller,
        nominal,
        { action: 'nominal.viewed', fieldGroups: ['name'] },
        async () => null,
        ({ role }) => mayWrite(role),
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { back, here } = page(nominal, kind)
      return reply.page(
        'nominals/fact-form',
        addFactView({
          kind,
          name: opened.name,
          back,
          action: here,
          given: filledIn(kind, request.query),
          refusals: [],
        }),
        opened.actor,
      )
    })

    app.post<Asked>(at, { bodyLimit: largestForm }, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind } = asked
      const given = formOf(request.body)
      const { back, here } = page(nominal, kind)
      const changed = await changeFact(surroundings, request.caller, { nominal, kind, change: { what: 'add' }, given })
      return answer(reply, nominal, kind, changed, nextOf(kind, given), () =>
        addFactView({ kind, name: nameIn(changed), back, action: here, given, refusals: refusalsIn(changed) }),
      )
    })

    app.get<Asked>(`${at}/:fact`, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind, fact } = asked
      const opened = await lookInto(
        db,
        request.caller,
        nominal,
        { action: 'fact.viewed', fieldGroups: [kind.section], records: [fact] },
        async (tx, actor) => {
          const found = await factWithHistory(tx, kind, nominal, fact)
          if (!found) return undefined
          const { agency, name } = await leadAgencyOf(tx, nominal)
          const whyNot = found.standing && whyNotToChange(actor, { agency: found.standing.agency, lead: agency })
          return {
            found,
            name,
            may: {
              change: mayWrite(actor.role) && whyNot === null,
              approve: mayApprove(actor, kind, found.standing?.fact),
            },
          }
        },
      )
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { found, may } = opened.result
      return reply.page('nominals/fact', factView(nominal, opened.name, kind, found, may, dayOf(now())), opened.actor)
    })

    for (const what of Object.keys(forms) as ChangeOfOne[]) {
      const { at: noun, view } = forms[what]
      const path = `${at}/:fact/${noun}`

      app.get<Asked>(path, async (request, reply) => {
        const asked = named(request.params)
        if (!asked || (what === 'end' && !asked.kind.dated))
          return reply.absent(await askedForNothing(surroundings, request.caller))
        const { nominal, kind, fact } = asked
        const opened = await lookInto(
          db,
          request.caller,
          nominal,
          { action: 'fact.viewed', fieldGroups: [kind.section], records: [fact] },
          async tx => factWithHistory(tx, kind, nominal, fact),
          ({ role }) => mayWrite(role),
        )
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { standing } = opened.result
        const { here } = page(nominal, kind)
        // What was withdrawn is read, and not changed.
        if (!standing) return reply.redirect(`${here}/${fact}`, 303)
        return reply.page(
          'nominals/fact-form',
          view(
            {
              kind,
              name: opened.name,
              back: `${here}/${fact}`,
              action: `${here}/${fact}/${noun}`,
              given: what === 'correct' ? standing.fact : {},
              refusals: [],
            },
            standing.fact.id,
          ),
          opened.actor,
        )
      })

      app.post<Asked>(path, { bodyLimit: largestForm }, async (request, reply) => {
        const asked = named(request.params)
        if (!asked || (what === 'end' && !asked.kind.dated))
          return reply.absent(await askedForNothing(surroundings, request.caller))
        const { nominal, kind, fact } = asked
        const given = formOf(request.body)
        const version = typeof given['version'] === 'string' ? given['version'] : null
        const change: Change = { what, fact, version }
        const { here } = page(nominal, kind)
        const changed = await changeFact(surroundings, request.caller, { nominal, kind, change, given })
        const again = (on: string, refusals = refusalsIn(changed)): FactFormView =>
          view(
            {
              kind,
              name: nameIn(changed),
              back: `${here}/${fact}`,
              action: `${here}/${fact}/${noun}`,
              given,
              refusals,
            },
            on,
          )
        if (changed.came === 'overtaken')
          return reply.code(409).page(
            'nominals/fact-conflict',
            factConflictView(kind, {
              name: changed.name,
              theirs: changed.now,
              yours: given,
              now: `${here}/${fact}`,
              form: changed.current && again(changed.current, []),
            }),
            changed.actor,
          )
        return answer(reply, nominal, kind, changed, what === 'withdraw' ? {} : nextOf(kind, given), () =>
          again(version ?? ''),
        )
      })
    }

    app.post<Asked>(`${at}/:fact/approval`, async (request, reply) => {
      const asked = named(request.params)
      if (!asked || asked.kind.table !== 'marker')
        return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind, fact } = asked
      const approved = await approveMarker(surroundings, request.caller, nominal, fact)
      if (approved.came !== 'open') return reply[approved.came](approved.actor)
      return reply.redirect(`/nominals/${nominal}/facts/${kind.kind}/${fact}`, 303)
    })
  }

const mayApprove = (actor: Actor, kind: FactKind, fact: ShownFact | undefined): boolean =>
  kind.table === 'marker' &&
  fact !== undefined &&
  fact['sourceKind'] === 'officer' &&
  fact['verified'] !== true &&
  (actor.role === 'supervisor' || actor.role === 'region-lead') &&
  fact['by'] !== actor.name

const nameIn = (changed: Changed): string => ('name' in changed ? changed.name : '')
const refusalsIn = (changed: Changed) => (changed.came === 'refused' ? changed.refusals : [])

const answer = (
  reply: FastifyReply,
  nominal: NominalId,
  kind: FactKind,
  changed: Changed,
  next: Readonly<Record<string, string>>,
  form: () => FactFormView,
): FastifyReply => {
  if (changed.came === 'done') {
    const query = new URLSearchParams({ said: changed.fact, ...next }).toString()
    return reply.redirect(`/nominals/${nominal}?${query}#${kind.place}`, 303)
  }
  if (changed.came === 'refused') return reply.code(422).page('nominals/fact-form', form(), changed.actor)
  return changed.came === 'forbidden' ? reply.forbidden(changed.actor) : reply.absent(changed.actor)
}
