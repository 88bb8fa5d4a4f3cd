import {
  act,
  parseId,
  type Access,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import {
  addressKey,
  openRecords,
  readerAbout,
  showNotices,
  withNotices,
  type Given,
  type PhotographShown,
  type ShownNotice,
} from '#nominals'
import {
  isOpen,
  readEnd,
  readReview,
  sheetGroups,
  type EmergencyId,
  type EmergencyUse,
  type SafetySheet,
} from './emergency.ts'
import {
  emergencyUse,
  endEmergency,
  mayReview,
  nominalOfUse,
  reviewEmergency,
  safetySheet,
  sheetPhotograph,
} from './emergency.store.ts'

/** What one who may know of a use sees: the sheet while it is open and their own, else that it was used. */
export type UseSeen = {
  readonly use: EmergencyUse
  readonly isOwn: boolean
  readonly access: Access
  readonly sheet: SafetySheet | null
  readonly photograph: PhotographShown | null
  /** What is said at this record, and at the addresses of the sheet, to those who visit or attend. */
  readonly notices: readonly ShownNotice[]
  readonly mayEnd: boolean
  readonly mayReview: boolean
}

export type UseLook =
  | { readonly came: 'absent' | 'forbidden'; readonly actor: Actor }
  | { readonly came: 'open' | 'done'; readonly actor: Actor; readonly seen: UseSeen }
  | { readonly came: 'refused'; readonly actor: Actor; readonly seen: UseSeen; readonly refusals: readonly Refusal[] }

const answering = new Set<string>(['supervisor', 'region-lead', 'duty-officer'])

const seenBy = async (
  tx: Tx,
  actor: Actor,
  use: EmergencyUse,
  access: Access,
  now: Temporal.Instant,
): Promise<UseSeen> => {
  const isOwn = use.officer === actor.officer
  const open = isOpen(use, now)
  const sheet = isOwn && open ? await safetySheet(tx, use.id) : null
  return {
    use,
    isOwn,
    access,
    sheet,
    photograph: sheet && (await sheetPhotograph(tx, use.id)),
    notices: sheet ? await noticesAt(tx, sheet) : [],
    mayEnd: open && (isOwn || (access === 'full' && answering.has(actor.role))),
    mayReview: !open && use.review === null && (await mayReview(tx, use.id)),
  }
}

const noticesAt = (tx: Tx, { nominal, addresses }: SafetySheet): Promise<readonly ShownNotice[]> =>
  showNotices(tx, 'safety sheet', {
    addressKeys: addresses.flatMap(
      ({ flat, line, postcode }) => addressKey({ flat, line, postcode: postcode ?? '' }) ?? [],
    ),
    fullNames: [],
    born: null,
    nominals: [nominal],
  })

type Doing = (
  tx: Tx,
  seen: UseSeen,
) => Promise<
  'forbidden' | { readonly refusals: readonly Refusal[] } | { readonly audit: Partial<AuditEntry> & { action: string } }
>

const withUse = (
  { db, now }: Surroundings,
  caller: Caller,
  given: string,
  doing?: { readonly action: string; readonly work: Doing },
): Promise<UseLook> =>
  act<UseLook>(db, caller, async (tx, actor) => {
    const id = parseId<EmergencyId>(given)
    const nominal: NominalId | null = id === undefined ? null : await nominalOfUse(tx, id)
    const access: Access = nominal === null ? 'none' : ((await openRecords(tx, [nominal])).get(nominal) ?? 'none')
    const use = id === undefined || nominal === null ? undefined : await emergencyUse(tx, id)
    if (!use || nominal === null)
      return { result: { came: 'absent', actor }, audit: { action: 'nominal.absent', outcome: 'absent' } }
    const seen = await seenBy(tx, actor, use, access, now())
    const reader = access === 'contact' || seen.sheet ? actor : await readerAbout(tx, actor, nominal)
    const audit = { subjects: [{ nominal, access }], records: [use.id] }
    if (!doing)
      return {
        result: { came: 'open', actor: reader, seen },
        audit: seen.sheet
          ? withNotices(
              {
                ...audit,
                action: 'emergency-access.used',
                fieldGroups: [...sheetGroups],
                purpose: { code: use.code, words: use.reason },
              },
              seen.notices,
            )
          : { ...audit, action: 'emergency-access.viewed', fieldGroups: ['emergency-access'] },
      }
    const done = await doing.work(tx, seen)
    if (done === 'forbidden')
      return { result: { came: 'forbidden', actor }, audit: { ...audit, action: doing.action, outcome: 'refused' } }
    if ('refusals' in done)
      return {
        result: { came: 'refused', actor: reader, seen, refusals: done.refusals },
        audit: { ...audit, action: doing.action, outcome: 'refused' },
      }
    return { result: { came: 'done', actor, seen }, audit: { ...audit, ...done.audit } }
  })

/**
 * A use of emergency access, by whoever may know of it: its user while the record is not hidden from them, those who have it in full, and
 * auditors. While it is open its user is shown the safety sheet, and each look is in the log. Throws `NotSignedIn` and `Conflict`.
 */
export const lookAtUse = (surroundings: Surroundings, caller: Caller, id: string): Promise<UseLook> =>
  withUse(surroundings, caller, id)

/** Ends it before its time: by its user, or by those who answer for the record. The sheet is closed at the next request. */
export const endUse = (surroundings: Surroundings, caller: Caller, id: string, given: Given): Promise<UseLook> =>
  withUse(surroundings, caller, id, {
    action: 'emergency-access.ended',
    work: async (tx, seen) => {
      const { use, isOwn, access } = seen
      if (!isOwn && !seen.mayEnd && (access !== 'full' || isOpen(use, surroundings.now()))) return 'forbidden'
      const decision = readEnd(given, use, surroundings.now())
      if (!decision.agreed) return { refusals: decision.refusals }
      await endEmergency(tx, use.id, decision.outcome.why)
      return { audit: { action: 'emergency-access.ended' } }
    },
  })

/** Reviews it afterwards; never by anybody in the line of its user. */
export const reviewUse = (surroundings: Surroundings, caller: Caller, id: string, given: Given): Promise<UseLook> =>
  withUse(surroundings, caller, id, {
    action: 'emergency-access.reviewed',
    work: async (tx, { use }) => {
      if (!(await mayReview(tx, use.id))) return 'forbidden'
      const decision = readReview(given, use, surroundings.now())
      if (!decision.agreed) return { refusals: decision.refusals }
      await reviewEmergency(tx, use.id, decision.outcome)
      return { audit: { action: 'emergency-access.reviewed' } }
    },
  })
