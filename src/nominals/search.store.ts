import { sql } from 'kysely'
import { dayInWords, type AuditEntry, type NominalId, type Tx } from '#platform'
import type { BirthAsked } from './birth-asked.ts'
import { soughtInWords, type SoughtKind } from './fact-sought.ts'
import type { NameQuestion } from './name-question.ts'
import { openRecords } from './nominal.store.ts'
import type { ContactHit, RecordStatus } from './record.facts.ts'
import type { Question } from './search.ts'
import type { SearchCursor } from './search-cursor.ts'
import type { HitFacts } from './search.facts.ts'
import { holdsAll, whyFound } from './why-found.ts'

/**
 * One page of what was found, best first. `contacts`: records of which one learns only whom to ring; on the first page. `leftOut`: what
 * had to be left out of the question for anybody to be found: the facts (numbers, addresses), the name, or nothing.
 */
export type Found = {
  readonly hits: readonly HitFacts[]
  readonly contacts: readonly ContactHit[]
  readonly leftOut: 'facts' | 'name' | null
  readonly next: SearchCursor | null
  readonly subjects: NonNullable<AuditEntry['subjects']>
}

/** One page of results; also how many consultations one search may be. */
const page = 25

/**
 * Finds nominals for the actor: those that hold all the facts asked for and bear the name, where there are any; else those that hold
 * the facts, whatever their name; else those that bear the name. Nothing in the answer, its order or its length depends on records
 * that are none to the actor: the walls are asked in the database, before anything is cut.
 */
export const findNominals = async (tx: Tx, question: Question, after: SearchCursor | null): Promise<Found> => {
  const { hits, contacts, leftOut } = await soughtFor(tx, question, after)
  const shown = hits.slice(0, page)
  const last = shown.at(-1)
  return {
    ...(await told(tx, question, [...shown, ...contacts.slice(0, page)])),
    leftOut,
    next: hits.length > page && last ? { score: last.score, nominal: last.nominal, wider: last.widened } : null,
  }
}

/** A hit as the search functions answer it. `name`: as the record spells it. `facts`: those that matched. */
type Hit = {
  readonly nominal: NominalId
  readonly score: number
  readonly name: string | null
  readonly facts: readonly { readonly kind: SoughtKind; readonly value: string }[]
  readonly widened: boolean
  /** Found in spite of the date of birth that was asked. */
  readonly differs: boolean
}
type Sought = Pick<Found, 'leftOut'> & { readonly hits: readonly Hit[]; readonly contacts: readonly Hit[] }

const soughtFor = async (tx: Tx, question: Question, after: SearchCursor | null): Promise<Sought> => {
  const { facts, name, born } = question
  const first = <Row>(rows: readonly Row[]): readonly Row[] => (after === null ? rows : [])
  const holders = facts.length === 0 ? undefined : await holdersOf(tx, question, name === null ? after : null)
  if (holders && holders.hits.length + holders.contacts.length > 0) {
    const contacts = first(holders.contacts)
    const all = { hits: holders.hits.filter(({ nominal }) => after === null || nominal > after.nominal), contacts }
    if (!name || holders.hits.length === 0) return { ...all, leftOut: null }
    const facts = new Map(holders.hits.map(hit => [hit.nominal, hit.facts]))
    const named = await hitsByName(tx, { ...question, name }, [...facts.keys()], after)
    const anyNamed =
      named.length > 0 ||
      (after !== null && (await hitsByName(tx, { ...question, name }, [...facts.keys()], null)).length > 0)
    if (!anyNamed) return { ...all, leftOut: 'name' }
    return { hits: named.map(hit => ({ ...hit, facts: facts.get(hit.nominal) ?? [] })), contacts, leftOut: null }
  }
  if (!name)
    return {
      hits: facts.length === 0 && born ? await hitsByBirth(tx, question, born, after) : [],
      contacts: [],
      leftOut: null,
    }
  const hits = await hitsByName(tx, { ...question, name }, null, after)
  const contacts = born && born.from.equals(born.to) ? first(await contactsByName(tx, name, born.from)) : []
  return { hits, contacts, leftOut: holders ? 'facts' : null }
}

type HolderRow = {
  readonly nominal: NominalId
  readonly access: string
  readonly kinds: SoughtKind[] | null
  readonly given: string[] | null
}

/** Who holds one fact of each group, in order of id; `after`: those behind this one. */
const holdersOf = async (
  tx: Tx,
  { facts, born, filters }: Question,
  after: SearchCursor | null,
): Promise<Pick<Sought, 'hits' | 'contacts'>> => {
  const asked = facts.flatMap((group, at) => group.map(fact => ({ ...fact, group: at + 1 })))
  const { rows } = await sql<HolderRow>`select nominal_id as nominal, access, held as kinds, given
      from search_facts(${asked.map(({ group }) => group)}::integer[], ${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ key }) => key)}::text[],
                        ${asked.map(({ valid }) => valid)}::boolean[], ${born?.from.toString() ?? null}::date, ${born?.to.toString() ?? null}::date,
                        ${filters === null ? null : JSON.stringify(filters)}::jsonb, ${after?.nominal ?? null}::uuid)`.execute(
    tx,
  )
  const hits = rows.map(({ nominal, access, kinds, given }) => ({
    access,
    hit: {
      nominal,
      score: 1000,
      name: null,
      facts: (kinds ?? []).map((kind, at) => ({ kind, value: given?.[at] ?? '' })),
      widened: false,
      differs: false,
    },
  }))
  return {
    hits: hits.flatMap(({ access, hit }) => (access === 'contact' ? [] : [hit])),
    contacts: hits.flatMap(({ access, hit }) => (access === 'contact' ? [hit] : [])),
  }
}

/** Everyone born then, in order of id. */
const hitsByBirth = async (
  tx: Tx,
  { filters }: Question,
  { from, to }: BirthAsked,
  after: SearchCursor | null,
): Promise<readonly Hit[]> => {
  const { rows } = await sql<Pick<Hit, 'nominal'>>`select nominal_id as nominal
      from search_born(${from.toString()}::date, ${to.toString()}::date, ${filters === null ? null : JSON.stringify(filters)}::jsonb,
                       ${after?.nominal ?? null}::uuid, ${page + 1}::integer)`.execute(tx)
  return rows.map(({ nominal }) => ({ nominal, score: 1000, name: null, facts: [], widened: false, differs: false }))
}

type NamedRow = Omit<Hit, 'facts'>

/** `among`: only these; null: everybody, and behind them those of that very name who were born otherwise. */
const hitsByName = async (
  tx: Tx,
  { born, lowers, aged, filters, name }: Question & { readonly name: NameQuestion },
  among: readonly NominalId[] | null,
  after: SearchCursor | null,
): Promise<readonly Hit[]> => {
  const { spellings, slotOf, spellingOf, keys, worths, slips, parts, stems, slotOfStem } = name
  const fullNames = lowers && among === null ? name.fullNames : []
  const { rows } = await sql<NamedRow>`select nominal_id as nominal, score, name, widened, differs
      from search_names(${spellings}::text[], ${slotOf}::integer[], ${spellingOf}::integer[], ${keys}::text[], ${worths}::integer[], ${slips}::integer[],
                        ${parts}::integer, ${stems}::text[], ${slotOfStem}::integer[], ${fullNames}::text[],
                        ${born?.from.toString() ?? null}::date, ${born?.to.toString() ?? null}::date,
                        ${aged?.from.toString() ?? null}::date, ${aged?.to.toString() ?? null}::date, ${among}::uuid[],
                        ${filters === null ? null : JSON.stringify(filters)}::jsonb,
                        ${after?.score ?? null}::integer, ${after?.nominal ?? null}::uuid, ${after?.wider ?? null}::boolean, ${page + 1}::integer)`.execute(
    tx,
  )
  return rows.map(row => ({ ...row, facts: [] }))
}

/** A full name with the full date of birth, and nothing less. */
const contactsByName = async (
  tx: Tx,
  { fullNames }: NameQuestion,
  bornOn: Temporal.PlainDate,
): Promise<readonly Hit[]> => {
  if (fullNames.length === 0) return []
  const { rows } = await sql<Pick<Hit, 'nominal'>>`select nominal_id as nominal
      from search_contacts(${fullNames}::text[], ${bornOn.toString()}::date)`.execute(tx)
  return rows.map(({ nominal }) => ({ nominal, score: 0, name: null, facts: [], widened: false, differs: false }))
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
        from headline_on_the_day h left join nominal_file f on f.nominal_id = h.nominal_id where h.nominal_id = any(${ids}::uuid[])`.execute(
      tx,
    )
  return new Map(rows.map(row => [row.id, row]))
}

const contactsOf = async (tx: Tx, ids: readonly NominalId[]): Promise<readonly ContactHit[]> => {
  if (ids.length === 0) return []
  return tx
    .selectFrom('contact_now')
    .select([
      'id',
      'quote',
      'duty_desk as dutyDesk',
      'duty_telephone as dutyTelephone',
      'safety_instruction as safetyInstruction',
    ])
    .$castTo<ContactHit>()
    .where('id', 'in', ids)
    .orderBy('quote')
    .execute()
}

const hitFacts = (
  { name, facts, differs }: Hit,
  { births, recordManager, ...headline }: HeadlineRow,
  access: 'full' | 'summary',
  { name: typed, born }: Question,
): HitFacts => {
  const [first] = facts
  return {
    ...headline,
    access,
    matchedName: name === null || name === headline.name ? null : name,
    bornOn: access === 'full' ? bornShown(births ?? [], born) : null,
    isExact: name === null || typed === null || holdsAll(typed.slots, name),
    birthDiffers: differs,
    // A number or an address is no part of a summary, even where it was typed.
    identifier: first && access === 'full' ? { kind: soughtInWords(first.kind), value: first.value } : null,
    recordManager: access === 'full' ? recordManager : null,
    why: [
      ...facts.map(({ kind }) => `Same ${soughtInWords(kind)}`),
      ...(name === null || !typed ? [] : whyFound(typed.slots, name)),
      ...(born === null
        ? []
        : differs
          ? [birthDiffers(access === 'full' ? (births ?? []) : null, headline.birthYears)]
          : [born.from.equals(born.to) ? 'Same date of birth' : `Born ${born.words}`]),
    ],
  }
}

/** `days`: every date of birth that a source gives; null: not at this access, which has the years. */
const birthDiffers = (days: readonly string[] | null, years: readonly number[]): string => {
  const known = days ? [...new Set(days)].map(day => dayInWords(Temporal.PlainDate.from(day))) : years.map(String)
  if (known.length === 0) return 'No date of birth is recorded'
  return `Date of birth differs: ${days ? '' : 'born in '}${known.join(' or ')}`
}

/** The date that was asked for where a source gives it, else the first that was recorded. */
const bornShown = (births: readonly string[], asked: BirthAsked | null): string | null =>
  births.find(day => asked !== null && asked.from.toString() <= day && day <= asked.to.toString()) ?? births[0] ?? null
