import type pg from 'pg'
import { newId, type NominalId } from '#platform'
import { addFact } from '../nominal.ts'
import { askers } from './people.ts'

type HiddenParts = Readonly<Record<'entry' | 'correction' | 'file' | 'photograph' | 'attachment', string>>

/**
 * Entries and files of a record that is seen, hidden from everybody who asks: an entry with a correction and a file, another that was withdrawn, intelligence that may not leave,
 * the newest photograph, a file that a seen entry carries, one on a list that is not theirs, and a copy in which they went out. Beside them what is seen.
 */
export const arrangeHiddenParts = async (owner: pg.Client, nominal: NominalId): Promise<HiddenParts> => {
  const visit = { kind: 'VISIT', kind_words: 'Visit', type: 'fact', marking: 'OFFICIAL', source_kind: 'officer' }
  const by = {
    recorded_by: await idOf(owner, `select id from officer where subject = 'ctnm-supervisor'`),
    agency_id: await idOf(owner, `select agency_id as id from officer where subject = 'ctnm-supervisor'`),
  }
  const entry = async (words: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const id = newId() as string
    await addFact(owner, nominal, 'entry', { id, ...visit, ...by, words, happened_at: '2026-11-20T18:40:00Z', ...more })
    return id
  }
  const file = async (name: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const [id, object] = [newId() as string, newId() as string]
    const sha256 = name
      .replaceAll(/[^0-9a-f]/g, '')
      .padEnd(64, '7')
      .slice(0, 64)
    await addFact(owner, nominal, 'file', {
      id,
      ...by,
      kind: 'document',
      description: name,
      marking: 'OFFICIAL',
      name,
      given_type: 'image/jpeg',
      given_size: 1,
      given_sha256: sha256,
      rewritten: true,
      ...more,
    })
    await owner.query(`insert into file_object (id, store) values ($1, 'database')`, [object])
    for (const form of ['whole', 'small'])
      await owner.query(
        `insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
         values ($1, $2, $3, $4, 'image/jpeg', 1, $5, sha256('x'))`,
        [id, form, nominal, object, sha256],
      )
    return id
  }
  const attach = async (entryId: string, fileId: string): Promise<string> =>
    idOf(
      owner,
      `insert into attachment (id, nominal_id, entry_id, file_id, recorded_by, agency_id) values ($1, $2, $3, $4, $5, $6) returning id`,
      [newId(), nominal, entryId, fileId, by.recorded_by, by.agency_id],
    )
  const exclude = async (kind: 'entry' | 'file', part: string): Promise<void> => {
    for (const asker of askers)
      await owner.query(
        `insert into part_exclusion (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, officer_id, why)
         select $1, $2, $3, $4, $5, $6, tstzrange(now(), null), o.id, 'It is about them or theirs' from officer o where o.subject = $7`,
        [newId(), nominal, kind, part, by.recorded_by, by.agency_id, asker],
      )
    await owner.query('select mark_walled($1, $2, $3)', [kind, part, nominal])
    await owner.query('select refresh_photograph($1)', [nominal])
  }

  const seen = await entry('A card was left at the door')
  await attach(seen, await file('card.jpg'))
  await file('face-that-is-seen.jpg', { kind: 'photograph', taken_on: '2020-02-02' })

  const hidden = await entry('Somebody told us at the door')
  const first = await attach(hidden, await file('letter.jpg'))
  await exclude('entry', hidden)
  const correction = await entry('Somebody told us of the door', { supersedes: hidden, why: 'Misheard' })
  await attach(hidden, await file('second-letter.jpg'))

  const withdrawn = await entry('Never said at the door')
  await exclude('entry', withdrawn)
  await owner.query(
    `insert into withdrawal (id, nominal_id, fact_table, fact_id, recorded_by, agency_id, reason) values ($1, $2, 'entry', $3, $4, $5, 'Somebody else')`,
    [newId(), nominal, withdrawn, by.recorded_by, by.agency_id],
  )
  await exclude(
    'entry',
    await entry('Seen with others at the door', {
      kind: 'INTEL',
      kind_words: 'Intelligence',
      grading_scheme: '3x5x2',
      source_grade: '2',
      information_grade: 'B',
      handling_code: 'C',
      handling_conditions: 'Ask first',
      happened_at: '2026-11-22T18:40:00Z',
    }),
  )

  const onSeen = await file('on-a-seen-entry.jpg')
  await attach(seen, onSeen)
  await exclude('file', onSeen)
  const photograph = await file('newest-face.jpg', { kind: 'photograph', taken_on: '2026-11-01' })
  await exclude('file', photograph)

  const listed = await file('on-a-list.jpg')
  await owner.query(
    `with r as (
       insert into part_restriction (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, why)
       values ($1, $2, 'file', $3, $4, $5, tstzrange(now(), now() + interval '30 days'), 'Only for the two of them') returning id)
     insert into part_restriction_member (restriction_id, officer_id) select r.id, o.id from r, officer o where o.subject in ('ctnm-supervisor', 'ctnm-duty-officer')`,
    [newId(), nominal, listed, by.recorded_by, by.agency_id],
  )
  await owner.query('select mark_walled($1, $2, $3)', ['file', listed, nominal])

  await owner.query(
    `insert into disclosure (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out)
     values ($1, $2, $3, $4, 'court', 'A hearing', 'A clerk', current_date + 30, '{identity,chronology}', 'OFFICIAL-SENSITIVE', 1)`,
    [newId(), nominal, by.recorded_by, by.agency_id],
  )
  return { entry: hidden, correction, file: onSeen, photograph, attachment: first }
}

const idOf = async (owner: pg.Client, statement: string, values: readonly unknown[] = []): Promise<string> =>
  (await owner.query<{ id: string }>(statement, [...values])).rows[0]!.id
