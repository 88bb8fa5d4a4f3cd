-- Whoever is in charge of the unit that leads names which of its officers manages a record: after an exclusion, a transfer that named nobody, or a change in
-- the unit. src/responsibility/manager.ts says the same.
create function name_manager(nominal uuid, officer uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  f record;
  at timestamptz;
begin
  select x.unit_id, x.manager_id into f from nominal_file x where x.nominal_id = nominal for no key update;
  if not nominal = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}')) or not may_write() or not coalesce(receives_for(f.unit_id), false) then
    raise exception 'whoever names a record manager answers for the unit that leads' using errcode = 'CC403';
  end if;
  if f.manager_id is not distinct from officer then raise exception 'they manage it' using errcode = 'CC409'; end if;
  if not exists (select from role_held r join officer o on o.id = r.officer_id where r.officer_id = officer and r.unit_id = f.unit_id and now() <@ r.during
                    and r.role in ('officer', 'supervisor') and o.disabled_at is null and not o.service)
     or exists (select from exclusion e where e.nominal_id = nominal and e.officer_id = officer and now() <@ e.during)
     or exists (select from restriction r where r.nominal_id = nominal and now() <@ r.during
                   and not exists (select from restriction_member m where m.restriction_id = r.id and m.officer_id = officer and now() <@ m.during))
     or exists (select from compartment_of k where k.nominal_id = nominal and now() <@ k.during and not passes_compartment(officer, k.compartment_id)) then
    raise exception 'a record manager is an officer of the unit that leads, who may see the record' using errcode = 'check_violation';
  end if;
  select greatest(now(), max(lower(m.during)) + interval '1 microsecond') into at from record_manager m where m.nominal_id = nominal;
  update record_manager m set during = tstzrange(lower(m.during), at) where m.nominal_id = nominal and m.during @> at;
  insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, officer_id)
  values (gen_random_uuid(), nominal, me, nullif(current_setting('app.agency', true), '')::uuid, 'officer', 'Named in the unit', tstzrange(at, null), officer);
  if officer <> me then perform add_task('manager.named', 'officer', officer, null, nominal, nominal, '', null); end if;
end $$;
-- Whether whoever asks may name one on an open record, for its page.
create function names_manager(nominal uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select may_write() and coalesce(receives_for(f.unit_id), false) from nominal_file f
   where f.nominal_id = $1 and $1 = any(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}'))
$$;
revoke all on function name_manager(uuid, uuid), names_manager(uuid) from public;
grant execute on function name_manager(uuid, uuid), names_manager(uuid) to concord_app;

-- A seal that is opened takes with it what was asked of it: nothing is there to be destroyed any more.
do $do$
declare
  was constant text := pg_get_functiondef('unseal(uuid, text)'::regprocedure);
  becomes text := replace(was, $q$  return 'done';$q$, $q$  insert into destruction_decision (request_id, outcome, why, decided_by)
  select r.id, case when same_human(r.asked_by, me.id) then 'taken back' else 'refused' end, 'The seal was opened', case when same_human(r.asked_by, me.id) then r.asked_by else me.id end
    from destruction_request r, (select nullif(current_setting('app.officer', true), '')::uuid as id) me
   where r.sealing_id = sealing and not exists (select from destruction_decision d where d.request_id = r.id);
  perform close_tasks_about('destruction.asked', sealing, 'withdrawn');
  return 'done';$q$);
begin
  if becomes = was then raise exception 'unseal is not as 0110 wrote it'; end if;
  execute becomes;
end $do$;

-- By law a record passes on a day that the side which hands over says, or an extract: whoever is to receive cannot bring it about by typing a date.
create function end_counts(said release_date, leads uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select said.source_kind = 'extract' or said.agency_id = (select u.agency_id from unit u where u.id = $2)
$$;
revoke all on function end_counts(release_date, uuid) from public;
grant execute on function end_counts(release_date, uuid) to concord_app;
do $do$
declare
  was text := pg_get_functiondef('handover_day(handover)'::regprocedure);
  becomes text := replace(was, 'f.superseded_at is null', 'f.superseded_at is null and end_counts(f, h.from_unit_id)');
begin
  if becomes = was then raise exception 'handover_day is not as 0100 wrote it'; end if;
  execute becomes;
  was := pg_get_functiondef('open_coming_handovers(jsonb, integer, jsonb, text)'::regprocedure);
  becomes := replace(was, 'from release_date d where d.superseded_at is null order by', 'from release_date d join nominal_file l on l.nominal_id = d.nominal_id where d.superseded_at is null and end_counts(d, l.unit_id) order by');
  becomes := replace(becomes, 'where l.nominal_id = s.nominal_id and l.superseded_at is null and l.kind <> s.kind', 'where l.nominal_id = s.nominal_id and l.superseded_at is null and end_counts(l, f.unit_id) and l.kind <> s.kind');
  if length(becomes) < length(was) + 100 then raise exception 'open_coming_handovers is not as 0100 wrote it'; end if;
  execute becomes;
  was := pg_get_functiondef('ends_to_hand_over(uuid)'::regprocedure);
  becomes := replace(was, 'd.superseded_at is null order by d.kind', 'd.superseded_at is null and end_counts(d, f.unit_id) order by d.kind');
  if becomes = was then raise exception 'ends_to_hand_over is not as 0166 wrote it'; end if;
  execute becomes;
end $do$;
