import type pg from 'pg'
import { newId } from '#platform'

/**
 * What parts of Concord keep about a record besides its facts: for each nominal in turn (the seen first) one of each, so that a hidden record
 * has whatever a seen one has. Answers with their ids, by the name of the parameter in the addresses of their routes. Add yours here.
 */
export const arrangeMore = async (
  owner: pg.Client,
  nominals: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const ids = async (statement: string): Promise<readonly string[]> => {
    const found: string[] = []
    for (const nominal of nominals) {
      const { rows } = await owner.query<{ id: string }>(statement, [newId(), nominal])
      found.push(rows[0]!.id)
    }
    return found
  }
  const transfers = async (): Promise<readonly string[]> => {
    // a request of its own for each, from and to units of those who ask
    const found: string[] = []
    for (const nominal of nominals) {
      const { rows } = await owner.query<{ id: string }>(
        `with asked as (
           insert into transfer (id, from_unit_id, to_unit_id, reason, asked_by, agency_id, audience)
           select $1, a.id, b.id, 'Somebody has moved away', o.id, o.agency_id, array[a.circle, a.lead_circle, b.circle, b.lead_circle, o.circle]
             from unit a, unit b, officer o where a.code = 'CTWM-NM' and b.code = '22-PPU' and o.subject = 'ctnm-officer' returning id, audience)
         insert into transfer_item (transfer_id, nominal_id, urgent, due_at, audience) select id, $2, false, now() + interval '7 days', audience from asked returning transfer_id as id`,
        [newId(), nominal],
      )
      found.push(rows[0]!.id)
    }
    return found
  }
  const inspections = async (): Promise<readonly string[]> => {
    const window = newId() as string
    await owner.query(
      `insert into inspection_window (id, unit_id, agency_id, purpose, handling, opened_by, ends_at)
       select $1, u.id, u.agency_id, 'Thematic inspection', '{}', o.id, now() + interval '9 days' from unit u, officer o
        where u.code = 'CTWM-NM' and o.subject = 'ctnm-supervisor'`,
      [window],
    )
    await owner.query(`insert into inspection_inspector select $1, id from officer where subject = 'inspector'`, [
      window,
    ])
    await owner.query('insert into inspection_sample select $1, x from unnest($2::uuid[]) x', [window, [...nominals]])
    return nominals.map(() => window)
  }
  const compartments = async (): Promise<readonly string[]> => {
    // as many as there are records, of nobody who asks
    const found: string[] = []
    for (const _ of nominals) {
      const id = newId() as string
      await owner.query(
        `insert into compartment (id, name, shows, kind, level, purpose, made_by, review_on)
         select $1, 'Walnut', 'none', 'victim', 'sc', 'Those of one case', o.id, current_date + 60 from officer o where o.subject = 'ctnm-supervisor'`,
        [id],
      )
      await owner.query(
        `insert into compartment_member (id, compartment_id, officer_id, during)
         select gen_random_uuid(), $1, o.id, '[2020-01-01,)' from officer o where o.subject = 'ctnm-supervisor'`,
        [id],
      )
      found.push(id)
    }
    return found
  }
  const instructions = await ids(
    `insert into safety_instruction (id, nominal_id, kind, words, review_on, recorded_at, recorded_by, agency_id)
     select $1, $2, 'instruction', 'Attend in pairs', current_date + 20, '2026-11-24T10:00Z', o.id, o.agency_id from officer o where o.subject = 'ctnm-supervisor' returning id`,
  )
  await owner.query('select refresh_instructions($1::uuid[])', [[...nominals]])
  return {
    compartment: await compartments(),
    // each with one that is seen, found to be of one person with it
    pair: await ids(
      `with decided as (
         insert into pair_decision (id, one_id, other_id, nth, outcome, reason, decided_by)
         select gen_random_uuid(), least($2::uuid, s.id), greatest($2::uuid, s.id), coalesce((select max(d.nth) from pair_decision d where d.one_id = least($2::uuid, s.id) and d.other_id = greatest($2::uuid, s.id)), 0) + 1,
                'same', 'The same number', o.id from officer o, (select unnest('{${nominals.slice(0, 2).join(',')}}'::uuid[]) as id) s where o.subject = 'reconciliation-desk' and s.id <> $2::uuid)
       insert into kept_apart (id, nominal_id, other_id, made_by, reason)
       select $1, $2, s.id, o.id, 'the same full name and date of birth'
         from officer o, (select unnest('{${nominals.slice(0, 2).join(',')}}'::uuid[]) as id) s where o.subject = 'force-officer' and s.id <> $2::uuid limit 1 returning id`,
    ),
    // what contact is shown of each
    instruction: instructions,
    transfer: await transfers(),
    partner: await ids(
      `insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, unit_id, access)
       select $1, $2, o.id, o.agency_id, 'officer', u.id, 'read' from officer o, unit u where o.subject = 'ctnm-supervisor' and u.code = 'HEI' returning id`,
    ),
    handover: await ids(
      `insert into handover (id, nominal_id, end_kind, from_unit_id, gates, gates_version)
       select $1, $2, 'voluntary', w.unit_id, '[{"code":"joint-risk-review","words":"Joint risk review held","by":"either","each":null},{"code":"visits","words":"Visits handed on","by":"sender","each":null}]', '2026-11-25'
         from ownership w where w.nominal_id = $2 and now() <@ w.during returning id`,
    ),
    // to whoever might see it, of every kind
    task: await ids(
      `select t.id from officer o, lateral (select add_task('record.touched', 'officer', o.id, null, $2, $1, 'Somebody', null) as id) t where o.subject = 'ctnm-officer'`,
    ),
    // one window with everybody in its sample: named by each of them, so that it is one id
    inspection: await inspections(),
    // to the force whose local contact asks
    arrival: await ids(
      `insert into local_arrival (id, nominal_id, force_id, kind, due_at)
       select $1, $2, o.agency_id, 'lives', now() + interval '9 hours' from officer o where o.subject = 'force-contact' returning id`,
    ),
    // by a supervisor who is not among those who ask: a language that was there
    sealing: await ids(
      `with made as (
         insert into sealing (id, nominal_id, kind, versions, unit_id, why, sealed_by, agency_id)
         select $1, $2, 'language', 1, u.id, 'Somebody else', o.id, o.agency_id from unit u, officer o where u.code = 'CTWM-NM' and o.subject = 'ctnm-supervisor' returning id)
       insert into sealed_row (sealing_id, ordinal, table_name, nominal_id, said) select id, 1, 'language', $2, '{"language": "Welsh"}' from made returning sealing_id as id`,
    ),
    exclusion: await ids(
      `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, officer_id, why)
       select $1, $2, o.id, o.agency_id, 'officer', x.id, 'Was at school with the person' from officer o, officer x where o.subject = 'ctnm-supervisor' and x.subject = 'nsd-senior' returning id`,
    ),
    // at everything by which one could come upon it, and for a unit that none of those who ask belongs to
    notice: await ids(
      `with made as (
         insert into safety_notice (id, nominal_id, quote, words, everybody, address, address_keys, buildings, person, full_names, born_on, other_id, written_by, agency_id, until_on, grace_days, reviewed_on, review_on)
         select $1, $2, 'AAAA-BBBB', 'Ring from the street first', false, '12 Thimble Lane', '{TF3 4NA||12 THIMBLE LANE}', '{TF3 4NA|12 THIMBLE LANE}', 'Leopold Marchbanks', '{LEOPOLD MARCHBANKS}', '1984-02-29',
                (select n.id from nominal n where n.id <> $2 order by n.id limit 1), o.id, o.agency_id, current_date + 20, 14, current_date, current_date + 20
           from officer o where o.subject = 'ctnm-supervisor' returning id, nominal_id)
       insert into safety_notice_reader (notice_id, nominal_id, unit_id) select m.id, m.nominal_id, u.id from made m, unit u where u.code = 'HEI' returning notice_id as id`,
    ),
    disclosure: await ids(
      `insert into disclosure (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out)
       select $1, $2, o.id, o.agency_id, 'court', 'x', 'x', current_date + 30, '{identity}', 'OFFICIAL-SENSITIVE', 0 from officer o where o.subject = 'ctnm-supervisor' returning id`,
    ),
    emergency: await ids(
      `insert into emergency_access (id, nominal_id, officer_id, role, agency_id, unit_id, session_id, found, code, reason, opened_at, ends_at)
       select $1, $2, o.id, 'officer', u.agency_id, u.id, gen_random_uuid(), 'contact', 'attending', 'Two officers are there', '2026-11-24T10:00Z', '2026-11-24T11:00Z'
         from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = 'ctnm-officer' limit 1 returning id`,
    ),
    request: await ids(
      `insert into access_request (id, nominal_id, officer_id, role, agency_id, unit_id, purpose, lapses_at)
       select $1, $2, o.id, 'officer', u.agency_id, u.id, 'A joint visit', now() + interval '1 day'
         from officer o join role_held r on r.officer_id = o.id join unit u on u.id = r.unit_id where o.subject = 'ctnm-officer' limit 1 returning id`,
    ),
    file: await ids(
      `insert into file (id, nominal_id, recorded_by, agency_id, source_kind, kind, description, marking, name, given_type, given_size, given_sha256, rewritten)
       select $1, $2, o.id, o.agency_id, 'officer', 'document', 'A note', 'OFFICIAL', 'note.txt', 'text/plain', 1, encode(sha256($1::uuid::text::bytea), 'hex'), true
         from officer o where o.subject = 'ctnm-supervisor' returning id`,
    ),
    entry: await ids(
      `insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, happened_at, kind, kind_words, type, words)
       select $1, $2, o.id, o.agency_id, 'officer', '2026-11-01 10:00Z', 'VISIT', 'Visit', 'fact', 'A letter was handed over' from officer o where o.subject = 'ctnm-supervisor' returning id`,
    ),
    // The entry and the file from above.
    attachment: await ids(
      `insert into attachment (id, nominal_id, entry_id, file_id, recorded_by, agency_id)
       select $1, $2, e.id, f.id, o.id, o.agency_id from officer o, entry e, file f
        where o.subject = 'ctnm-supervisor' and e.nominal_id = $2 and e.words = 'A letter was handed over' and f.nominal_id = $2 and f.name = 'note.txt' returning id`,
    ),
  }
}
