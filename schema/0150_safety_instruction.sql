-- The safety instruction of a record: what whoever may know only that there is one must do first. It is written by those who answer for the
-- record, reviewed by a day, and kept: a new one supersedes the last, and reviewing one is writing it anew.
--
-- nominal.safety_instruction stays what contact shows, the safety sheet and the address check; it follows from the rows here. What nobody has
-- written is never said: a record without an instruction says so, and so does one of which "no known danger" may not hold any more.

create function no_instruction_yet() returns text language sql immutable set search_path = public, pg_temp as $$
  select 'No safety instruction has been written yet. Do not approach or visit before you have spoken to the duty desk.'
$$;
alter table nominal alter column safety_instruction set default 'No safety instruction has been written yet. Do not approach or visit before you have spoken to the duty desk.';
update nominal set safety_instruction = no_instruction_yet() where safety_instruction = 'Do not approach or visit before you have spoken to the duty desk.';

-- What an instruction must not say, because whoever reads it may know nothing else of the record: a number of a person or of a record, a date,
-- a grading, whence it is known, or under which law somebody is managed. src/need-to-know/instruction.ts explains, with the same patterns.
create function gives_away(words text) returns boolean language sql immutable set search_path = public, pg_temp as $$
  select words ~* '\yCN[- /]?\d{2}[- /]?\d{1,7}\y'
      or words ~ '\y[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\y'
      or words ~* '\y\d{2,6}/\d{1,7}[A-Z]\y|\ySF\d{2}/\d{1,6}[A-Z]\y|\y[A-Z]\d{4}[A-Z]{2}\y|\y[A-Z]\d{6}\y|\y[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\y'
      or words ~* '\y\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})\y|\y(19|20)\d{2}\y'
      or words ~* '\y[1-5] ?[x×] ?[1-5] ?[x×] ?[1-5]\y|\y[1-3][ -]?[A-E][ -]?[PC]\y|\y[A-EX][1-5][1-5]\y'
      or words ~* '\y(graded?|grading|intelligence|informants?|handling codes?)\y|\yCHIS\y'
      or words ~* '\y(counter[- ]?terror\w*|terror\w*|extremis\w*|MAPPA|ViSOR|TACT|convict\w*|offenders?)\y|\yPrevent (programme|referral)\y'
$$;

create table safety_instruction (
  id            uuid primary key,
  nominal_id    uuid not null references nominal,
  kind          text not null check (kind in ('instruction', 'no-known-danger')),
  words         text not null check (length(btrim(words)) between 10 and 300),
  review_on     date not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  recorded_by   uuid not null references officer,
  agency_id     uuid not null references agency,
  supersedes    uuid unique references safety_instruction,
  superseded_at timestamptz,
  check ((kind = 'no-known-danger') = (words ~* '^\s*no known danger')),
  check (kind = 'instruction' or words = 'No known danger to officers.'),
  check (not gives_away(words)),
  -- (the months that an authority sets are in reference/emergency-policy.json; never more than these)
  check (review_on > (recorded_at at time zone 'Europe/London')::date and review_on <= (recorded_at at time zone 'Europe/London')::date + interval '25 months')
);
create index safety_instruction_nominal on safety_instruction (nominal_id, recorded_at desc);
create unique index safety_instruction_stands on safety_instruction (nominal_id) where superseded_at is null;
create index safety_instruction_review on safety_instruction (review_on) where superseded_at is null;
alter table safety_instruction enable row level security;
alter table safety_instruction force row level security;
create policy owner_keeps on safety_instruction to concord_owner using (true) with check (true);
create policy of_an_open_file on safety_instruction for select to concord_app
  using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]));
grant select on safety_instruction to concord_app;

-- Kept: that it was superseded is written once, and nothing else is ever changed.
create function only_superseded() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.superseded_at is not null or to_jsonb(new) - 'superseded_at' <> to_jsonb(old) - 'superseded_at' then
    raise exception 'a safety instruction is kept as it was written' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger only_superseded before update on safety_instruction for each row execute function only_superseded();

create function marker_stands(nominal uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from marker m where m.nominal_id = $1 and m.superseded_at is null and (now() at time zone 'Europe/London')::date <@ m.during)
$$;

-- What contact shows of an instruction. Past its review an instruction is shown with that caution; that there is no danger is not said any more then, nor
-- while a marker stands.
create function shown_instruction(nominal uuid) returns text language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  s safety_instruction;
  overdue boolean;
begin
  select * into s from safety_instruction i where i.nominal_id = nominal and i.superseded_at is null;
  if s.id is null then return no_instruction_yet(); end if;
  overdue := s.review_on < (now() at time zone 'Europe/London')::date;
  if s.kind = 'no-known-danger' and (overdue or marker_stands(nominal)) then
    return 'The safety instruction is being looked at again. Do not approach or visit before you have spoken to the duty desk.';
  end if;
  return s.words || case when overdue then ' (It was to be looked at again before now: ask the duty desk whether it still holds.)' else '' end;
end $$;
create function refresh_instructions(ids uuid[]) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  update nominal n set safety_instruction = s.words
    from (select i.id, shown_instruction(i.id) as words from unnest(ids) as i(id)) s
   where n.id = s.id and n.safety_instruction is distinct from s.words
$$;

-- Who answers for the record: whoever supervises the unit that leads it; its record manager, or who covers for them while they are away.
create function may_instruct(nominal uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  return coalesce(me is not null and may_write() and nominal = any(nullif(current_setting('app.open', true), '')::uuid[]) and (
    exists (select from ownership w where w.nominal_id = nominal and now() <@ w.during and in_charge_of(w.unit_id))
    or exists (select from record_manager m where m.nominal_id = nominal and now() <@ m.during and m.officer_id = me)
    or exists (select from record_manager m cross join lateral acting_for(m.officer_id, 'manages', now()) a
                where m.nominal_id = nominal and now() <@ m.during and m.officer_id is not null and a.who = 'cover' and a.covering = me)), false);
end $$;

create function write_instruction(id uuid, nominal uuid, kind text, words text, review_on date, supersedes uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  stands uuid;
begin
  if not may_instruct(nominal) then
    raise exception 'a safety instruction is written by those who answer for the record' using errcode = 'CC403';
  end if;
  perform 1 from nominal n where n.id = nominal for no key update;
  select i.id into stands from safety_instruction i where i.nominal_id = nominal and i.superseded_at is null for update;
  if stands is distinct from supersedes then raise exception 'the safety instruction has been written anew since' using errcode = 'CC409'; end if;
  if kind = 'no-known-danger' and marker_stands(nominal) then
    raise exception 'no known danger is not said while a marker stands' using errcode = 'check_violation';
  end if;
  if exists (select from known_name k, regexp_split_to_table(k.full_name, '[^[:alpha:]]+') as w(word)
              where k.nominal_id = nominal and k.superseded_at is null and length(w.word) > 2
                and regexp_split_to_array(words, '[^[:alpha:]]+') && array[upper(w.word), initcap(w.word)]) then
    raise exception 'a safety instruction does not name the person' using errcode = 'check_violation';
  end if;
  update safety_instruction i set superseded_at = clock_timestamp() where i.id = stands;
  begin
    insert into safety_instruction (id, nominal_id, kind, words, review_on, recorded_by, agency_id, supersedes)
    values (id, nominal, kind, btrim(words), review_on, nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.agency', true), '')::uuid, stands);
  -- (somebody was quicker by a moment: tried again, it is found as it is now)
  exception when unique_violation then raise exception 'somebody was quicker' using errcode = 'serialization_failure'; end;
  perform refresh_instructions(array[nominal]);
  update nominal_file f set changed_at = now() where f.nominal_id = nominal;
  perform close_tasks_about('safety-instruction.review', stands, 'done'), close_tasks_about('safety-instruction.contradicted', stands, 'done'),
          close_tasks_about('safety-instruction.missing', nominal, 'done');
end $$;

-- A marker that begins to stand takes "no known danger" back at once.
create function marker_said() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct i.nominal_id) into ids from added a join safety_instruction i on i.nominal_id = a.nominal_id and i.superseded_at is null and i.kind = 'no-known-danger';
  if ids is not null then perform refresh_instructions(ids); end if;
  return null;
end $$;
create trigger takes_back_no_known_danger after insert on marker referencing new table as added for each statement execute function marker_said();

-- What time makes necessary: a review comes near, or has passed; "no known danger" stands against a marker; and nobody has written one for a record that
-- somebody was shown as a contact, or that was made by hand. (Of what an extract brought, the page of instructions lists what is missing: as many tasks
-- would bury the others.)
create function keep_instructions(reminder_days integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  r record;
  today constant date := (now() at time zone 'Europe/London')::date;
  n integer := 0;
begin
  perform refresh_instructions(array(
    select i.nominal_id from safety_instruction i join nominal x on x.id = i.nominal_id
     where i.superseded_at is null and x.safety_instruction = i.words and (i.review_on < today or i.kind = 'no-known-danger' and exists (
             select from marker m where m.nominal_id = i.nominal_id and m.superseded_at is null and today <@ m.during))
     order by i.nominal_id limit 500 for no key update of x skip locked));
  for r in
    select i.id, i.nominal_id, 'safety-instruction.review' as kind, (i.review_on + 1)::timestamp at time zone 'Europe/London' as due
      from safety_instruction i where i.superseded_at is null and i.review_on <= today + reminder_days
       and not exists (select from task t where t.kind = 'safety-instruction.review' and t.subject_id = i.id)
    union all
    select i.id, i.nominal_id, 'safety-instruction.contradicted', null
      from safety_instruction i where i.superseded_at is null and i.kind = 'no-known-danger' and marker_stands(i.nominal_id)
       and not exists (select from task t where t.kind = 'safety-instruction.contradicted' and t.subject_id = i.id)
    union all
    select f.id, f.id, 'safety-instruction.missing', null
      from (select c.nominal_id as id from creation c union select t.nominal_id from record_touch t where t.kind = 'contact.shown') f
      join nominal_headline h on h.nominal_id = f.id and h.status not in ('archived', 'dead')
     where not exists (select from safety_instruction i where i.nominal_id = f.id)
       and not exists (select from task t where t.kind = 'safety-instruction.missing' and t.subject_id = f.id)
    limit 200 loop
    continue when not exists (select from ownership w where w.nominal_id = r.nominal_id and now() <@ w.during);
    -- one server at a time for one record: each sees what the other has written
    perform 1 from nominal x where x.id = r.nominal_id for no key update skip locked;
    continue when not found or exists (select from task t where t.kind = r.kind and t.subject_id = r.id);
    perform add_task(r.kind, 'owner', r.nominal_id, null, r.nominal_id, r.id, '', r.due);
    n := n + 1;
  end loop;
  return n;
end $$;

-- What the record said of it at a moment.
create function instruction_known(nominal uuid, known timestamptz) returns text language sql stable set search_path = public, pg_temp as $$
  select coalesce((select i.words from safety_instruction i
                    where i.nominal_id = $1 and i.recorded_at <= $2 and (i.superseded_at is null or i.superseded_at > $2) order by i.recorded_at desc limit 1), no_instruction_yet())
$$;
do $do$
declare
  was constant text := pg_get_functiondef('known_record_json(uuid, text[], timestamptz, date)'::regprocedure);
  becomes constant text := replace(was, $t$'safetyInstruction', n.safety_instruction$t$, $t$'safetyInstruction', instruction_known(n.id, known)$t$);
begin
  if becomes = was then raise exception 'known_record_json does not read as 0014 wrote it'; end if;
  execute becomes;
end $do$;

revoke all on function no_instruction_yet(), gives_away(text), only_superseded(), marker_stands(uuid), shown_instruction(uuid), refresh_instructions(uuid[]), may_instruct(uuid),
  write_instruction(uuid, uuid, text, text, date, uuid), marker_said(), keep_instructions(integer), instruction_known(uuid, timestamptz) from public;
grant execute on function no_instruction_yet(), gives_away(text), may_instruct(uuid), write_instruction(uuid, uuid, text, text, date, uuid), keep_instructions(integer),
  instruction_known(uuid, timestamptz) to concord_app;
