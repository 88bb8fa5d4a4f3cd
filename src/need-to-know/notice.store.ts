import { sql } from 'kysely'
import { newQuote, type NoticeId } from '#nominals'
import { newId, type NominalId, type Tx } from '#platform'
import {
  noticePolicy,
  type NoticeReview,
  type NoticeShowing,
  type NoticeToWrite,
  type Reader,
  type SafetyNotice,
} from './notice.ts'

const notices = sql`
  select s.id, s.nominal_id as nominal, h.name, s.quote, s.words, s.everybody, s.address, s.person, s.born_on as born,
         case when o.id is null then null else json_build_object('nominal', o.id, 'quote', o.quote) end as other, s.other_id is not null as elsewhere,
         array(select coalesce(a.name, (select g.name || ': ' || u.name from unit u join agency g on g.id = u.agency_id where u.id = r.unit_id))
                 from safety_notice_reader r left join agency a on a.id = r.agency_id where r.notice_id = s.id order by 1) as readers,
         s.written_at as "writtenAt", (select w.name from officer w where w.id = s.written_by) as "writtenBy", s.until_on as until,
         s.reviewed_on as "reviewedOn", s.review_on as "reviewOn", least(s.until_on, s.review_on + s.grace_days) as "shownUntil",
         e.ended_at as "endedAt", e.kind as "endedKind", e.words as "endedWords", (select w.name from officer w where w.id = e.ended_by) as "endedBy",
         in_charge_of(f.unit_id) as mine, (select count(*)::integer from safety_notice_showing x where x.notice_id = s.id) as showings
    from safety_notice s join nominal_file f on f.nominal_id = s.nominal_id join nominal_headline h on h.nominal_id = s.nominal_id
    left join safety_notice_end e on e.notice_id = s.id left join nominal o on o.id = s.other_id`

type Row = Omit<SafetyNotice, 'ended'> & {
  readonly endedAt: Temporal.Instant | null
  readonly endedKind: string | null
  readonly endedWords: string | null
  readonly endedBy: string | null
}
const noticeOf = ({ endedAt, endedKind, endedWords, endedBy, ...row }: Row): SafetyNotice => ({
  ...row,
  ended: endedAt && { at: endedAt, by: endedBy, kind: endedKind ?? '', words: endedWords ?? '' },
})

/** The notices of one record that the actor has in full, those that stand first: the latest 100. */
export const noticesOf = async (tx: Tx, nominal: NominalId): Promise<readonly SafetyNotice[]> =>
  (
    await sql<Row>`${notices} where s.nominal_id = ${nominal}::uuid order by s.ended_at is not null, s.written_at desc, s.id limit 100`.execute(
      tx,
    )
  ).rows.map(noticeOf)

/** Those that stand of every record that the actor has in full, by when they are reviewed: 200 at most. */
export const standingNotices = async (tx: Tx): Promise<readonly SafetyNotice[]> =>
  (await sql<Row>`${notices} where s.ended_at is null order by s.review_on, s.id limit 200`.execute(tx)).rows.map(
    noticeOf,
  )

export const noticeCalled = async (tx: Tx, id: NoticeId): Promise<SafetyNotice | undefined> =>
  (await sql<Row>`${notices} where s.id = ${id}::uuid`.execute(tx)).rows.map(noticeOf)[0]

export const reviewsOf = async (tx: Tx, id: NoticeId): Promise<readonly NoticeReview[]> =>
  (
    await sql<NoticeReview>`
      select r.reviewed_at as at, o.name as by, r.review_on as "reviewOn", r.words from safety_notice_review r join officer o on o.id = r.reviewed_by
       where r.notice_id = ${id}::uuid order by r.reviewed_at desc limit 100`.execute(tx)
  ).rows

/** To whom it was shown, the latest 100. */
export const showingsOf = async (tx: Tx, id: NoticeId): Promise<readonly NoticeShowing[]> =>
  (
    await sql<NoticeShowing>`
      select s.shown_at as at, o.name as who, g.name as agency, u.name as unit, s.how from safety_notice_showing s
        join officer o on o.id = s.officer_id join agency g on g.id = s.agency_id join unit u on u.id = s.unit_id
       where s.notice_id = ${id}::uuid order by s.shown_at desc, s.id limit 100`.execute(tx)
  ).rows

/** Whoever bears one of these names or codes. */
export const readersCalled = async (
  tx: Tx,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Reader[]>> => {
  const { rows } = await sql<Reader & { readonly asked: string }>`
    select t.asked, x.kind, x.id, x.name from unnest(${names}::text[]) as t(asked)
      join (select 'agency' as kind, a.id, a.name, a.code from agency a union all select 'unit', u.id, u.name, u.code from unit u) x
        on lower(x.code) = lower(t.asked) or lower(x.name) = lower(t.asked) or x.id::text = lower(t.asked)`.execute(tx)
  return Map.groupBy(rows, ({ asked }) => asked)
}

/** The record of that number or that reference to quote, of which the actor may know. */
export const recordNamed = async (tx: Tx, text: string): Promise<NominalId | null> =>
  (
    await sql<{ id: NominalId }>`
      select n.id from nominal n left join nominal_file f on f.nominal_id = n.id
       where n.quote = upper(${text}) or f.reference = upper(${text}) or n.id::text = lower(${text}) order by n.id limit 1`.execute(
      tx,
    )
  ).rows[0]?.id ?? null

/** Of a record that is open: whether words say of whom they are, and whether there is a desk to ring. */
export const groundOf = async (
  tx: Tx,
  nominal: NominalId,
  words: string,
): Promise<{ readonly saysOfWhom: boolean; readonly hasDesk: boolean }> =>
  (
    await sql<{ saysOfWhom: boolean; hasDesk: boolean }>`
      select says_of_whom(c.id, ${words}) as "saysOfWhom", c.duty_telephone <> '' as "hasDesk" from contact_now c where c.id = ${nominal}::uuid`.execute(
      tx,
    )
  ).rows[0]!

/** Writes one, in the actor's name; the record must be open (`openRecords`). Raises `CC403` to whoever does not supervise the unit that leads. */
export const addNotice = async (tx: Tx, nominal: NominalId, notice: NoticeToWrite): Promise<NoticeId> => {
  const id = newId<NoticeId>()
  await sql`select write_safety_notice(${id}::uuid, ${nominal}::uuid, ${newQuote()}, ${notice.words}, ${notice.until.toString()}::date, ${notice.review.toString()}::date,
      ${noticePolicy.graceDays}::integer, ${notice.everybody}, ${notice.agencies}::uuid[], ${notice.units}::uuid[], ${notice.address}, ${notice.addressKeys}::text[],
      ${notice.person}, ${notice.fullNames}::text[], ${notice.born?.toString() ?? null}::date, ${notice.other}::uuid)`.execute(
    tx,
  )
  return id
}

/** Raise `CC403` as above, and `CC409` where it has ended meanwhile. */
export const addReview = async (tx: Tx, id: NoticeId, review: Temporal.PlainDate, why: string): Promise<void> => {
  await sql`select review_safety_notice(${id}::uuid, ${review.toString()}::date, ${why})`.execute(tx)
}
export const endNotice = async (tx: Tx, id: NoticeId, why: string): Promise<void> => {
  await sql`select withdraw_safety_notice(${id}::uuid, ${why})`.execute(tx)
}
