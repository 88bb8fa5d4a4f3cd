import type { Client } from 'pg'
import { newQuote } from '#nominals'

/**
 * Lets a newcomer see a safety notice at work: of the record that is shut to PC Joanne Merrick (walls.ts), at its address and at its name with
 * the date of birth, for West Mercia Police: she finds no record there, and the notice. `client`: the owner's. Done once.
 */
export const addNotice = async (client: Client): Promise<void> => {
  await client.query(
    `with those as (
       select e.nominal_id, e.recorded_by as supervisor, e.agency_id, a.address_key, concat_ws(', ', nullif(a.flat, ''), a.line, a.postcode) as address,
              array(select k.key from full_name_key k where k.nominal_id = e.nominal_id limit 10) as names, h.name,
              (select b.born_on from birth b where b.nominal_id = e.nominal_id and b.born_on is not null and b.superseded_at is null order by b.id limit 1) as born
         from exclusion e join officer o on o.id = e.officer_id and o.subject = 'force-officer' join nominal_headline h on h.nominal_id = e.nominal_id
         join lateral (select x.* from address x where x.nominal_id = e.nominal_id and x.address_key is not null and x.superseded_at is null and current_date <@ x.during order by x.id limit 1) a on true
        where now() <@ e.during and not exists (select from safety_notice) order by e.id limit 1),
     put as (
       insert into safety_notice (id, nominal_id, quote, words, everybody, address, address_keys, buildings, person, full_names, born_on, written_by, agency_id, until_on, grace_days, reviewed_on, review_on)
       select gen_random_uuid(), nominal_id, $1, 'Attend in pairs, and ring the desk from the street before you knock', false, address, array[address_key], array[building_of(address_key)],
              case when born is null then '' else name end, case when born is null then '{}' else names end, born, supervisor, agency_id, current_date + 90, 14, current_date, current_date + 28
         from those returning id, nominal_id, agency_id)
     insert into safety_notice_reader (notice_id, nominal_id, agency_id) select id, nominal_id, agency_id from put`,
    [newQuote()],
  )
}
