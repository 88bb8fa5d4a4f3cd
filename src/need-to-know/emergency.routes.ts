import type { FastifyInstance, FastifyReply } from 'fastify'
import { againAddress, isProved } from '#access'
import { parseId, type NominalId, type Refusal, type Surroundings } from '#platform'
import { askedForNothing, type Given } from '#nominals'
import { endUse, lookAtUse, reviewUse, type UseLook } from './emergency-looking.ts'
import { mayOpenFrom, readEmergency, type EmergencyId, type EmergencyUse } from './emergency.ts'
import { emergencyUses, openEmergency } from './emergency.store.ts'
import { emergencyFormView, emergencyUseView, safetySheetView, useAddress } from './emergency.views.ts'
import { givenOf } from './form.ts'
import { limitedLook } from './limited-look.ts'
import { emergencyPolicy } from './policy.ts'
import { workingDaysAfter } from './working-days.ts'

type OfNominal = { Params: { nominal: string }; Body: unknown }
type OfUse = { Params: { emergency: string }; Body: unknown }

type Form = {
  readonly proved: boolean
  readonly refusals: readonly Refusal[]
  readonly earlier: readonly EmergencyUse[]
  readonly opened: EmergencyId | null
}

const nothingTyped: Given = {}

/** Emergency access: the form, the safety sheet, and what is kept of its use. */
export const emergencyRoutes =
  (surroundings: Surroundings) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, now } = surroundings
    const formOf = (nominal: string, given: Given, { proved, refusals, earlier }: Form) =>
      emergencyFormView(nominal, {
        given,
        refusals,
        again: proved ? null : againAddress(`/nominals/${nominal}/emergency-access`),
        earlier,
        now: now(),
      })

    app.get<OfNominal>('/nominals/:nominal/emergency-access', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const looked = await limitedLook<Form>(
        db,
        request.caller,
        nominal,
        { action: 'emergency-access.form-viewed', fieldGroups: ['emergency-access'] },
        async tx => ({
          result: {
            proved: await isProved(tx),
            refusals: [],
            earlier: await emergencyUses(tx, nominal),
            opened: null,
          },
        }),
      )
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      if (!mayOpenFrom(looked.access)) return reply.redirect(`/nominals/${nominal}`, 303)
      return reply.page('need-to-know/emergency-form', formOf(nominal, nothingTyped, looked.result), looked.actor)
    })

    app.post<OfNominal>('/nominals/:nominal/emergency-access', async (request, reply) => {
      const nominal = parseId<NominalId>(request.params.nominal)
      if (nominal === undefined) return reply.absent(await askedForNothing(surroundings, request.caller))
      const given = givenOf(request.body)
      const looked = await limitedLook<Form>(
        db,
        request.caller,
        nominal,
        { action: 'emergency-access.opened' },
        async (tx, _actor, access) => {
          if (!mayOpenFrom(access)) return 'forbidden'
          const proved = await isProved(tx)
          const decision = readEmergency(given, proved)
          if (!decision.agreed) {
            const { refusals } = decision
            return {
              result: { proved, refusals, earlier: await emergencyUses(tx, nominal), opened: null },
              audit: { outcome: 'refused' },
            }
          }
          const { code, reason } = decision.outcome
          const reviewDue = workingDaysAfter(now(), emergencyPolicy.reviewWorkingDays)
          const opened = await openEmergency(tx, nominal, decision.outcome, reviewDue)
          return {
            result: { proved, refusals: [], earlier: [], opened },
            audit: { records: [opened], purpose: { code, words: reason } },
          }
        },
      )
      if (looked.came !== 'open') return reply[looked.came](looked.actor)
      if (looked.result.opened !== null) return reply.redirect(useAddress(looked.result.opened), 303)
      return reply.code(422).page('need-to-know/emergency-form', formOf(nominal, given, looked.result), looked.actor)
    })

    const show = (reply: FastifyReply, looked: UseLook, given: Given) => {
      if (!('seen' in looked)) return reply[looked.came](looked.actor)
      const { seen, actor } = looked
      const refusals = looked.came === 'refused' ? looked.refusals : []
      if (refusals.length > 0) reply.code(422)
      return seen.sheet
        ? reply.page('need-to-know/safety-sheet', safetySheetView(seen.use, seen.sheet, seen, refusals), actor)
        : reply.page('need-to-know/emergency-use', emergencyUseView(seen, now(), { given, refusals }), actor)
    }

    app.get<OfUse>('/emergency-access/:emergency', async (request, reply) =>
      show(reply, await lookAtUse(surroundings, request.caller, request.params.emergency), nothingTyped),
    )

    for (const [path, doing] of [
      ['end', endUse],
      ['review', reviewUse],
    ] as const)
      app.post<OfUse>(`/emergency-access/:emergency/${path}`, async (request, reply) => {
        const given = givenOf(request.body)
        const { emergency } = request.params
        const looked = await doing(surroundings, request.caller, emergency, given)
        return looked.came === 'done' ? reply.redirect(useAddress(emergency), 303) : show(reply, looked, given)
      })
  }
