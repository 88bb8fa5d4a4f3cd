-- Emergency access: the safety sheet of a record that one otherwise sees in summary or as a contact, for a stated reason and a short time.
-- And asking for more: a request with a purpose to those who answer for a record, granted or refused with a reason, for a time.
--
-- Everything of it is written through the functions below, which ask again what TypeScript has asked. Nobody whom the record is hidden from
-- gets as far as being refused: for them it is not there.

-- Step-up: the officer of a session has signed in at the provider anew, in this very session, a moment ago.
alter table session add column proved_at timestamptz;
alter table sign_in_attempt add column again boolean not null default false;
create function prove_session(subject text) returns boolean language sql volatile security definer set search_path = public, pg_temp as $$
  with proved as (
    update session s set proved_at = now() from officer o
     where s.id = nullif(current_setting('app.session', true), '')::uuid and s.kind = 'browser' and s.ended_at is null and o.id = s.officer_id and o.subject = $1
     returning 1)
  select exists (select from proved)
$$;
create function is_proved() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from session s where s.id = nullif(current_setting('app.session', true), '')::uuid and s.proved_at > now() - interval '5 minutes')
$$;

create table emergency_access (
  id         uuid primary key,
  nominal_id uuid not null references nominal,
  officer_id uuid not null references officer,
  role       text not null,
  agency_id  uuid not null references agency,
  unit_id    uuid not null references unit,
  session_id uuid not null,
  found      text not null check (found in ('summary', 'contact')),       -- what they had without it
  code       text not null,                                               -- reference/emergency-reasons.json
  reason     text not null check (length(btrim(reason)) between 10 and 500),
  opened_at  timestamptz not null default now(),
  ends_at    timestamptz not null,
  check (ends_at > opened_at and ends_at <= opened_at + interval '4 hours')
);
create index emergency_access_nominal on emergency_access (nominal_id, opened_at desc);
create index emergency_access_officer on emergency_access (officer_id, opened_at desc);
create table emergency_end (
  emergency_id uuid primary key references emergency_access,
  nominal_id   uuid not null references nominal,
  ended_at     timestamptz not null default now(),
  ended_by     uuid not null references officer,
  why          text not null check (length(btrim(why)) between 1 and 500)
);
create table emergency_review (
  emergency_id uuid primary key references emergency_access,
  nominal_id   uuid not null references nominal,
  reviewed_at  timestamptz not null default now(),
  reviewed_by  uuid not null references officer,
  outcome      text not null check (outcome in ('justified', 'not-justified', 'passed-on')),
  words        text not null check (length(btrim(words)) between 10 and 1000)
);

create table access_request (
  id         uuid primary key,
  nominal_id uuid not null references nominal,
  officer_id uuid not null references officer,
  role       text not null,
  agency_id  uuid not null references agency,
  unit_id    uuid not null references unit,
  purpose    text not null check (length(btrim(purpose)) between 10 and 500),
  asked_at   timestamptz not null default now(),
  lapses_at  timestamptz not null,
  check (lapses_at > asked_at and lapses_at <= asked_at + interval '31 days')
);
create index access_request_nominal on access_request (nominal_id, asked_at desc);
create index access_request_officer on access_request (officer_id, asked_at desc);
create index access_request_lapses on access_request (lapses_at);
create table access_answer (
  request_id    uuid primary key references access_request,
  nominal_id    uuid not null references nominal,
  answer        text not null check (answer in ('granted', 'refused', 'lapsed', 'withdrawn')),
  words         text not null default '' check (length(words) <= 500),
  answered_at   timestamptz not null default now(),
  answered_by   uuid references officer,                                  -- null: nobody did in time
  until         timestamptz,
  assignment_id uuid references assignment,
  check ((answer = 'lapsed') = (answered_by is null)),
  check ((answer = 'granted') = (until is not null) and (answer = 'granted') = (assignment_id is not null)),
  check (until > answered_at and until <= answered_at + interval '92 days'),
  check (answer in ('lapsed', 'withdrawn') or length(btrim(words)) > 0)
);

do $$
declare
  t text;
  me constant text := $q$(select nullif(current_setting('app.officer', true), '')::uuid)$q$;
  opened constant text := $q$nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])$q$;
  known constant text := $q$exists (select from nominal n where n.id = nominal_id)$q$;
begin
  foreach t in array array['emergency_access', 'emergency_end', 'emergency_review', 'access_request', 'access_answer'] loop
    execute format('create index if not exists %I on %I (nominal_id)', t || '_nominal', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy of_an_open_file on %I for select to concord_app using (%s)', t, opened);
    execute format('grant select on %I to concord_app', t);
  end loop;
  -- Whoever asked sees their own, as long as they may know of the record.
  foreach t in array array['emergency_access', 'access_request'] loop
    execute format('create policy ones_own on %I for select to concord_app using (officer_id = %s and %s)', t, me, known);
  end loop;
  execute format('create policy of_ones_own on emergency_end for select to concord_app using (exists (select from emergency_access e where e.id = emergency_id))');
  execute format('create policy of_ones_own on access_answer for select to concord_app using (exists (select from access_request r where r.id = request_id))');
  -- An auditor sees that it was used, by whom and why, and nothing of the record.
  foreach t in array array['emergency_access', 'emergency_end', 'emergency_review'] loop
    execute format($p$create policy auditor_reviews on %I for select to concord_app using ((select current_setting('app.role', true)) = 'auditor')$p$, t);
  end loop;
end $$;

-- Whether an officer stands in the line of somebody who acted for a unit: the same human being, or one who holds a role in that unit, in one
-- above it or in one below it, or who leads its region.
create function is_in_line(officer uuid, of_officer uuid, of_unit uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  with recursive above(id, parent_id) as (
      select u.id, u.parent_id from unit u where u.id = of_unit union select u.id, u.parent_id from unit u join above a on u.id = a.parent_id),
    below(id) as (select of_unit union select u.id from unit u join below b on u.parent_id = b.id),
    theirs as (select id from above union select id from below
               union select r.unit_id from role_held r where r.officer_id = of_officer and now() <@ r.during)
  select officer = of_officer
      or exists (select from role_held r where r.officer_id = officer and now() <@ r.during and r.unit_id in (select id from theirs))
      or exists (select from role_held r join unit u on u.id = r.unit_id join unit w on w.id = of_unit
                  where r.officer_id = officer and now() <@ r.during and r.role = 'region-lead' and u.region = w.region)
$$;

-- What one has of a record without opening it; null: it is none.
do $do$ begin execute format($body$
create function access_now(nominal uuid) returns text language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  return (select case when exists (select from nominal_file f where f.nominal_id = n.id and %3$s) then 'full'
                      when exists (select from nominal_headline h where h.nominal_id = n.id and %2$s) then 'summary' else 'contact' end
            from nominal n where n.id = nominal and %1$s);
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;

-- Opens the safety sheet. Refused without a fresh sign-in, at full (nothing is wanting) and where there is nothing to know of.
create function open_emergency_access(id uuid, nominal uuid, code text, reason text, minutes integer, review_due timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  unit uuid := nullif(current_setting('app.unit', true), '')::uuid;
  found text := access_now(nominal);
  said text;
  lead uuid;
begin
  if me is null or found is null or found not in ('summary', 'contact') then
    raise exception 'emergency access is for whoever has summary or contact' using errcode = 'insufficient_privilege';
  end if;
  if not is_proved() then raise exception 'emergency access needs a fresh sign-in' using errcode = 'insufficient_privilege'; end if;
  if coalesce(length(btrim(reason)), 0) < 10 then raise exception 'emergency access needs a reason' using errcode = 'check_violation'; end if;
  insert into emergency_access (id, nominal_id, officer_id, role, agency_id, unit_id, session_id, found, code, reason, ends_at)
  values (id, nominal, me, current_setting('app.role'), nullif(current_setting('app.agency', true), '')::uuid, unit,
          nullif(current_setting('app.session', true), '')::uuid, found, code, btrim(reason), now() + make_interval(mins => minutes));
  select o.name || ', ' || g.name into said from officer o join agency g on g.id = nullif(current_setting('app.agency', true), '')::uuid where o.id = me;
  perform add_task('emergency-access.opened', 'owner', nominal, null, nominal, id, said, null),
          add_task('emergency-access.told', 'role', null, 'auditor', null, id, said, null);
  -- Reviewed by the owner's supervisors, unless one of them is in the user's own line: then by an auditor.
  select w.unit_id into lead from ownership w where w.nominal_id = nominal and now() <@ w.during;
  if exists (select from role_held r where r.unit_id = lead and r.role = 'supervisor' and now() <@ r.during and not is_in_line(r.officer_id, me, unit)) then
    perform add_task('emergency-access.review', 'lead', lead, null, nominal, id, said, review_due);
  else
    perform add_task('emergency-access.review', 'role', null, 'auditor', null, id, said, review_due);
  end if;
end $$;

create function is_open_emergency(emergency uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from emergency_access e
                  where e.id = emergency and e.officer_id = nullif(current_setting('app.officer', true), '')::uuid and now() < e.ends_at
                    and not exists (select from emergency_end d where d.emergency_id = e.id) and access_now(e.nominal_id) is not null)
$$;

-- The safety sheet, and nothing else of a record. It asks by itself whether this officer's emergency access is open, and whether they may
-- still know of the record: an exclusion or lapsed vetting ends it, as anybody's.
create function emergency_sheet(emergency uuid) returns json language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  about uuid;
  day date := (now() at time zone 'Europe/London')::date;
begin
  if not is_open_emergency(emergency) then return null; end if;
  select e.nominal_id into about from emergency_access e where e.id = emergency;
  return (
    select json_build_object(
      'nominal', n.id, 'quote', n.quote, 'dutyDesk', n.duty_desk, 'dutyTelephone', n.duty_telephone, 'safetyInstruction', n.safety_instruction,
      'markers', (select coalesce(json_agg(json_build_object('words', m.words, 'basis', m.basis, 'incidentOn', m.incident_on, 'reviewOn', m.review_on)
                    order by m.incident_on desc nulls last, m.id), '[]')
                    from marker m where m.nominal_id = n.id and m.superseded_at is null and day <@ m.during),
      'addresses', (select coalesce(json_agg(json_build_object('kind', a.kind, 'flat', a.flat, 'line', a.line, 'town', a.town, 'postcode', a.postcode,
                      'occupants', a.occupants, 'children', a.children) order by lower(a.during) desc nulls last, a.id), '[]')
                      from address a where a.nominal_id = n.id and a.superseded_at is null and day <@ a.during),
      'conditions', (select coalesce(json_agg(c.line order by c.line->>'words', c.id), '[]') from (
                       select o.id, json_build_object('words', o.words, 'condition', o.condition, 'setBy', o.court)::jsonb as line
                         from court_order o where o.nominal_id = n.id and o.superseded_at is null and day <@ o.during
                       union all
                       select l.id, json_build_object('words', l.words, 'condition', '', 'setBy', l.set_by)::jsonb
                         from licence_condition l where l.nominal_id = n.id and l.superseded_at is null and day <@ l.during) c),
      'vehicles', (select coalesce(json_agg(json_build_object('registration', v.registration, 'makeAndModel', v.make_and_model, 'colour', v.colour)
                     order by v.registration, v.id), '[]')
                     from vehicle v where v.nominal_id = n.id and v.superseded_at is null and day <@ v.during))
      from contact_now n where n.id = about);                             -- (0091: with the number to ring now)
end $$;

-- The small size of the headline's photograph, sealed as it is kept.
create function emergency_photograph(emergency uuid)
returns table (id uuid, taken_on date, object uuid, media_type text, size bigint, sha256 text, key bytea, sealed bytea)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not is_open_emergency(emergency) then return; end if;
  return query
    select c.file_id, h.photograph_taken_on, c.object_id, c.media_type, c.size::bigint, c.sha256, c.key, sealed_chunk(c.object_id, 0, encode(sha256(c.key), 'hex'))
      from emergency_access e join nominal_headline h on h.nominal_id = e.nominal_id join file_content c on c.file_id = h.photograph and c.form = 'small'
     where e.id = emergency;
end $$;

-- Of whom a use is, for whoever may know of it; the record is opened next.
create function nominal_of_emergency(emergency uuid) returns uuid language sql stable security definer set search_path = public, pg_temp as $$
  select e.nominal_id from emergency_access e where e.id = emergency
     and (e.officer_id = nullif(current_setting('app.officer', true), '')::uuid and access_now(e.nominal_id) is not null
          or access_now(e.nominal_id) = 'full' or current_setting('app.role', true) = 'auditor')
$$;

-- Ended by its user, or taken back by those who answer for the record.
create function end_emergency_access(emergency uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  e emergency_access;
begin
  select a.* into e from emergency_access a where a.id = emergency for no key update;
  if not found or access_now(e.nominal_id) is null
     or e.officer_id <> me and not (access_now(e.nominal_id) = 'full' and current_setting('app.role', true) in ('supervisor', 'region-lead', 'duty-officer')) then
    raise exception 'only its user, or those who answer for the record, end an emergency access' using errcode = 'insufficient_privilege';
  end if;
  if now() >= e.ends_at then raise exception 'this emergency access is over' using errcode = 'check_violation'; end if;
  begin
    insert into emergency_end (emergency_id, nominal_id, ended_by, why) values (e.id, e.nominal_id, me, btrim(why));
  -- (somebody was quicker by a moment: tried again, it is found as it is now)
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
end $$;

-- Reviewed by another, never in the user's own line.
create function review_emergency_access(emergency uuid, outcome text, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  role text := current_setting('app.role', true);
  e emergency_access;
begin
  select a.* into e from emergency_access a where a.id = emergency for no key update;
  if not found or not (role = 'auditor' or access_now(e.nominal_id) = 'full' and role in ('supervisor', 'region-lead')) then
    raise exception 'an emergency access is reviewed by a supervisor of those who answer for the record, or an auditor' using errcode = 'insufficient_privilege';
  end if;
  if is_in_line(me, e.officer_id, e.unit_id) then
    raise exception 'an emergency access is never reviewed in the line of whoever used it' using errcode = 'insufficient_privilege';
  end if;
  begin
    insert into emergency_review (emergency_id, nominal_id, reviewed_by, outcome, words) values (e.id, e.nominal_id, me, outcome, btrim(words));
  -- (somebody was quicker by a moment: tried again, it is found as it is now)
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
  perform close_tasks_about('emergency-access.review', emergency, 'done');
end $$;
create function may_review_emergency(emergency uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from emergency_access e where e.id = emergency
     and (current_setting('app.role', true) = 'auditor' or access_now(e.nominal_id) = 'full' and current_setting('app.role', true) in ('supervisor', 'region-lead'))
     and not is_in_line(nullif(current_setting('app.officer', true), '')::uuid, e.officer_id, e.unit_id))
$$;

-- Asking those who answer for a record for access by name. One open request of an officer for a record.
create function ask_for_access(id uuid, nominal uuid, purpose text, lapses timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  said text;
begin
  if me is null or access_now(nominal) is null or access_now(nominal) not in ('summary', 'contact') then
    raise exception 'whoever has summary or contact asks for more' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('access_request ' || me::text || nominal::text, 0));
  if exists (select from access_request r where r.officer_id = me and r.nominal_id = nominal and not exists (select from access_answer a where a.request_id = r.id)) then
    raise exception 'one request at a time' using errcode = 'unique_violation';
  end if;
  insert into access_request (id, nominal_id, officer_id, role, agency_id, unit_id, purpose, lapses_at)
  values (id, nominal, me, current_setting('app.role'), nullif(current_setting('app.agency', true), '')::uuid, nullif(current_setting('app.unit', true), '')::uuid,
          btrim(purpose), lapses);
  select o.name || ', ' || g.name into said from officer o join agency g on g.id = nullif(current_setting('app.agency', true), '')::uuid where o.id = me;
  perform add_task('access.asked', 'owner', nominal, null, nominal, id, said, lapses);
end $$;

-- Granted or refused by the owning unit's supervisor, region lead or duty officer on shift, never by whoever asked.
create function may_answer_request(request uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from access_request r join ownership w on w.nominal_id = r.nominal_id and now() <@ w.during join unit u on u.id = w.unit_id
           left join region g on g.code = u.region
     where r.id = request and r.officer_id <> nullif(current_setting('app.officer', true), '')::uuid and access_now(r.nominal_id) = 'full'
       and array_remove(array[u.lead_circle, u.duty_circle, g.circle], null) && nullif(current_setting('app.circles', true), '')::integer[]
       and current_setting('app.role', true) in ('supervisor', 'region-lead', 'duty-officer'))
$$;
create function answer_request(request uuid, answer text, words text, until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  r access_request;
  made uuid;
begin
  select q.* into r from access_request q where q.id = request for no key update;
  if answer = 'withdrawn' then
    if r.officer_id is distinct from me or access_now(r.nominal_id) is null then
      raise exception 'only whoever asked withdraws a request' using errcode = 'insufficient_privilege';
    end if;
  elsif answer not in ('granted', 'refused') or not may_answer_request(request) then
    raise exception 'a request is answered by those who answer for the record, never by whoever asked' using errcode = 'insufficient_privilege';
  end if;
  if answer = 'granted' then
    made := gen_random_uuid();
    insert into assignment (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, officer_id, kind)
    values (made, r.nominal_id, me, nullif(current_setting('app.agency', true), '')::uuid, 'officer', 'a request for access', tstzrange(now(), until), r.officer_id, 'named');
  end if;
  begin
    insert into access_answer (request_id, nominal_id, answer, words, answered_by, until, assignment_id)
    values (request, r.nominal_id, answer, btrim(words), me, until, made);
  -- (somebody was quicker by a moment: tried again, it is found as it is now)
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
  perform close_tasks_about('access.asked', request, case answer when 'withdrawn' then 'withdrawn' else 'done' end);
  if answer <> 'withdrawn' then perform add_task('access.answered', 'officer', r.officer_id, null, r.nominal_id, request, answer, null); end if;
end $$;

-- What nobody answered in time: it lapses, its officer is told, and so are the supervisors of the unit that should have.
create function lapse_access_requests() returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  r access_request;
  lead uuid;
  n integer := 0;
begin
  for r in select q.* from access_request q where q.lapses_at <= now() and not exists (select from access_answer a where a.request_id = q.id)
            order by q.lapses_at limit 200 for no key update skip locked loop
    insert into access_answer (request_id, nominal_id, answer) values (r.id, r.nominal_id, 'lapsed') on conflict do nothing;
    continue when not found;
    perform close_tasks_about('access.asked', r.id, 'lapsed'), add_task('access.answered', 'officer', r.officer_id, null, r.nominal_id, r.id, 'lapsed', null);
    select w.unit_id into lead from ownership w where w.nominal_id = r.nominal_id and now() <@ w.during;
    if lead is not null then
      perform add_task('access.lapsed', 'lead', lead, null, r.nominal_id, r.id, (select o.name || ', ' || g.name from officer o, agency g where o.id = r.officer_id and g.id = r.agency_id), null);
    end if;
    n := n + 1;
  end loop;
  return n;
end $$;

revoke all on function nominal_of_emergency(uuid), prove_session(text), is_proved(), is_in_line(uuid, uuid, uuid), access_now(uuid), open_emergency_access(uuid, uuid, text, text, integer, timestamptz),
  is_open_emergency(uuid), emergency_sheet(uuid), emergency_photograph(uuid), end_emergency_access(uuid, text), review_emergency_access(uuid, text, text),
  may_review_emergency(uuid), ask_for_access(uuid, uuid, text, timestamptz), may_answer_request(uuid), answer_request(uuid, text, text, timestamptz), lapse_access_requests() from public;
grant execute on function nominal_of_emergency(uuid), prove_session(text), is_proved(), open_emergency_access(uuid, uuid, text, text, integer, timestamptz),
  is_open_emergency(uuid), emergency_sheet(uuid), emergency_photograph(uuid), end_emergency_access(uuid, text), review_emergency_access(uuid, text, text),
  may_review_emergency(uuid), ask_for_access(uuid, uuid, text, timestamptz), may_answer_request(uuid), answer_request(uuid, text, text, timestamptz), lapse_access_requests() to concord_app;
