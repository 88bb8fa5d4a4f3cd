-- Markers that keep colleagues safe are set, changed and taken away by two people.
--
-- An approved marker stands, for everybody who sees markers, until a second person has decided: who wants it corrected, ended before its
-- day, or withdrawn asks for it (marker_request), and another human being, a supervisor, confirms or refuses (marker_decision). Only then
-- does the marker change. The last day that was set with a marker comes by itself. A marker that nobody has approved yet is its author's
-- and their agency's to change, as any fact.

alter table marker_approval add column id uuid not null default gen_random_uuid();

-- Which address or vehicle a marker is about: any version of that fact, of the same nominal.
alter table marker add column about uuid;
grant insert (about) on marker to concord_app;
alter table marker add constraint marker_says_which check (source_kind = 'extract' or scope = 'person' or about is not null
  or coalesce(upper(during) <= (recorded_at at time zone 'UTC')::date + 1, false)) not valid;
create function marker_is_about() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (new.scope = 'address' and exists (select from address a where a.id = new.about and a.nominal_id = new.nominal_id)
          or new.scope = 'vehicle' and exists (select from vehicle v where v.id = new.about and v.nominal_id = new.nominal_id)) then
    raise exception 'a marker is about something of the same record' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger marker_is_about before insert on marker for each row when (new.about is not null) execute function marker_is_about();

-- In words, as that address or vehicle was known at a moment; empty: it is about the person.
create function marker_about(about uuid, scope text, known timestamptz) returns text language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  if about is null then return ''; end if;
  if scope = 'vehicle' then
    return coalesce((
      with recursive later as (
        select v.id, v.registration, v.make_and_model, v.colour, 1 as step from vehicle v where v.id = about
        union all select v.id, v.registration, v.make_and_model, v.colour, l.step + 1 from later l join vehicle v on v.supersedes = l.id where v.recorded_at <= known and l.step < 1000)
      select concat_ws(', ', l.registration, nullif(l.make_and_model, ''), nullif(l.colour, '')) from later l order by l.step desc limit 1), '');
  end if;
  return coalesce((
    with recursive later as (
      select a.id, a.flat, a.line, a.town, a.postcode, 1 as step from address a where a.id = about
      union all select a.id, a.flat, a.line, a.town, a.postcode, l.step + 1 from later l join address a on a.supersedes = l.id where a.recorded_at <= known and l.step < 1000)
    select concat_ws(' ', concat_ws(', ', nullif(l.flat, ''), nullif(l.line, ''), nullif(l.town, '')), l.postcode) from later l order by l.step desc limit 1), '');
end $$;

-- What somebody asks of an approved marker. `becomes`: the id of the row that a confirmed correction or end makes.
create table marker_request (
  id          uuid primary key,
  marker_id   uuid not null references marker,
  nominal_id  uuid not null references nominal,
  what        text not null check (what in ('correct', 'end', 'withdraw')),
  said        jsonb,
  last_on     date,
  becomes     uuid not null,
  why         text not null check (length(btrim(why)) between 1 and 500),
  source      text not null default '' check (length(source) <= 200),
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  agency_id   uuid not null references agency,
  check ((what = 'correct') = (said is not null) and (what = 'end') = (last_on is not null)),
  check (said is null or jsonb_typeof(said) = 'object'
    and said - array['scheme', 'code', 'words', 'basis', 'incident_on', 'review_on', 'source', 'scope', 'about', 'during'] = '{}')
);
create index marker_request_marker on marker_request (marker_id);
create index marker_request_nominal on marker_request (nominal_id);
create table marker_decision (
  id          uuid primary key,
  request_id  uuid not null unique references marker_request,
  nominal_id  uuid not null references nominal,
  outcome     text not null check (outcome in ('confirmed', 'refused', 'taken back')),
  why         text not null default '' check (length(why) <= 500),
  decided_at  timestamptz not null default now(),
  decided_by  uuid not null references officer,
  agency_id   uuid not null references agency,
  check (outcome <> 'refused' or btrim(why) <> '')
);
create index marker_decision_nominal on marker_decision (nominal_id);

-- Whoever does not own the tables changes no approved marker by themselves.
create function approved_marker_stands() returns trigger language plpgsql security invoker set search_path = public, pg_temp as $$
declare
  its uuid := case tg_table_name when 'marker' then (to_jsonb(new) ->> 'supersedes')::uuid else (to_jsonb(new) ->> 'fact_id')::uuid end;
begin
  if current_user <> (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = 'marker'::regclass)
     and exists (select from marker m where m.id = its and (m.verified or exists (select from marker_approval a where a.marker_id = m.id))) then
    raise exception 'an approved marker is changed by two people' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approved_marker_stands before insert on marker for each row when (new.supersedes is not null and new.source_kind <> 'extract') execute function approved_marker_stands();
create trigger approved_marker_stands before insert on withdrawal for each row when (new.fact_table = 'marker') execute function approved_marker_stands();

-- What is asked is asked of an approved marker that stands, by its agency or the lead agency, and once at a time.
create function marker_is_asked() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  m record;
  lead uuid;
begin
  select f.nominal_id, f.agency_id, f.superseded_at, f.verified or exists (select from marker_approval a where a.marker_id = f.id) as approved into m
    from marker f where f.id = new.marker_id for update of f;
  if m.nominal_id is distinct from new.nominal_id then raise exception 'the marker is not of this nominal' using errcode = 'check_violation'; end if;
  if m.superseded_at is not null then raise exception 'the fact has been changed since' using errcode = 'CC409'; end if;
  if not m.approved then raise exception 'nobody has approved the marker' using errcode = 'check_violation'; end if;
  select u.agency_id into lead from nominal_file f join unit u on u.id = f.unit_id where f.nominal_id = new.nominal_id;
  if new.agency_id not in (m.agency_id, coalesce(lead, m.agency_id)) then
    raise exception 'a fact is changed by its own agency or by the lead agency' using errcode = 'CC403';
  end if;
  if exists (select from marker_request r where r.marker_id = new.marker_id and r.id <> new.id and not exists (select from marker_decision d where d.request_id = r.id)) then
    raise exception 'something has been asked of the marker already' using errcode = 'CC409';
  end if;
  return new;
end $$;
create trigger marker_is_asked before insert on marker_request for each row execute function marker_is_asked();

-- The second person decides; what is confirmed is done in the name of the one who asked, and approved in theirs.
create function marker_is_decided() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r marker_request;
  m marker;
  s marker;
begin
  select * into r from marker_request q where q.id = new.request_id;
  if r.nominal_id is distinct from new.nominal_id then raise exception 'the request is not of this nominal' using errcode = 'check_violation'; end if;
  if (new.outcome = 'taken back') <> (r.recorded_by = new.decided_by) then
    raise exception 'another person decides than the one who asked' using errcode = 'check_violation';
  end if;
  if new.outcome <> 'confirmed' then return null; end if;
  select * into m from marker f where f.id = r.marker_id for update;
  if m.superseded_at is not null then raise exception 'the fact has been changed since' using errcode = 'CC409'; end if;
  if r.what = 'withdraw' then
    insert into withdrawal (id, nominal_id, fact_table, fact_id, reason, recorded_by, agency_id)
    values (r.becomes, r.nominal_id, 'marker', r.marker_id, r.why, r.recorded_by, r.agency_id);
    return null;
  elsif r.what = 'end' then
    perform end_fact('marker', r.marker_id, r.becomes, r.recorded_by, r.agency_id, r.last_on, r.source, r.why);
  else
    s := jsonb_populate_record(null::marker, r.said);
    insert into marker (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, supersedes, why, during, scheme, code, words, basis, incident_on, review_on, source, scope, about)
    values (r.becomes, r.nominal_id, r.recorded_by, r.agency_id, 'officer', r.source, r.marker_id, r.why, coalesce(s.during, '(,)'), s.scheme, s.code, s.words,
            coalesce(s.basis, ''), s.incident_on, s.review_on, coalesce(s.source, ''), s.scope, s.about);
  end if;
  insert into marker_approval (marker_id, nominal_id, approved_by) values (r.becomes, r.nominal_id, new.decided_by);
  return null;
end $$;
create trigger marker_is_decided after insert on marker_decision for each row execute function marker_is_decided();

do $$
declare
  t text;
  me constant text := $q$(select nullif(current_setting('app.officer', true), '')::uuid)$q$;
  mine constant text := $q$(select nullif(current_setting('app.agency', true), '')::uuid)$q$;
  open constant text := $q$nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])$q$;
begin
  foreach t in array array['marker_request', 'marker_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy of_an_open_file on %I for select to concord_app using (%s)', t, open);
    execute format('grant select on %I to concord_app', t);
    execute format('create trigger record_changed after insert on %I referencing new table as added for each statement execute function record_changed_besides()', t);
  end loop;
  execute format('create policy in_ones_own_name on marker_request for insert to concord_app with check (%s and recorded_by = %s and agency_id = %s and (select may_write()))', open, me, mine);
  execute format($q$create policy by_another on marker_decision for insert to concord_app with check (%s and decided_by = %s and agency_id = %s
    and case outcome when 'taken back' then (select may_write()) else (select coalesce(current_setting('app.role', true) in ('supervisor', 'region-lead'), false)) end)$q$, open, me, mine);
end $$;
grant insert (id, marker_id, nominal_id, what, said, last_on, becomes, why, source, recorded_by, agency_id) on marker_request to concord_app;
grant insert (id, request_id, nominal_id, outcome, why, decided_by, agency_id) on marker_decision to concord_app;

-- What waits for a decision on a marker, as it was known at a moment: null where nothing does.
create function marker_asked(marker uuid, known timestamptz) returns json language sql stable set search_path = public, pg_temp as $$
  select json_build_object('id', r.id, 'what', r.what, 'by', (select o.name from officer o where o.id = r.recorded_by), 'at', r.recorded_at, 'why', r.why, 'lastOn', r.last_on,
           'words', r.said ->> 'words', 'basis', r.said ->> 'basis', 'incidentOn', r.said ->> 'incident_on', 'reviewOn', r.said ->> 'review_on',
           'aboutInWords', case when r.said is not null then marker_about((r.said ->> 'about')::uuid, r.said ->> 'scope', known) end)
    from marker_request r
   where r.marker_id = $1 and r.recorded_at <= known and not exists (select from marker_decision d where d.request_id = r.id and d.decided_at <= known)
   order by r.recorded_at desc limit 1
$$;
revoke all on function marker_is_about(), marker_about(uuid, text, timestamptz), marker_is_asked(), marker_is_decided(), marker_asked(uuid, timestamptz) from public;
grant execute on function marker_about(uuid, text, timestamptz), marker_asked(uuid, timestamptz) to concord_app;

-- The history of a record has who approved, who asked, and who decided: in the form of history_of (0014), beside which it is read. As
-- whoever asks, under row security. An approval that a decision made is told as the decision.
create function marker_history_of(nominal uuid, only_kind text, at timestamptz, before_id uuid, room integer)
returns table (id uuid, kind text, recorded_at timestamptz, supersedes uuid, superseded_at timestamptz, superseded_by uuid, why text, source_kind text, source text, by text, agency text, said jsonb,
               withdrawn_reason text, withdrawn_by text)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  select h.id, h.kind, h.recorded_at, null::uuid, null::timestamptz, null::uuid, h.why, 'officer', h.source, (select o.name from officer o where o.id = h.by_id),
         (select g.name from agency g where g.id = h.agency_id), h.said, null::text, null::text
    from (
      select a.id, 'marker_approval' as kind, a.approved_at as recorded_at, '' as why, '' as source, a.approved_by as by_id, (select o.agency_id from officer o where o.id = a.approved_by) as agency_id,
             jsonb_build_object('marker_id', a.marker_id, 'words', (select m.words from marker m where m.id = a.marker_id)) as said
        from marker_approval a where a.nominal_id = nominal and not exists (select from marker_request r where r.becomes = a.marker_id)
      union all
      select r.id, 'marker_request', r.recorded_at, r.why, r.source, r.recorded_by, r.agency_id,
             jsonb_build_object('marker_id', r.marker_id, 'words', (select m.words from marker m where m.id = r.marker_id), 'what', r.what, 'last_on', r.last_on)
        from marker_request r where r.nominal_id = nominal
      union all
      select d.id, 'marker_decision', d.decided_at, d.why, '', d.decided_by, d.agency_id,
             jsonb_build_object('marker_id', r.marker_id, 'words', (select m.words from marker m where m.id = r.marker_id), 'what', r.what, 'outcome', d.outcome)
        from marker_decision d join marker_request r on r.id = d.request_id where d.nominal_id = nominal) h
   where (only_kind is null or only_kind = 'marker') and (before_id is null or (h.recorded_at, h.id) < (at, before_id))
   order by h.recorded_at desc, h.id desc limit room;
end $$;
revoke all on function marker_history_of(uuid, text, timestamptz, uuid, integer) from public;
grant execute on function marker_history_of(uuid, text, timestamptz, uuid, integer) to concord_app;

-- The record shows what waits, who approved and when, and what a marker is about; of then, as it was known then.
do $$
declare
  f regprocedure;
  was text;
  body text;
  known text;
begin
  foreach f in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)', 'known_record_json(uuid, text[], timestamptz, date)']::regprocedure[] loop
    known := case when f::text like 'known%' then 'known' else $q$'infinity'$q$ end;
    was := pg_get_functiondef(f);
    body := replace(was, $q$'origin', f.source, 'scope', f.scope,$q$,
      format($q$'origin', f.source, 'scope', f.scope, 'about', f.about, 'aboutInWords', marker_about(f.about, f.scope, %1$s), 'asked', marker_asked(f.id, %1$s),
          'approvedAt', case when f.source_kind <> 'extract' then (select a.approved_at from marker_approval a where a.marker_id = f.id and a.approved_at <= %1$s) end,$q$, known));
    if body = was or position('marker_approval a where a.marker_id = f.id)' in was) = 0 then raise exception '% does not have the markers that were looked for', f; end if;
    body := replace(body, 'marker_approval a where a.marker_id = f.id)', format('marker_approval a where a.marker_id = f.id and a.approved_at <= %s)', known));
    body := replace(body, 'a.approved_by where a.marker_id = f.id)', format('a.approved_by where a.marker_id = f.id and a.approved_at <= %s)', known));
    execute body;
  end loop;

  -- What waits for a decision is due.
  was := pg_get_functiondef('due_of(uuid[], date, integer, integer, integer)'::regprocedure);
  body := replace(was, $q$  select f.nominal_id, 'order-review', f.review_on,$q$, $q$  select r.nominal_id, 'marker-request', (r.recorded_at at time zone 'Europe/London')::date, 'marker', f.id, f.words, null
    from marker_request r join alive p on p.nominal_id = r.nominal_id join marker f on f.id = r.marker_id and f.superseded_at is null and day <@ f.during
   where r.nominal_id = any(ids) and not exists (select from marker_decision d where d.request_id = r.id)
  union all
  select f.nominal_id, 'order-review', f.review_on,$q$);
  if body = was then raise exception 'due_of is not as 0017 wrote it'; end if;
  execute body;
end $$;
