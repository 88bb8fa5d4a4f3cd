import type { Client } from 'pg'

/**
 * Lets a newcomer see a list and an exclusion at work: the last record that DC Ruth Ashdown manages is restricted to her and her supervisors, and
 * the last of West Mercia's is shut to PC Joanne Merrick, who was at school with the person; of another of DC Ashdown's one entry is for some only. `client`: the owner's. Done once.
 */
export const addWalls = async (client: Client): Promise<void> => {
  await client.query(
    `with those as (
       select m.nominal_id, m.officer_id as manager, s.id as supervisor, s.agency_id
         from record_manager m join officer o on o.id = m.officer_id and o.subject = 'ctnm-officer'
         join officer s on s.subject = 'ctnm-supervisor' join nominal_file f on f.nominal_id = m.nominal_id
        where now() <@ m.during and not exists (select from restriction)
        order by f.reference desc limit 1),
     listed as (
       insert into restriction (id, nominal_id, recorded_by, agency_id, source_kind, during, shows, why)
       select gen_random_uuid(), nominal_id, supervisor, agency_id, 'officer', tstzrange(now(), now() + interval '90 days'), 'contact',
              'A neighbour would be known to have spoken to the police'
         from those returning id)
     insert into restriction_member (id, restriction_id, officer_id, during)
     select gen_random_uuid(), l.id, x.officer_id, tstzrange(now(), null)
       from listed l, those t,
            lateral (select t.manager as officer_id
                     union select h.officer_id from role_held h join unit u on u.id = h.unit_id
                            where u.code = 'CTWM-NM' and h.role = 'supervisor' and now() <@ h.during) x`,
  )
  await client.query(
    `insert into exclusion (id, nominal_id, recorded_by, agency_id, source_kind, during, officer_id, why)
     select gen_random_uuid(), w.nominal_id, s.id, s.agency_id, 'officer', tstzrange(now(), null), o.id, 'Was at school with the person'
       from ownership w join unit u on u.id = w.unit_id and u.code = '22-PPU' join nominal_file f on f.nominal_id = w.nominal_id
       join officer o on o.subject = 'force-officer'
       join lateral (select p.id, p.agency_id from role_held h join officer p on p.id = h.officer_id
                      where h.unit_id = u.id and h.role = 'supervisor' and now() <@ h.during order by p.id limit 1) s on true
      where now() <@ w.during and not exists (select from exclusion)
        and not exists (select from record_manager m where m.nominal_id = w.nominal_id and m.officer_id = o.id and now() <@ m.during)
      order by f.reference desc limit 1`,
  )
  await client.query(
    `with those as (
       select e.id, e.nominal_id, s.id as supervisor, s.agency_id
         from record_manager m join officer o on o.id = m.officer_id and o.subject = 'ctnm-officer' join nominal_file f on f.nominal_id = m.nominal_id
         join officer s on s.subject = 'ctnm-supervisor'
         join lateral (select x.id, x.nominal_id from entry x where x.nominal_id = m.nominal_id and x.supersedes is null and x.superseded_at is null
                        order by x.happened_at desc, x.id limit 1) e on true
        where now() <@ m.during and not exists (select from restriction r where r.nominal_id = m.nominal_id) and not exists (select from part_restriction)
        order by f.reference desc limit 1),
     listed as (
       insert into part_restriction (id, nominal_id, part_kind, part_id, recorded_by, agency_id, during, why)
       select gen_random_uuid(), nominal_id, 'entry', id, supervisor, agency_id, tstzrange(now(), now() + interval '90 days'), 'Who told us would be known by it'
         from those returning id),
     members as (
       insert into part_restriction_member (restriction_id, officer_id)
       select l.id, o.id from listed l, officer o where o.subject in ('ctnm-officer', 'ctnm-supervisor'))
     select mark_walled('entry', id, nominal_id) from those`,
  )
}
