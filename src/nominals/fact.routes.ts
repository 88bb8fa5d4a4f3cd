import type { FastifyInstance, FastifyReply } from 'fastify'
import { dayOf, parseId, type Actor, type Caller, type NominalId, type Surroundings } from '#platform'
import { askedForNothing } from './asked-for-nothing.ts'
import { decideOnMarker, isMarkerOutcome } from './marker-approval.ts'
import { isByTwo } from './marker.ts'
import { isAsked } from './marker-asked.ts'
import { amongOf, changeFact, type Change, type Changed } from './fact-change.ts'
import {
  addFactView,
  correctFactView,
  endFactView,
  factConflictView,
  withdrawFactView,
  type FactFormView,
} from './fact-form.views.ts'
import { factKindCalled } from './fact-kinds.ts'
import type { Among, FactKind, ShownFact } from './fact-kind.ts'
import { factWithHistory, lookInto } from './fact-look.ts'
import { firstDay, lastDay, type Given } from './fact-reading.ts'
import { mayWrite, supervises, whyNotToChange } from './fact-rights.ts'
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

/** What later areas do with a fact: links on its page, for whoever reads it. */
export type LinksAtFact = (
  actor: Actor,
  fact: { readonly nominal: NominalId; readonly kind: string; readonly table: string; readonly fact: FactId },
) => readonly { readonly text: string; readonly href: string }[]

/** The pages on which a fact of a record is read with its history, added, corrected, ended and withdrawn. */
export const factRoutes =
  (surroundings: Surroundings, linksAtFact: LinksAtFact = () => []) =>
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
        {
          action: 'nominal.viewed',
          fieldGroups: ['name', ...(kind.table === 'marker' ? ['addresses', 'vehicles'] : [])],
        },
        tx => amongOf(tx, kind, nominal),
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
          among: opened.result,
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
        addFactView({
          kind,
          name: nameIn(changed),
          back,
          action: here,
          given,
          refusals: refusalsIn(changed),
          among: amongIn(changed),
        }),
      )
    })

    app.get<Asked>(`${at}/:fact`, async (request, reply) => {
      const asked = named(request.params)
      if (!asked) return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind, fact } = asked
      const opened = await look(request.caller, nominal, kind, fact)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { found, may } = opened.result
      const more = linksAtFact(opened.actor, { nominal, kind: kind.kind, table: kind.table, fact })
      const view = factView(nominal, opened.name, kind, found, may, dayOf(now()), [], more)
      return reply.page('nominals/fact', view, opened.actor)
    })

    const look = (caller: Caller, nominal: NominalId, kind: FactKind, fact: FactId) =>
      lookInto(
        db,
        caller,
        nominal,
        { action: 'fact.viewed', fieldGroups: [kind.section], records: [fact] },
        async (tx, actor) => {
          const found = await factWithHistory(tx, kind, nominal, fact)
          if (!found) return undefined
          const { agency } = await leadAgencyOf(tx, nominal)
          const whyNot = found.standing && whyNotToChange(actor, { agency: found.standing.agency, lead: agency })
          return {
            found,
            may: {
              change: mayWrite(actor.role) && whyNot === null,
              approve: mayApprove(actor, kind, found.standing?.fact),
              ...onAsked(actor, found.standing?.fact),
            },
          }
        },
      )

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
          async tx => {
            const found = await factWithHistory(tx, kind, nominal, fact)
            return found && { ...found, among: await amongOf(tx, kind, nominal) }
          },
          ({ role }) => mayWrite(role),
        )
        if (opened.came !== 'open') return reply[opened.came](opened.actor)
        const { standing, among } = opened.result
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
              among,
              byTwo: isByTwo(kind, standing.fact),
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
              among: amongIn(changed),
              byTwo: 'now' in changed && changed.now !== null && isByTwo(kind, changed.now),
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
      const decision = { outcome: 'approved', request: null, why: '' } as const
      const approved = await decideOnMarker(surroundings, request.caller, nominal, fact, decision)
      if (approved.came !== 'open') return reply[approved.came](approved.actor)
      return reply.redirect(`/nominals/${nominal}/facts/${kind.kind}/${fact}`, 303)
    })

    app.post<Asked>(`${at}/:fact/decision`, { bodyLimit: largestForm }, async (request, reply) => {
      const asked = named(request.params)
      if (!asked || asked.kind.table !== 'marker')
        return reply.absent(await askedForNothing(surroundings, request.caller))
      const { nominal, kind, fact } = asked
      const { outcome, request: about, why } = formOf(request.body)
      const decided = await decideOnMarker(surroundings, request.caller, nominal, fact, {
        outcome: isMarkerOutcome(outcome) ? outcome : 'refused',
        request: typeof about === 'string' ? about : null,
        why: typeof why === 'string' ? why : '',
      })
      if (decided.came !== 'open') return reply[decided.came](decided.actor)
      const { refusals, overtaken } = decided.result
      if (refusals.length === 0 && !overtaken)
        return reply.redirect(`/nominals/${nominal}/facts/${kind.kind}/${fact}`, 303)
      const opened = await look(request.caller, nominal, kind, fact)
      if (opened.came !== 'open') return reply[opened.came](opened.actor)
      const { found, may } = opened.result
      const told = overtaken
        ? [
            {
              field: '',
              text: 'Somebody has decided or changed this meanwhile. Nothing was done: this is how it stands now',
            },
          ]
        : refusals
      return reply
        .code(overtaken ? 409 : 422)
        .page('nominals/fact', factView(nominal, opened.name, kind, found, may, dayOf(now()), told), opened.actor)
    })
  }

const mayApprove = (actor: Actor, kind: FactKind, fact: ShownFact | undefined): boolean =>
  kind.table === 'marker' &&
  fact !== undefined &&
  fact['sourceKind'] === 'officer' &&
  fact['verified'] !== true &&
  supervises(actor.role) &&
  fact['by'] !== actor.name

/** Whether whoever reads may decide on what is asked of a marker, or take it back. Names stand for people here; the database asks by id. */
const onAsked = (actor: Actor, fact: ShownFact | undefined) => {
  const asked = fact?.['asked']
  if (!isAsked(asked)) return { decide: false, takeBack: false }
  const isMine = asked.by === actor.name
  return { decide: !isMine && supervises(actor.role), takeBack: isMine && mayWrite(actor.role) }
}

const amongIn = (changed: Changed): Among => ('among' in changed ? changed.among : {})
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
  // What waits for another person is seen beside what stands.
  if (changed.came === 'asked') return reply.redirect(`/nominals/${nominal}/facts/${kind.kind}/${changed.fact}`, 303)
  if (changed.came === 'done') {
    const query = new URLSearchParams({ said: changed.fact, ...next }).toString()
    return reply.redirect(`/nominals/${nominal}?${query}#${kind.place}`, 303)
  }
  if (changed.came === 'refused') return reply.code(422).page('nominals/fact-form', form(), changed.actor)
  return changed.came === 'forbidden' ? reply.forbidden(changed.actor) : reply.absent(changed.actor)
}
