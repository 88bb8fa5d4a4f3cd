import type { Client } from 'pg'

/**
 * Lets a newcomer see a compartment at work: Walnut, of the supervisor, the duty officer and DC Ruth Ashdown of counter-terrorism policing, round one of
 * the records that DC Ashdown manages. To their region lead that record does not exist. `client`: the owner's. Done once.
 */
export const addCompartment = async (client: Client): Promise<void> => {
  await client.query(
    `with those as (
       select m.nominal_id, m.officer_id as manager, s.id as supervisor, s.agency_id, d.id as duty
         from record_manager m join officer o on o.id = m.officer_id and o.subject = 'ctnm-officer' join nominal_file f on f.nominal_id = m.nominal_id
         join officer s on s.subject = 'ctnm-supervisor' join officer d on d.subject = 'ctnm-duty-officer'
        where now() <@ m.during and not exists (select from compartment)
          and not exists (select from restriction r where r.nominal_id = m.nominal_id) and not exists (select from part_restriction r where r.nominal_id = m.nominal_id)
          and not exists (select from assignment a where a.nominal_id = m.nominal_id) and not exists (select from partner p where p.nominal_id = m.nominal_id)
        order by f.reference desc limit 1),
     made as (
       insert into compartment (id, name, shows, kind, level, purpose, made_by, agency_id, review_on)
       select gen_random_uuid(), 'Walnut', 'none', 'person at risk', 'sc', 'Somebody who would be in danger if it were known that they speak to us', supervisor, agency_id, current_date + 60
         from those returning id),
     answering as (
       insert into compartment_responsible (compartment_id, place, officer_id, during)
       select c.id, x.place, x.officer, tstzrange(now(), null) from made c, those t, lateral (values ('sponsor', t.supervisor), ('second', t.duty)) x(place, officer)),
     members as (
       insert into compartment_member (id, compartment_id, officer_id, during, added_by, why)
       select gen_random_uuid(), c.id, x.officer, tstzrange(now(), now() + interval '300 days'), t.supervisor, x.why
         from made c, those t, lateral (values (t.supervisor, 'Sponsor'), (t.duty, 'Second responsible person'), (t.manager, 'Manages the record')) x(officer, why))
     insert into compartment_of (id, nominal_id, recorded_by, agency_id, source_kind, during, compartment_id, why)
     select gen_random_uuid(), t.nominal_id, t.supervisor, t.agency_id, 'officer', tstzrange(now(), null), c.id, 'Would be in danger if it were known' from made c, those t`,
  )
}
