-- Two more of the hottest things that programs ask for, each in one statement: the first page of a caseload, and an entry added. Neither is a
-- door of its own, as consult is (0006): they run as whoever asks, under that person's row security, and are the very steps of the longer way
-- (enter, open_records, the statement, record_audit) without a message to the server and back for each. Where a step finds anything but the
-- plain case, they have done nothing and say so, and the longer way is taken, which tells why. test/at-once.test.ts holds both ways equal.

-- The role of a session is one row, found by its key: the index that keeps a role from being held twice over was walked for it instead.
do $do$
declare
  was text := pg_get_functiondef('actor_of(text)'::regprocedure);
  becomes text := replace(was, 'r.officer_id = f.id and now() <@ r.during', 'r.officer_id = f.id and range_contains_elem(r.during, now())');
begin
  if becomes = was then raise exception 'actor_of does not find its role as 0002 did'; end if;
  execute becomes;
end $do$;

-- What is asked for a browser's session only is not asked of a program's: in an expression it was a statement of its own each time.
create or replace function enter(token text) returns actor language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare who actor := actor_of(token);
begin
  if who.session_id is null then return null; end if;
  perform set_config('app.officer', who.officer_id::text, true), set_config('app.session', who.session_id::text, true),
          set_config('app.role', who.role, true), set_config('app.agency', who.agency_id::text, true),
          set_config('app.unit', who.unit_id::text, true), set_config('app.circles', who.circles::text, true);
  who.holds_several_roles := false;
  who.open_tasks := 0;
  if who.kind = 'browser' then
    who.holds_several_roles := exists (select from role_held r where r.officer_id = who.officer_id and r.id <> who.role_held_id and now() <@ r.during);
    who.open_tasks := open_tasks_of(who.circles, who.role, who.agency_id);
  end if;
  return who;
end $$;

-- One record opened, as most looks do: that row is tried first, alone, and the answer is a value and not a set. As open_records (0005) of one:
-- null is none.
do $do$ begin execute format($body$
create function open_record(nominal uuid) returns text language plpgsql volatile security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if exists (select from nominal_file f where f.nominal_id = open_record.nominal and %3$s) then
    perform set_config('app.open', ((coalesce(nullif(current_setting('app.open', true), ''), '{}'))::uuid[] || open_record.nominal)::text, true);
    return 'full';
  end if;
  return (select case when h.nominal_id is not null then 'summary' else 'contact' end
            from nominal n left join nominal_headline h on h.nominal_id = n.id and %2$s
           where n.id = open_record.nominal and %1$s);
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;
revoke all on function open_record(uuid) from public;
grant execute on function open_record(uuid) to concord_app;

-- `own_roles`, `unit_roles`: which roles answer for their own cases, and which for their unit's. `came`: 'open', or null where the longer way
-- must say what there is to say. `rows`: at most `room`, as JSON, those that changed last first; `more`: whether any follow the last of them.
do $do$
declare
  page constant text := $q$
    with scope as materialized (select f.nominal_id, f.changed_at, f.reference from nominal_file f where <scope>),
    page as (select s.* from scope s order by s.changed_at desc, s.nominal_id desc limit room + 1),
    shown as (select p.nominal_id, p.changed_at, p.reference, h.name, h.markers, h.status, h.status_place, h.release_on,
                     row_number() over (order by p.changed_at desc, p.nominal_id desc) as n
                from page p join headline_on_the_day h on h.nominal_id = p.nominal_id)
    select coalesce(json_agg(json_build_object('id', s.nominal_id, 'reference', s.reference, 'name', s.name, 'markersInWords', s.markers,
             'status', s.status, 'statusPlace', s.status_place, 'releaseOn', s.release_on,
             'changedAt', rtrim(rtrim(to_char(s.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z') order by s.n) filter (where s.n <= room), '[]')::text,
           coalesce(array_agg(s.nominal_id order by s.n) filter (where s.n <= room), '{}'), coalesce(max(s.n) > room, false),
           max(s.changed_at) filter (where s.n = room), case when count(*) = 0 then 0 else (select count(*)::integer from scope) end
      into rows, shown, more, last_changed_at, total from shown s;$q$;
begin
  execute format($f$
create function list_caseload(token text, own_roles text[], unit_roles text[], room integer, entry uuid, client text,
    out came text, out wide boolean, out rows text, out total integer, out more boolean, out last_changed_at timestamptz, out last_id uuid, out stale_session uuid)
language plpgsql volatile set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $b$
#variable_conflict use_column
declare
  who actor := enter(token);
  shown uuid[];
begin
  if who.session_id is null then return; end if;
  wide := who.role = any(unit_roles);
  if wide then %1$s
  elsif who.role = any(own_roles) then %2$s
  else return;
  end if;
  last_id := shown[room];
  perform record_audit(entry, 'caseload.listed', 'done', shown, array_fill('full'::text, array[cardinality(shown)]), '{}', array['caseload'], null, null, '{}', null, client);
  if who.kind = 'browser' and who.seen_at < now() - interval '1 minute' then stale_session := who.session_id; end if;
  came := 'open';
end $b$ $f$, replace(page, '<scope>', '(f.unit_id = who.unit_id or f.manager_id = who.officer_id)'), replace(page, '<scope>', 'f.manager_id = who.officer_id'));
end $do$;
revoke all on function list_caseload(text, text[], text[], integer, uuid, text) from public;
grant execute on function list_caseload(text, text[], text[], integer, uuid, text) to concord_app;

-- An entry of the chronology by somebody who writes on a record that they have in full. `came`: 'done', or null where nothing was done and the
-- longer way must say why. `fact`: the entry as it now stands, as JSON. `writing`: the roles that
-- write, so that the others are told so by the longer way. What may be written, and by whom, is said by the table's own policies and checks.
create function add_entry(token text, nominal uuid, id uuid, source text, why text, happened_at timestamptz, kind text, kind_words text, type text, words text, marking text,
    grading_scheme text, source_grade text, information_grade text, handling_code text, handling_conditions text, held_elsewhere text, held_telephone text,
    entry uuid, client text, writing text[], out came text, out fact text, out stale_session uuid)
language plpgsql volatile set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare who actor := enter(token);
begin
  if who.session_id is null or not coalesce(who.role = any(writing), false) then return; end if;
  if open_record(nominal) is distinct from 'full' then return; end if;
  insert into entry as f (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, why, happened_at, kind, kind_words, type, words, marking,
                          grading_scheme, source_grade, information_grade, handling_code, handling_conditions, held_elsewhere, held_telephone)
  values ($3, $2, who.officer_id, who.agency_id, 'officer', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
  returning json_build_object('id', f.id, 'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind,
    'source', f.source_ref, 'by', (select o.name from officer o where o.id = f.recorded_by and not o.service), 'why', f.why,
    'kind', f.kind, 'happenedAt', f.happened_at, 'type', f.type, 'words', f.words, 'sourceGrade', f.source_grade, 'informationGrade', f.information_grade,
    'handlingCode', f.handling_code, 'handlingConditions', f.handling_conditions, 'heldElsewhere', f.held_elsewhere, 'heldTelephone', f.held_telephone,
    'marking', f.marking, 'kindWords', f.kind_words, 'author', f.author, 'gradingScheme', f.grading_scheme, 'current', f.id)::text into fact;
  perform record_audit($19, 'fact.added', 'done', array[$2], array['full'], array[$3], array['entries'], null, null, '{}', null, $20);
  if who.kind = 'browser' and who.seen_at < now() - interval '1 minute' then stale_session := who.session_id; end if;
  came := 'done';
end $$;
revoke all on function add_entry(text, uuid, uuid, text, text, timestamptz, text, text, text, text, text, text, text, text, text, text, text, text, uuid, text, text[]) from public;
grant execute on function add_entry(text, uuid, uuid, text, text, timestamptz, text, text, text, text, text, text, text, text, text, text, text, text, uuid, text, text[]) to concord_app;
