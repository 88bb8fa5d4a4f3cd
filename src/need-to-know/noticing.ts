import {
  lookInto,
  openRecords,
  showNotices,
  storedNameKeys,
  withNotices,
  type Given,
  type NoticeId,
  type ShownNotice,
} from '#nominals'
import {
  act,
  dayOf,
  parseId,
  type Actor,
  type AuditEntry,
  type Caller,
  type NominalId,
  type Refusal,
  type Surroundings,
  type Tx,
} from '#platform'
import { chosenIn } from './board.views.ts'
import { textIn } from './form.ts'
import {
  reviewNotice,
  stateOf,
  withdrawNotice,
  writeNotice,
  writesNotices,
  type NoticeGiven,
  type NoticeReview,
  type NoticeShowing,
  type SafetyNotice,
} from './notice.ts'
import {
  addNotice,
  addReview,
  endNotice,
  groundOf,
  noticeCalled,
  noticesOf,
  readersCalled,
  recordNamed,
  reviewsOf,
  showingsOf,
  standingNotices,
} from './notice.store.ts'
import { limitedLook } from './limited-look.ts'
import { supervisedRecord } from './sealing.store.ts'

/** The form or the JSON of a notice. A person names agencies and units a line each; a program in a list. */
export const noticeGiven = (given: Given): NoticeGiven => ({
  words: textIn(given, 'words').replaceAll('\n', ' '),
  who: textIn(given, 'who'),
  named: [
    ...new Set(
      (Array.isArray(given['named']) ? chosenIn(given['named']) : textIn(given, 'named').split('\n'))
        .map(each => each.trim())
        .filter(each => each !== ''),
    ),
  ],
  flat: textIn(given, 'flat'),
  line: textIn(given, 'line').replaceAll('\n', ', '),
  postcode: textIn(given, 'postcode'),
  given: textIn(given, 'given'),
  family: textIn(given, 'family'),
  born: textIn(given, 'born'),
  record: textIn(given, 'record'),
  until: textIn(given, 'until'),
  review: textIn(given, 'review'),
})

export type NoticesOfRecord = {
  readonly supervised: boolean
  readonly notices: readonly SafetyNotice[]
  readonly refusals: readonly Refusal[]
  readonly written: NoticeId | null
}

const written = async (
  { now }: Surroundings,
  tx: Tx,
  nominal: NominalId,
  given: NoticeGiven,
): Promise<Pick<NoticesOfRecord, 'refusals' | 'written'>> => {
  const decision = writeNotice(given, {
    today: dayOf(now()),
    readers: await readersCalled(tx, given.named.slice(0, 100)),
    wholeNames: storedNameKeys({
      fullName: `${given.given} ${given.family}`,
      surname: given.family,
      forenames: given.given,
    }),
    other: given.record === '' ? null : await recordNamed(tx, given.record),
    nominal,
    ...(await groundOf(tx, nominal, given.words)),
  })
  if (!decision.agreed) return { refusals: decision.refusals, written: null }
  return { refusals: [], written: await addNotice(tx, nominal, decision.outcome) }
}

/** The notices of a record, for whoever has it in full; with `given` one more is written, by whoever supervises the unit that leads. */
export const noticesOfRecord = (
  surroundings: Surroundings,
  caller: Caller,
  nominal: NominalId,
  given: NoticeGiven | null,
) =>
  lookInto<NoticesOfRecord>(
    surroundings.db,
    caller,
    nominal,
    {
      action: given ? 'safety-notice.written' : 'safety-notices.listed',
      fieldGroups: ['safety-notice'],
      records: ({ notices, written: made }) => (made ? [made] : notices.map(({ id }) => id)),
    },
    async (tx, { role }) => {
      const supervised = writesNotices(role) && (await supervisedRecord(tx, nominal))
      if (given && !supervised) return { supervised, notices: [], refusals: [], written: null }
      const came = given ? await written(surroundings, tx, nominal, given) : { refusals: [], written: null }
      return { supervised, notices: await noticesOf(tx, nominal), ...came }
    },
    undefined,
    ({ supervised, refusals }) => (given && (!supervised || refusals.length > 0) ? 'refused' : 'done'),
  )

type Away = { readonly came: 'absent' | 'forbidden'; readonly actor: Actor; readonly notice?: undefined }

/** The notices that stand of every record that the actor has in full: what a desk that is rung looks up. */
export const lookAtNotices = ({ db }: Surroundings, caller: Caller, opens: (actor: Actor) => boolean) =>
  act<Away | { readonly came: 'open'; readonly actor: Actor; readonly notices: readonly SafetyNotice[] }>(
    db,
    caller,
    async (tx, actor) => {
      if (!opens(actor))
        return { result: { came: 'forbidden', actor }, audit: { action: 'safety-notices.listed', outcome: 'refused' } }
      const notices = await standingNotices(tx)
      return {
        result: { came: 'open', actor, notices },
        audit: {
          action: 'safety-notices.listed',
          subjects: [...new Set(notices.map(({ nominal }) => nominal))].map(nominal => ({ nominal, access: 'full' })),
          records: notices.map(({ id }) => id),
          fieldGroups: ['safety-notice'],
        },
      }
    },
  )

export type NoticeLook =
  | Away
  | {
      readonly came: 'open' | 'done'
      readonly actor: Actor
      readonly notice: SafetyNotice
      readonly reviews: readonly NoticeReview[]
      readonly showings: readonly NoticeShowing[]
      readonly refusals: readonly Refusal[]
    }

type Doing = (tx: Tx, notice: SafetyNotice) => Promise<readonly Refusal[]>

const atNotice = (
  { db, now }: Surroundings,
  caller: Caller,
  text: string,
  action: string,
  doing?: Doing,
): Promise<NoticeLook> =>
  act<NoticeLook>(db, caller, async (tx, actor) => {
    const id = parseId<NoticeId>(text)
    const notice = id && (await noticeCalled(tx, id))
    if (!notice || (await openRecords(tx, [notice.nominal])).get(notice.nominal) !== 'full')
      return { result: { came: 'absent', actor }, audit: { action: 'nominal.absent', outcome: 'absent' } }
    const audit: AuditEntry = {
      action,
      subjects: [{ nominal: notice.nominal, access: 'full' }],
      records: [notice.id],
      fieldGroups: ['safety-notice'],
    }
    if (doing && !(writesNotices(actor.role) && notice.mine))
      return { result: { came: 'forbidden', actor }, audit: { ...audit, outcome: 'refused' } }
    const refusals = !doing
      ? []
      : stateOf(notice, dayOf(now())) === 'ended'
        ? [{ field: '', text: 'This notice has ended. Write a new one if it is still needed' }]
        : await doing(tx, notice)
    const after = doing && refusals.length === 0 ? ((await noticeCalled(tx, notice.id)) ?? notice) : notice
    return {
      result: {
        came: doing && refusals.length === 0 ? 'done' : 'open',
        actor,
        notice: after,
        reviews: await reviewsOf(tx, notice.id),
        showings: await showingsOf(tx, notice.id),
        refusals,
      },
      audit: { ...audit, ...(refusals.length > 0 ? { outcome: 'refused' } : {}) },
    }
  })

/** One notice with its reviews and to whom it was shown; absent to whoever does not have its record in full. */
export const lookAtNotice = (surroundings: Surroundings, caller: Caller, id: string): Promise<NoticeLook> =>
  atNotice(surroundings, caller, id, 'safety-notice.viewed')

export const reviewOne = (
  surroundings: Surroundings,
  caller: Caller,
  id: string,
  given: { readonly review: string; readonly why: string },
): Promise<NoticeLook> =>
  atNotice(surroundings, caller, id, 'safety-notice.reviewed', async (tx, notice) => {
    const decision = reviewNotice(given, dayOf(surroundings.now()))
    if (!decision.agreed) return decision.refusals
    await addReview(tx, notice.id, decision.outcome.review, decision.outcome.why)
    return []
  })

export const withdrawOne = (surroundings: Surroundings, caller: Caller, id: string, why: string): Promise<NoticeLook> =>
  atNotice(surroundings, caller, id, 'safety-notice.withdrawn', async (tx, notice) => {
    const decision = withdrawNotice(why)
    if (!decision.agreed) return decision.refusals
    await endNotice(tx, notice.id, decision.outcome.why)
    return []
  })

/** What is shown to the actor at a record that they may know of: for programs, which read records without their page. */
export const noticesShownAt = ({ db }: Surroundings, caller: Caller, nominal: NominalId) =>
  limitedLook<readonly ShownNotice[]>(
    db,
    caller,
    nominal,
    { action: 'safety-notices.shown' },
    async (tx, _actor, access) => {
      const asked = { addressKeys: [], fullNames: [], born: null, nominals: [nominal] }
      const shown = await showNotices(tx, 'record', asked)
      return {
        result: shown,
        audit: withNotices({ action: 'safety-notices.shown', subjects: [{ nominal, access }] }, shown),
      }
    },
  )
