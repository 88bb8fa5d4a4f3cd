import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { mayWrite, readDay, type Given } from '#nominals'
import { givenOf, textIn } from '#need-to-know'
import {
  act,
  answering,
  dayOf,
  problemResponses,
  sendProblem,
  type Actor,
  type Caller,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import { coverRoles, refusalsOfCover, type CoverKept } from './cover.ts'
import { addAbsence, addCover, colleaguesCalled, coverKept, endAbsence, endCover } from './cover.store.ts'
import { absenceKinds, coverView, type CoverGiven } from './cover.views.ts'
import { inSavepoint } from './savepoint.store.ts'

type Asked = { Body: unknown }
type Form = 'absence' | 'cover' | 'end'
/** `kept` null: a role that writes nothing. */
type Looked = { readonly actor: Actor; readonly kept: CoverKept | null; readonly refusals: readonly Refusal[] }

const coverGiven = (given: Given): CoverGiven => ({
  absent: textIn(given, 'absent'),
  since: textIn(given, 'since'),
  until: textIn(given, 'until'),
  officer: textIn(given, 'officer'),
  kind: textIn(given, 'kind'),
  covering: textIn(given, 'covering'),
  role: textIn(given, 'role'),
  from: textIn(given, 'from'),
  to: textIn(given, 'to'),
  ending: textIn(given, 'ending'),
})

/** What the database refuses that the program let pass, for people; `first`: the field of the first day. */
const tried = async (tx: Tx, first: 'since' | 'from', work: () => Promise<void>): Promise<readonly Refusal[]> => {
  const said = {
    '23P01': { field: first, text: 'There is one at that time already: end it first' },
    '23514': {
      field: 'covering',
      text: 'Choose somebody of the same agency who is vetted and trained on the first day',
    },
    CC412: { field: 'covering', text: 'Choose somebody who is a supervisor on the first day: the role is not lent' },
    CC411: {
      field: 'covering',
      text: 'They are covered, at that time, by whom they would cover: in the end nobody would answer',
    },
  }
  const code = await inSavepoint(tx, work, ['23P01', '23514', 'CC411', 'CC412'])
  return code ? [said[code]] : []
}

/** Nobody says months later that they were away: who answered then stands as it was. */
const longestBack = 31

/** The days that were typed, as moments: from the midnight that begins the first to the one that ends the last. */
const spellIn = (given: CoverGiven, [start, end]: ['since', 'until'] | ['from', 'to'], now: Temporal.Instant) => {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime('Europe/London').toInstant()
  const [first, last] = [readDay(given[start], dayOf(now)), readDay(given[end], dayOf(now))]
  const refusals: Refusal[] = []
  if (!('day' in first)) refusals.push({ field: start, text: 'Enter the first day, like 23 11 2026' })
  if (!('day' in last) && !(end === 'until' && given[end] === ''))
    refusals.push({ field: end, text: 'Enter the last day, like 23 11 2026' })
  // From now on, where the first day is today: what was ended this morning is not in its way.
  const from = 'day' in first && !first.day.equals(dayOf(now)) ? midnight(first.day) : now
  const to = 'day' in last ? midnight(last.day.add({ days: 1 })) : null
  if ('day' in first && to && Temporal.Instant.compare(from, to) >= 0)
    refusals.push({ field: end, text: 'Enter a last day that is not before the first' })
  if ('day' in first && Temporal.PlainDate.compare(first.day.add({ days: longestBack }), dayOf(now)) < 0)
    refusals.push({ field: start, text: `Enter a first day within the last ${longestBack} days` })
  return { from, to, refusals }
}

const keep: Record<
  Form,
  (tx: Tx, actor: Actor, given: CoverGiven, kept: CoverKept, now: Temporal.Instant) => Promise<readonly Refusal[]>
> = {
  absence: async (tx, _actor, given, { officers }, now) => {
    const officer = officers.find(({ id }) => id === given.absent)?.id
    const kind = absenceKinds.find(({ code }) => code === given.kind)?.code
    const { from, to, refusals } = spellIn(given, ['since', 'until'], now)
    if (officer && kind && refusals.length === 0)
      return tried(tx, 'since', () => addAbsence(tx, { officer, kind, from, to }))
    return [
      ...(officer ? [] : [{ field: 'absent', text: 'Choose whose absence it is' }]),
      ...(kind ? [] : [{ field: 'kind', text: 'Choose leave, or another reason' }]),
      ...refusals,
    ]
  },
  cover: async (tx, { agency }, given, { officers, covers }, now) => {
    const officer = officers.find(({ id }) => id === given.officer)?.id
    const role = coverRoles.find(each => each === given.role)
    const called = given.covering === '' ? [] : await colleaguesCalled(tx, agency, given.covering)
    const covering = called.length === 1 ? called[0] : undefined
    const { from, to, refusals } = spellIn(given, ['from', 'to'], now)
    if (officer && role && covering && to && refusals.length === 0) {
      const asked = { officer, role, covering, from, to }
      const standing = covers.map(each => ({ ...each, officer: each.officerId, covering: each.coveringId }))
      const against = refusalsOfCover(asked, standing)
      return against.length > 0 ? against : tried(tx, 'from', () => addCover(tx, asked))
    }
    return [
      ...(officer ? [] : [{ field: 'officer', text: 'Choose who is covered' }]),
      ...(covering ? [] : [{ field: 'covering', text: 'Enter the rank and name of one officer of the agency' }]),
      ...(role ? [] : [{ field: 'role', text: 'Choose as what they cover' }]),
      ...refusals,
    ]
  },
  end: async (tx, _actor, { ending }, { absences, covers }) => {
    if (absences.some(({ id, keeps }) => keeps && id === ending)) await endAbsence(tx, ending)
    else if (covers.some(({ id, keeps }) => keeps && id === ending)) await endCover(tx, ending)
    else return [{ field: 'ending', text: 'Choose one of those that hold or are to come' }]
    return []
  },
}
const leaves: Record<Form, string> = { absence: 'absence.kept', cover: 'cover.kept', end: 'cover.ended' }

const KeptAnswer = z
  .strictObject({
    absences: z.array(
      z.strictObject({
        id: z.uuid(),
        officer: z.string(),
        kind: z.enum(['leave', 'other']),
        from: z.iso.datetime(),
        to: z.iso.datetime().nullable(),
      }),
    ),
    covers: z.array(
      z.strictObject({
        id: z.uuid(),
        officer: z.string(),
        covering: z.string(),
        role: z.enum(coverRoles),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'LeaveAndCover', description: 'Who is away and who covers, now and to come.' })
const answerOf = ({ absences, covers }: CoverKept): z.input<typeof KeptAnswer> => ({
  absences: absences.map(({ id, officer, kind, from, to }) => ({
    id,
    officer,
    kind,
    from: from.toString(),
    to: to?.toString() ?? null,
  })),
  covers: covers.map(({ id, officer, covering, role, from, to }) => ({
    id,
    officer,
    covering,
    role,
    from: from.toString(),
    to: to.toString(),
  })),
})
const text = () => z.string().max(200).optional()
const bodies = {
  absence: z
    .looseObject({ absent: text(), kind: text(), since: text(), until: text() })
    .meta({ example: { absent: '', kind: 'leave', since: '2026-12-01', until: '2026-12-05' } }),
  cover: z
    .looseObject({ officer: text(), covering: text(), role: text(), from: text(), to: text() })
    .meta({ example: { officer: '', covering: 'DC A Name', role: 'manages', from: '2026-12-01', to: '2026-12-05' } }),
  end: z.looseObject({ ending: text() }).meta({ example: { ending: '' } }),
}
const summaries: Record<Form, readonly [string, string]> = {
  absence: ['keepAbsence', 'Keep an absence'],
  cover: ['keepCover', 'Name who covers'],
  end: ['endCover', 'End an absence or a cover now'],
}

/** One's own leave and cover, and for a supervisor those of their units; for people and for programs. */
export const coverRoutes =
  ({ db, now }: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const look = (caller: Caller, form: Form | null, given: CoverGiven) =>
      act<Looked>(db, caller, async (tx, actor) => {
        const action = form ? leaves[form] : 'cover.listed'
        if (!mayWrite(actor.role))
          return { result: { actor, kept: null, refusals: [] }, audit: { action, outcome: 'refused' as const } }
        const before = await coverKept(tx, actor)
        const refusals = form ? await keep[form](tx, actor, given, before, now()) : []
        const kept = form && refusals.length === 0 ? await coverKept(tx, actor) : before
        return {
          result: { actor, kept, refusals },
          audit: refusals.length > 0 ? { action, outcome: 'refused' as const } : { action },
        }
      })
    const nothing = coverGiven({})

    app.get('/cover', async (request, reply) => {
      const { actor, kept } = await look(request.caller, null, nothing)
      return kept
        ? reply.page('responsibility/board', coverView(kept, nothing, null, []), actor)
        : reply.forbidden(actor)
    })
    app.get(
      '/api/v1/cover',
      {
        schema: {
          operationId: 'listCover',
          summary: 'Leave and cover',
          description: 'One’s own, and for a supervisor those of their units: 500 of each at most.',
          tags: ['Responsibility'],
          response: { 200: answering('Who is away, and who covers.', KeptAnswer), ...problemResponses },
        },
      },
      async (request, reply) => {
        const { actor, kept } = await look(request.caller, null, nothing)
        return kept ? reply.send(answerOf(kept)) : reply.forbidden(actor)
      },
    )

    for (const [form, at] of [
      ['absence', '/cover/absences'],
      ['cover', '/cover'],
      ['end', '/cover/end'],
    ] as const) {
      app.post<Asked>(at, async (request, reply) => {
        const given = coverGiven(givenOf(request.body))
        const { actor, kept, refusals } = await look(request.caller, form, given)
        if (!kept) return reply.forbidden(actor)
        return refusals.length === 0
          ? reply.redirect('/cover', 303)
          : reply.code(422).page('responsibility/board', coverView(kept, given, form, refusals), actor)
      })
      app.post<Asked>(
        `/api/v1${at}`,
        {
          schema: {
            operationId: summaries[form][0],
            summary: summaries[form][1],
            description:
              'By the officer, or whoever supervises a unit of theirs. Days are days in London, the last one within.',
            tags: ['Responsibility'],
            body: bodies[form],
            response: { 200: answering('Who is away, and who covers.', KeptAnswer), ...problemResponses },
          },
        },
        async (request, reply) => {
          const { actor, kept, refusals } = await look(request.caller, form, coverGiven(givenOf(request.body)))
          if (!kept) return reply.forbidden(actor)
          return refusals.length > 0
            ? sendProblem(reply, 422, 'It was refused, for the reasons in `errors`.', { errors: refusals })
            : reply.send(answerOf(kept))
        },
      )
    }
  }
