import { sql } from 'kysely'
import {
  act,
  newId,
  NotSignedIn,
  touch,
  type Access,
  type Actor,
  type Caller,
  type Database,
  type NominalId,
  type SessionId,
  type Tx,
} from '#platform'
import { noFiles, type FilesSeen } from './file.facts.ts'
import { filesOf } from './file.store.ts'
import { headlinePhotograph } from './photograph.store.ts'
import { endOfDay, unfiltered } from './chronology-question.ts'
import type { Chronology } from './chronology.facts.ts'
import { chronologyOf } from './chronology.store.ts'
import type { Holds, Panel } from './panel.ts'
import { withNotices } from './shown-notice.ts'
import { readerAbout } from './reader.store.ts'
import type { RecordSection } from './record.sections.ts'

/** What one look at a record finds: the access, and the record at that access as JSON text (record.answer.ts); null at *none*. */
export type Look = { readonly access: Access; readonly body: string | null }

type Consulted = Look & { readonly signed_in: boolean; readonly stale_session: SessionId | null }

const consult = 'select signed_in, access, body, stale_session from consult($1, $2, $3, $4, $5)'

/**
 * The hottest look, in one statement: session, access, record and the entry in the log. `sections`: what of a full record is
 * wanted, none twice. The same as `lookAtThroughAct` (test/consult.test.ts), at less than half its cost; it tells nobody who
 * is asking, so a page, which says so, takes the other. Throws `NotSignedIn`.
 */
export const lookAt = async (
  { pool }: Database,
  { tokenHash, client, watching }: Caller,
  nominal: NominalId,
  sections: readonly RecordSection[],
): Promise<Look> => {
  const { rows } = await pool.query<Consulted>(consult, [tokenHash, nominal, sections, newId(), client])
  const { signed_in, access, body, stale_session } = rows[0]!
  if (!signed_in) throw new NotSignedIn()
  if (stale_session !== null && !watching) await touch(pool, { session: stale_session })
  return { access, body }
}

/** As many as a record's own page shows of its chronology; the others are a page further. */
const entriesOnARecord = 20

/** The same look for a page, with who is looking, its photograph, and on a full record the latest of its chronology, the files and what is read beside it. Throws `NotSignedIn` and `Conflict`. */
export const lookAtThroughAct = <Beside = null>(
  db: Database,
  caller: Caller,
  nominal: NominalId,
  sections: readonly RecordSection[],
  {
    withChronology = false,
    withFiles = false,
    knownOn = null,
    beside,
    panels,
  }: {
    readonly withChronology?: boolean
    readonly withFiles?: boolean
    readonly knownOn?: Temporal.PlainDate | null
    /** What is read besides in the same look, of a record that is open in full now. */
    readonly beside?: (tx: Tx, actor: Actor) => Promise<Beside>
    /** What later areas say of a record that is not none, as it is now; of one in full they are told what it holds. */
    readonly panels?: (tx: Tx, actor: Actor, access: Exclude<Access, 'none'>, holds: Holds) => Promise<readonly Panel[]>
  } = {},
): Promise<
  Look &
    FilesSeen & {
      readonly actor: Actor
      readonly chronology: Chronology | null
      readonly beside: Beside | null
      readonly panels: readonly Panel[]
      /** Of a day before the record began: when it did. */
      readonly notYet: Temporal.Instant | null
    }
> =>
  act(
    db,
    caller,
    async (tx, actor, { access, holds }) => {
      const isFull = access === 'full'
      const hasFiles = holds.has('file')
      // A headline of then is nobody's summary.
      const known = isFull ? knownOn && endOfDay(knownOn).toString() : null
      // What is none is read no further than what does not exist: the time would tell. The rest is asked for together, and waited for once.
      const [body, photograph, files, chronology, besides, told, began] = await Promise.all([
        access === 'none'
          ? null
          : isFull && knownOn
            ? knownRecordText(tx, nominal, sections, knownOn)
            : recordText(tx, nominal, sections, access),
        withFiles && ((isFull && hasFiles) || access === 'summary') ? headlinePhotograph(tx, nominal, known) : null,
        withFiles && isFull ? (hasFiles ? filesOf(tx, nominal, known) : noFiles) : null,
        withChronology && isFull
          ? chronologyOf(tx, nominal, unfiltered(knownOn), null, entriesOnARecord, {
              withFiles: holds.has('attachment'),
            })
          : null,
        beside && isFull && knownOn === null ? beside(tx, actor) : null,
        panels && access !== 'none' && knownOn === null ? panels(tx, actor, access, holds) : [],
        isFull && knownOn ? beganAfter(tx, nominal, knownOn) : null,
      ])
      const reader = began ? await readerAbout(tx, actor, nominal) : actor
      // Whoever answers for the record is told of it, as `consult` does by itself.
      if (access === 'contact') await sql`select leave_contact(${nominal}::uuid)`.execute(tx)
      const entries = chronology
        ? chronology.entries.flatMap(({ id, files: carried = [] }) => [id, ...carried.map(({ file }) => file)])
        : isFull && sections.includes('entries')
          ? await entriesShown(tx, nominal, known)
          : []
      return {
        result: {
          access,
          body,
          actor: reader,
          notYet: began,
          photograph,
          files,
          chronology,
          beside: besides,
          panels: told,
        },
        audit: withNotices(
          {
            action: access === 'none' ? 'nominal.absent' : 'nominal.viewed',
            outcome: access === 'none' ? 'absent' : 'done',
            subjects: [{ nominal, access }],
            records: entries,
            fieldGroups: [
              ...shownAt(access, withChronology ? [...sections, 'entries'] : sections),
              ...(photograph ? ['photograph'] : []),
              ...(files ? ['files'] : []),
            ],
          },
          told.flatMap(({ shown = [] }) => shown),
        ),
      }
    },
    {
      ahead: (tx: Tx) => (withChronology || withFiles || panels ? openWithHolds(tx, nominal) : openAlone(tx, nominal)),
    },
  )

/** When a record began, where that is after a day; null: something was said of it by the end of that day. Of an open record. */
export const beganAfter = async (
  tx: Tx,
  nominal: NominalId,
  on: Temporal.PlainDate,
): Promise<Temporal.Instant | null> => {
  const { rows } = await sql<{
    began: Temporal.Instant | null
  }>`select record_began_at(${nominal}::uuid) as began`.execute(tx)
  const began = rows[0]!.began
  return began && Temporal.Instant.compare(began, endOfDay(on)) > 0 ? began : null
}

/** Which entries a record's own JSON shows, for the log: the database counts them off as it does for `consult`. */
const entriesShown = async (tx: Tx, nominal: NominalId, known: string | null): Promise<readonly string[]> => {
  const { rows } = await sql<{ ids: string[] }>`
    select entries_shown(${nominal}::uuid, ${known ?? 'infinity'}::timestamptz, ${entriesOnARecord}) as ids`.execute(tx)
  return rows[0]!.ids
}

const shownAt = (access: Access, sections: readonly RecordSection[]): readonly string[] => {
  if (access === 'full') return ['headline', ...sections]
  if (access === 'summary') return ['headline']
  return access === 'contact' ? ['contact'] : []
}

const nothing: Holds = new Set()
const openAlone = async (tx: Tx, nominal: NominalId): Promise<{ readonly access: Access; readonly holds: Holds }> => ({
  access: (await openRecords(tx, [nominal])).get(nominal) ?? 'none',
  holds: nothing,
})

/** Opens one record as `openRecords` does, and says which of the tables beside its sections hold anything about it, where it is full. */
const openWithHolds = async (
  tx: Tx,
  nominal: NominalId,
): Promise<{ readonly access: Access; readonly holds: Holds }> => {
  const { rows } = await sql<{ access: Exclude<Access, 'none'> | null; holds: readonly string[] }>`
    select access, holds from open_with_holds(${nominal}::uuid)`.execute(tx)
  return { access: rows[0]!.access ?? 'none', holds: new Set(rows[0]!.holds) }
}

/** Which access the actor has to each, and opens, for this transaction, the files that are full. What is none is not in it. At most 1,000. */
export const openRecords = async (
  tx: Tx,
  nominals: readonly NominalId[],
): Promise<ReadonlyMap<NominalId, Exclude<Access, 'none'>>> => {
  if (nominals.length === 0) return new Map()
  const [one] = nominals
  if (nominals.length === 1) {
    const { rows } = await sql<{
      access: Exclude<Access, 'none'> | null
    }>`select open_record(${one}::uuid) as access`.execute(tx)
    return new Map(rows[0]!.access === null ? [] : [[one!, rows[0]!.access]])
  }
  const { rows } = await sql<{
    id: NominalId
    access: Exclude<Access, 'none'>
  }>`select id, access from open_records(${nominals}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, access }) => [id, access]))
}

const recordText = async (
  tx: Tx,
  nominal: NominalId,
  sections: readonly RecordSection[],
  access: Access,
): Promise<string | null> => {
  const { rows } = await sql<{
    body: string | null
  }>`select record_json(${nominal}::uuid, ${sections}::text[], ${access}) as body`.execute(tx)
  return rows[0]!.body
}

/** The record as it was known at the end of a day in London, about that day. At *full* only: a headline of then is nobody's summary. */
const knownRecordText = async (
  tx: Tx,
  nominal: NominalId,
  sections: readonly RecordSection[],
  on: Temporal.PlainDate,
): Promise<string | null> => {
  const { rows } = await sql<{ body: string | null }>`
    select known_record_json(${nominal}::uuid, ${sections}::text[], ${endOfDay(on).toString()}::timestamptz, ${on.toString()}::date) as body`.execute(
    tx,
  )
  return rows[0]!.body
}
