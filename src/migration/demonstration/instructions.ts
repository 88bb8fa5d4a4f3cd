import type pg from 'pg'

const orders = [
  'Attend in pairs. Ring the duty desk before you knock.',
  'Do not visit alone. There is a large dog: wait outside until it is shut away.',
  'Wear body armour, and tell the duty desk before you arrive and when you leave.',
]

/**
 * Gives most of those whom the demonstration's officers manage a safety instruction in their manager's name, as no extract does; some are near
 * their review, and every fourth is missing. Done again it adds nothing. `client`: the owner's.
 */
export const addInstructions = async (client: pg.Client): Promise<void> => {
  await client.query(
    `with mine as (
       select f.nominal_id, o.id as officer, o.agency_id, row_number() over (order by f.reference) as nth,
              exists (select from marker m where m.nominal_id = f.nominal_id and m.superseded_at is null) as marked
         from nominal_file f join officer o on o.id = f.manager_id join nominal_headline h on h.nominal_id = f.nominal_id
        where o.subject is not null and h.status not in ('archived', 'dead') order by f.reference limit 80),
     said as (
       insert into safety_instruction (id, nominal_id, kind, words, review_on, recorded_by, agency_id)
       select gen_random_uuid(), nominal_id, case when marked then 'instruction' else 'no-known-danger' end,
              case when marked then ($1::text[])[1 + nth % 3] else 'No known danger to officers.' end,
              current_date + case nth % 8 when 1 then 12 else 150 end, officer, agency_id
         from mine where nth % 4 <> 0 and not exists (select from safety_instruction i where i.nominal_id = mine.nominal_id)
       returning nominal_id)
     select from said`,
    [orders],
  )
  await client.query(
    `select refresh_instructions(array(select nominal_id from safety_instruction where superseded_at is null))`,
  )
}
