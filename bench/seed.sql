-- Filled as a load of that size would be: without triggers, then every record reckoned once (bench/cluster.ts).
set session_replication_role = replica;
-- bench.nominals of them; for 200,000: 600,000 names, 400,000 addresses, 200,000 markers, 1,000,000 entries. 12,000 officers in 440 units; 3 %
-- counter-terrorism. Invented and plain: what matters here is how many there are and who may see them. Twelve officers of a unit manage its
-- records: 38 each of 200,000.
insert into agency (id, code, name, kind) select gen_random_uuid(), 'BENCH-' || n, 'Force ' || n, 'police' from generate_series(1, 44) n;
insert into unit (id, agency_id, code, name, kind)
  select gen_random_uuid(), a.id, a.code || 'U' || n, 'Unit ' || n, 'public-protection' from agency a, generate_series(1, 10) n where a.code like 'BENCH-%';
insert into duty_desk (unit_id, name, contact_name, telephone)
  select id, name || ' duty desk', 'Public protection duty desk', '01632 960123' from unit where code like 'BENCH-%';
create temporary table u as select id, agency_id, row_number() over (order by code) - 1 as n from unit where code like 'BENCH-%';
create temporary table o as select gen_random_uuid() as id, u.agency_id, u.id as unit_id, s.n, s.n / 440 as k from generate_series(0, 11999) s(n) join u on u.n = s.n % 440;
insert into officer (id, agency_id, name) select id, agency_id, 'Officer ' || n from o;
insert into vetting (id, officer_id, level, during) select gen_random_uuid(), id, 'NPPV2', daterange(current_date - 100, current_date + 400) from o;
insert into training (id, officer_id, course, during) select gen_random_uuid(), id, 'Concord user', daterange(current_date - 100, current_date + 400) from o;
insert into role_held (id, officer_id, unit_id, role, during) select gen_random_uuid(), id, unit_id, case when k = 0 then 'supervisor' else 'officer' end, tstzrange(now() - interval '1 day', null) from o;

create temporary table p as select gen_random_uuid() as id, s.n, u.id as unit_id, u.agency_id, s.n % 33 = 0 as ct,
    null::uuid as someone from generate_series(1, current_setting('bench.nominals')::integer) s(n) join u on u.n = s.n % 440;
create index on p (n); analyze p;
update p set someone = o.id from o where o.unit_id = p.unit_id and o.k = 1 + (p.n / 440) % 12;
insert into nominal (id, quote) select id, 'Q-' || n from p;
insert into nominal_headline (nominal_id) select id from p;
insert into nominal_file (nominal_id, reference) select id, 'CN-26-' || lpad(n::text, 6, '0') from p;
insert into known_name (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, kind, family, given, full_name)
  select gen_random_uuid(), p.id, p.someone, p.agency_id, 'extract', 'visor_nominals.csv:' || n, case k when 1 then 'name' else 'alias' end,
         'Family' || (n * k) % 5000, 'Given' || (n + k * 13) % 700, 'Given' || (n + k * 13) % 700 || ' Family' || (n * k) % 5000
    from p, generate_series(1, 3) k;
insert into birth (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, born_on)
  select gen_random_uuid(), p.id, p.someone, p.agency_id, 'extract', 'visor_nominals.csv:' || n, date '1950-01-01' + n % 18000 from p;
insert into address (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, kind, line, town, postcode, during)
  select gen_random_uuid(), p.id, p.someone, p.agency_id, 'extract', 'visor_addresses.csv:' || n, 'home', n % 300 || ' Mill Lane', 'Telford', 'TF1 1AA',
         daterange(current_date - 1000 * k, case when k = 1 then null else current_date - 1000 end) from p, generate_series(1, 2) k;
insert into marker (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, scheme, code, words, basis, incident_on)
  select gen_random_uuid(), p.id, p.someone, p.agency_id, 'extract', 'visor_markers.csv:' || n, 'pnc-warning-signals', 'VI', 'Violent', 'Threats made by phone', current_date - 900 from p;
insert into entry (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, happened_at, kind, kind_words, type, author, words)
  select gen_random_uuid(), p.id, p.someone, p.agency_id, 'extract', 'visor_activity.csv:' || n, now() - make_interval(hours => (n * k) % 30000), 'visit', 'Home visit', 'reported',
         'PC A. Example', 'Home visit, seen at address, no concerns noted. Said that work was going well and asked about the next appointment.'
    from p, generate_series(1, 27) k where k <= case when n % 8 = 0 then 27 else (n % 3) + 1 end;
insert into basis (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, kind, words, counter_terrorism, confirmed)
  select gen_random_uuid(), id, someone, agency_id, 'extract', '', case when ct then 'cta-2008-part-4' else 'soa-2003-part-2' end, 'Notification', ct, true from p;
insert into ownership (id, nominal_id, recorded_by, agency_id, source_kind, unit_id, during) select gen_random_uuid(), id, someone, agency_id, 'extract', unit_id, tstzrange(now() - interval '1 day', null) from p;
insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, officer_id, during) select gen_random_uuid(), id, someone, agency_id, 'extract', someone, tstzrange(now() - interval '1 day', null) from p;
