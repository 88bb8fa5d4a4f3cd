import { createHash } from 'node:crypto'
import type { Database } from '#platform'
import type { Reference } from '#reference'
import { chanceOf, dealer } from './chance.ts'
import { stories, type Told } from './told.ts'

/** Enough for every caseload of the demonstration to have some. */
const mostPeople = 60

type Person = {
  readonly nominal: string
  readonly officer: string
  readonly agency: string
  readonly desk: string
  readonly telephone: string
}

/**
 * Tells of some whom the demonstration's officers manage what those officers would have written by themselves: no extract brings graded
 * intelligence, or a correction. Done again it adds nothing. `asOf`: the day before which it all happened. Answers false when `stopping` ended it.
 */
export const addWritten = async (
  db: Database,
  { lists }: Pick<Reference, 'lists'>,
  {
    seed,
    asOf,
    stopping,
  }: { readonly seed: number; readonly asOf: Temporal.PlainDate; readonly stopping: AbortSignal },
): Promise<boolean> => {
  // Whom the stories fit: somebody in prison opens no door.
  const { rows } = await db.pool.query<Person>(
    `select f.nominal_id as nominal, o.id as officer, o.agency_id as agency, h.duty_desk as desk, h.duty_telephone as telephone
       from nominal_file f join officer o on o.id = f.manager_id join nominal_headline h on h.nominal_id = f.nominal_id
      where o.subject is not null and h.status = 'community' order by f.reference limit $1`,
    [mostPeople],
  )
  const deal = dealer(stories, chanceOf(seed, 'written'))
  for (const person of rows) {
    if (stopping.aborted) return false
    for (const [nth, told] of deal().entries()) {
      const first = idOf(seed, person.nominal, nth, 'first')
      await add(db, person, told, { id: first, supersedes: null, why: '' }, asOf, lists)
      if (told.corrected) {
        const { why, ...other } = told.corrected
        const second = { id: idOf(seed, person.nominal, nth, 'second'), supersedes: first, why }
        await add(db, person, { ...told, ...other }, second, asOf, lists)
      }
    }
  }
  return true
}

const add = async (
  db: Database,
  { nominal, officer, agency, desk, telephone }: Person,
  { daysAgo, at, kind, type, words, grade }: Told,
  { id, supersedes, why }: { readonly id: string; readonly supersedes: string | null; readonly why: string },
  asOf: Temporal.PlainDate,
  lists: Reference['lists'],
): Promise<void> => {
  const isHeld = kind === 'HELD-ELSEWHERE'
  const row = {
    id,
    nominal_id: nominal,
    recorded_by: officer,
    agency_id: agency,
    source_kind: 'officer',
    supersedes,
    why,
    happened_at: asOf
      .subtract({ days: daysAgo })
      .toZonedDateTime({ timeZone: 'Europe/London', plainTime: Temporal.PlainTime.from(at) })
      .toInstant()
      .toString(),
    kind,
    kind_words: lists['entry-kinds'].find(kind)?.words ?? kind,
    type,
    words,
    marking: 'OFFICIAL-SENSITIVE',
    grading_scheme: grade ? '3x5x2' : null,
    source_grade: grade?.[0] ?? null,
    information_grade: grade?.[1] ?? null,
    handling_code: grade?.[2] ?? null,
    handling_conditions: grade?.[3] ?? '',
    held_elsewhere: isHeld ? desk : '',
    held_telephone: isHeld ? telephone : '',
  }
  // A row that is there already has been corrected already: a second insert would set off the refusal of that.
  await db.pool.query(
    `insert into entry (${Object.keys(row).join(', ')})
     select (jsonb_populate_record(null::entry, $1)).${Object.keys(row).join(', (jsonb_populate_record(null::entry, $1)).')}
      where not exists (select from entry where id = $2)`,
    [JSON.stringify(row), id],
  )
}

/** The same every time: by it a second loading knows what it has written. */
const idOf = (seed: number, nominal: string, nth: number, which: string): string => {
  const hash = createHash('sha256').update(`${seed}/${nominal}/${nth}/${which}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
