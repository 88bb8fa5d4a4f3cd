import { sql } from 'kysely'
import type { NominalId, Tx } from '#platform'
import { attachmentsOf } from './attachment.store.ts'
import { endOfDay, patternOf, type ChronologyQuestion } from './chronology-question.ts'
import type { Chronology } from './chronology.facts.ts'
import type { FactId, HistoryPlace } from './fact.facts.ts'

type Row = {
  readonly everything: number
  readonly total: number
  readonly kinds: string
  readonly agencies: string
  readonly markings: string
  readonly caveats: string
  readonly entries: string
  readonly next_at: Temporal.Instant | null
  readonly next_id: FactId | null
}

/** At most `room` entries of an open record, newest first, after a place where one is given. A record that is not open has none. `withFiles`: false where the record is known to have none attached. */
export const chronologyOf = async (
  tx: Tx,
  nominal: NominalId,
  { kinds, agency, from, to, words, markings, caveats, on }: ChronologyQuestion,
  after: HistoryPlace | null,
  room: number,
  { withFiles = true }: { readonly withFiles?: boolean } = {},
): Promise<Chronology> => {
  const start = (day: Temporal.PlainDate | null) => day?.toZonedDateTime('Europe/London').toInstant().toString() ?? null
  const { rows } = await sql<Row>`
    select c.everything, c.total, c.kinds::text, c.agencies::text, c.markings::text, c.caveats::text, c.entries::text, c.next_at, c.next_id
      from chronology_of(${nominal}::uuid, ${on ? endOfDay(on).toString() : 'infinity'}::timestamptz, ${kinds.length > 0 ? kinds : null}::text[], ${agency}::text,
        ${start(from)}::timestamptz, ${start(to?.add({ days: 1 }) ?? null)}::timestamptz, ${words.map(word => patternOf(word))}::text[],
        ${markings.length > 0 ? markings : null}::text[], ${caveats.length > 0 ? caveats : null}::text[],
        ${after?.at.toString() ?? null}::timestamptz, ${after?.id ?? null}::uuid, ${room}) c`.execute(tx)
  const { everything, total, next_at, next_id, ...json } = rows[0]!
  const entries = JSON.parse(json.entries) as Chronology['entries']
  const files = await attachmentsOf(tx, withFiles ? entries.map(({ id }) => id) : [], on && endOfDay(on).toString())
  return {
    everything,
    total,
    kinds: JSON.parse(json.kinds) as Chronology['kinds'],
    agencies: JSON.parse(json.agencies) as Chronology['agencies'],
    markings: JSON.parse(json.markings) as Chronology['markings'],
    caveats: JSON.parse(json.caveats) as Chronology['caveats'],
    entries: entries.map(entry => ({ ...entry, files: files.get(entry.id) ?? [] })),
    next: next_at && next_id && { at: next_at, id: next_id },
  }
}
