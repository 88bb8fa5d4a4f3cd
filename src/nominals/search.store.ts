import { sql } from 'kysely'
import type { AuditEntry, NominalId, Tx } from '#platform'
import { identifierKindInWords, type IdentifierKind } from './identifier.ts'
import type { NameQuestion } from './name-question.ts'
import { openRecords } from './nominal.store.ts'
import type { ContactFacts, RecordStatus } from './record.facts.ts'
import type { Question } from './search.ts'
import type { SearchCursor } from './search-cursor.ts'
import type { HitFacts } from './search.facts.ts'
import { whyFound } from './why-found.ts'

/** One page of what was found, best first. `contacts`: records of which one learns only whom to ring; on the first page. */
export type Found = {
  readonly hits: readonly HitFacts[]
  readonly contacts: readonly ContactFacts[]
  readonly next: SearchCursor | null
  readonly subjects: NonNullable<AuditEntry['subjects']>
}

/** One page of results; also how many consultations one search may be. */
const page = 25

/**
 * Finds nominals for the actor. By number where there is one that finds somebody, else by name. Nothing in the answer, its order
 * or its length depends on records that are none to the actor: the walls are asked in the database, before anything is cut.
 */
export const findNominals = async (tx: Tx, question: Question, after: SearchCursor | null): Promise<Found> => {
  const byNumber = after === null ? await hitsByNumber(tx, question) : []
  const hits = byNumber.length > 0 || !question.name ? byNumber : await hitsByName(tx, question, question.name, after)
  const shown = hits.slice(0, page)
  const contacts = byNumber.length === 0 && after === null ? await contactsByName(tx, question) : []
  const last = shown.at(-1)
  return {
    ...(await told(tx, question, [...shown, ...contacts])),
    next: hits.length > page && last ? { score: last.score, nominal: last.nominal } : null,
  }
}

/** A hit as the search functions answer it. `name`: as the record spells it. `kind` and `value`: of the number that matched. */
type Hit = {
  readonly nominal: NominalId
  readonly score: number
  readonly name: string | null
  readonly kind: string | null
  readonly value: string | null
}

const hitsByNumber = async (tx: Tx, { identifiers, reference }: Question): Promise<readonly Hit[]> => {
  if (identifiers.length === 0 && reference === null) return []
  const { rows } = await sql<Hit>`select nominal_id as nominal, 1000 as score, null as name, kind, as_given as value
      from search_identifiers(${identifiers.map(({ kind }) => kind)}::text[], ${identifiers.map(({ key }) => key)}::text[],
                              ${identifiers.map(({ valid }) => valid)}::boolean[], ${reference})`.execute(tx)
  return rows.slice(0, page)
}

const hitsByName = async (
  tx: Tx,
  { bornOn }: Question,
  { spellings, slotOf, spellingOf, keys, worths, slips, parts }: NameQuestion,
  after: SearchCursor | null,
): Promise<readonly Hit[]> => {
  const { rows } = await sql<Hit>`select nominal_id as nominal, score, name, null as kind, null as value
      from search_names(${spellings}::text[], ${slotOf}::integer[], ${spellingOf}::integer[], ${keys}::text[], ${worths}::integer[], ${slips}::integer[],
                        ${parts}::integer, ${bornOn?.toString() ?? null}::date, ${after?.score ?? null}::integer, ${after?.nominal ?? null}::uuid, ${page + 1}::integer)`.execute(
    tx,
  )
  return rows
}

/** A full name with the full date of birth, and nothing less. */
const contactsByName = async (tx: Tx, { name, bornOn }: Question): Promise<readonly Hit[]> => {
  if (!name || !bornOn || name.fullNames.length === 0) return []
  const { rows } = await sql<Hit>`select nominal_id as nominal, 0 as score, null as name, null as kind, null as value
      from search_contacts(${name.fullNames}::text[], ${bornOn.toString()}::date)`.execute(tx)
  return rows.slice(0, page)
}

type HeadlineRow = {
  readonly id: NominalId
  readonly name: string
  readonly birthYears: readonly number[]
  readonly agency: string
  readonly unit: string
  readonly status: RecordStatus
  readonly statusPlace: string | null
  readonly markersInWords: readonly string[]
  readonly recordManager: string | null
  readonly births: readonly string[] | null
}

/** Reads what each hit shows, under the actor's own row security: it has the last word on who is seen, and how. */
const told = async (
  tx: Tx,
  question: Question,
  hits: readonly Hit[],
): Promise<Pick<Found, 'hits' | 'contacts' | 'subjects'>> => {
  const accesses = await openRecords(
    tx,
    hits.map(({ nominal }) => nominal),
  )
  const ids = (...wanted: readonly string[]) =>
    [...accesses].flatMap(([nominal, access]) => (wanted.includes(access) ? [nominal] : []))
  const headlines = await headlinesOf(tx, ids('full', 'summary'))
  return {
    hits: hits.flatMap(hit => {
      const access = accesses.get(hit.nominal)
      const headline = headlines.get(hit.nominal)
      return headline && (access === 'full' || access === 'summary') ? [hitFacts(hit, headline, access, question)] : []
    }),
    contacts: await contactsOf(tx, ids('contact')),
    subjects: [...accesses].map(([nominal, access]) => ({ nominal, access })),
  }
}

const headlinesOf = async (tx: Tx, ids: readonly NominalId[]): Promise<ReadonlyMap<NominalId, HeadlineRow>> => {
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<HeadlineRow>`select h.nominal_id as id, h.name, h.birth_years as "birthYears", h.agency_name as agency, h.unit_name as unit,
             h.status, h.status_place as "statusPlace", h.markers as "markersInWords",
             coalesce((select o.name from officer o where o.id = f.manager_id), (select p.title from post p where p.id = f.manager_post_id)) as "recordManager",
             (select array_agg(b.born_on::text order by b.kind <> 'main', b.recorded_at, b.id) from birth b where b.nominal_id = h.nominal_id and b.born_on is not null) as births
        from nominal_headline h left join nominal_file f on f.nominal_id = h.nominal_id where h.nominal_id = any(${ids}::uuid[])`.execute(
      tx,
    )
  return new Map(rows.map(row => [row.id, row]))
}

const contactsOf = async (tx: Tx, ids: readonly NominalId[]): Promise<readonly ContactFacts[]> => {
  if (ids.length === 0) return []
  return tx
    .selectFrom('nominal')
    .select([
      'quote',
      'duty_desk as dutyDesk',
      'duty_telephone as dutyTelephone',
      'safety_instruction as safetyInstruction',
    ])
    .where('id', 'in', ids)
    .orderBy('quote')
    .execute()
}

const hitFacts = (
  { name, kind, value }: Hit,
  { births, recordManager, ...headline }: HeadlineRow,
  access: 'full' | 'summary',
  { name: typed, bornOn }: Question,
): HitFacts => ({
  ...headline,
  access,
  matchedName: name === null || name === headline.name ? null : name,
  bornOn: access === 'full' ? bornShown(births ?? [], bornOn) : null,
  // A number is no part of a summary, even where it was typed.
  identifier: kind !== null && value !== null && access === 'full' ? { kind: numberInWords(kind), value } : null,
  recordManager: access === 'full' ? recordManager : null,
  why: [
    ...(kind === null ? [] : [`Same ${numberInWords(kind)}`]),
    ...(name === null || !typed ? [] : whyFound(typed.slots, name)),
    ...(name === null || !bornOn ? [] : ['Same date of birth']),
  ],
})

/** The date that was asked for where a source gives it, else the first that was recorded. */
const bornShown = (births: readonly string[], asked: Temporal.PlainDate | null): string | null =>
  births.find(day => day === asked?.toString()) ?? births[0] ?? null

const numberInWords = (kind: string): string => {
  if (kind === 'reference') return 'record number'
  return kind === 'quote' ? 'reference to quote' : identifierKindInWords(kind as IdentifierKind)
}
