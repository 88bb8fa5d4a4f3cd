import { parseId, type Caller, type NominalId, type Refusal, type Surroundings } from '#platform'
import type { Given } from '#nominals'
import { mayAskFrom, readAnswer, readRequest, type AccessRequest, type RequestId } from './asking.ts'
import { accessRequest, accessRequests, addRequest, answerRequest, mayAnswer, waitsFor } from './asking.store.ts'
import { limitedLook, type Limited } from './limited-look.ts'
import { emergencyPolicy } from './policy.ts'
import { nameAt } from './record-name.store.ts'
import { workingDaysAfter } from './working-days.ts'

type Requests = {
  readonly requests: readonly AccessRequest[]
  readonly refusals: readonly Refusal[]
  readonly made: RequestId | null
}
type OneRequest = {
  readonly request: AccessRequest
  readonly name: string
  readonly mayAnswer: boolean
  readonly refusals: readonly Refusal[]
  readonly done: boolean
}

/** The requests about a record: one's own, and of a record in full all of them. */
export const lookAtRequests = ({ db }: Surroundings, caller: Caller, nominal: NominalId): Promise<Limited<Requests>> =>
  limitedLook(
    db,
    caller,
    nominal,
    { action: 'access-requests.listed', fieldGroups: ['access-requests'] },
    async tx => ({
      result: { requests: await accessRequests(tx, nominal), refusals: [], made: null },
    }),
  )

/** Asks those who answer for a record for access by name. At *full* there is nothing to ask for. */
export const askForMore = (
  { db, now }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  given: Given,
): Promise<Limited<Requests>> =>
  limitedLook<Requests>(db, caller, nominal, { action: 'access.asked' }, async (tx, actor, access) => {
    if (!mayAskFrom(access)) return 'forbidden'
    const decision = readRequest(given, await waitsFor(tx, nominal, actor.officer))
    if (!decision.agreed)
      return {
        result: { requests: await accessRequests(tx, nominal), refusals: decision.refusals, made: null },
        audit: { outcome: 'refused' },
      }
    const { purpose } = decision.outcome
    const lapsesAt = workingDaysAfter(now(), emergencyPolicy.requestWorkingDays)
    const made = await addRequest(tx, nominal, { purpose, lapsesAt })
    return {
      result: { requests: [], refusals: [], made },
      audit: { records: [made], purpose: { code: 'access-request', words: purpose } },
    }
  })

/** One request of a record in full, as whoever may answer it sees it. */
export const lookAtRequest = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  id: string,
): Promise<Limited<OneRequest>> =>
  limitedLook(
    db,
    caller,
    nominal,
    { action: 'access-request.viewed', fieldGroups: ['name', 'access-requests'] },
    async (tx, _actor, access) => {
      const given = parseId<RequestId>(id)
      const request = given && (await accessRequest(tx, nominal, given))
      if (!request || access !== 'full') return 'absent'
      return {
        result: {
          request,
          name: await nameAt(tx, nominal),
          mayAnswer: await mayAnswer(tx, request.id),
          refusals: [],
          done: false,
        },
        audit: { records: [request.id] },
      }
    },
  )

/** Grants a request by name and for a time, or refuses it; never by whoever asked. */
export const answerAsked = (
  { db, now }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  id: string,
  given: Given,
): Promise<Limited<OneRequest>> =>
  limitedLook<OneRequest>(db, caller, nominal, { action: 'access.answered' }, async (tx, _actor, access) => {
    const known = parseId<RequestId>(id)
    const request = known && (await accessRequest(tx, nominal, known))
    if (!request || access !== 'full') return 'absent'
    const may = await mayAnswer(tx, request.id)
    if (!may) return 'forbidden'
    const decision = readAnswer(given, request, now())
    const result = { request, name: await nameAt(tx, nominal), mayAnswer: may }
    if (!decision.agreed)
      return { result: { ...result, refusals: decision.refusals, done: false }, audit: { outcome: 'refused' } }
    await answerRequest(tx, request.id, decision.outcome)
    return {
      result: { ...result, refusals: [], done: true },
      audit: { records: [request.id], action: `access.${decision.outcome.answer}` },
    }
  })

/** Takes one's own request back. */
export const withdrawAsked = (
  { db }: Surroundings,
  caller: Caller,
  nominal: NominalId,
  id: string,
): Promise<Limited<null>> =>
  limitedLook(db, caller, nominal, { action: 'access-request.withdrawn' }, async (tx, actor) => {
    const known = parseId<RequestId>(id)
    const request = known && (await accessRequest(tx, nominal, known))
    if (!request || request.officer !== actor.officer) return 'absent'
    if (request.answer !== null) return 'forbidden'
    await answerRequest(tx, request.id, { answer: 'withdrawn', words: '', until: null })
    return { result: null, audit: { records: [request.id] } }
  })
