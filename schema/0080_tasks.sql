-- A task: something that is due from someone by a moment, or that somebody is told and says they have seen. What follows from the facts of a
-- record by itself (a review that falls due) is no task but is derived (`due_of`, 0017); a task is made by what somebody did: a transfer that
-- waits for acceptance, a use of emergency access that is to be reviewed, a search that touched a record hidden from whoever searched.
--
-- A task is addressed: to circles (an officer, a unit's supervisors, its duty officer on shift) or to a role. Whoever is addressed and may not
-- know of the record it is about (excluded, outside a compartment) does not see the task either: the policy asks both.

create table task (
  id          uuid primary key,
  kind        text not null check (kind ~ '^[a-z-]+(\.[a-z-]+)+$'),
  audience    integer[] not null default '{}',
  to_role     text,
  agency_id   uuid references agency,                                    -- with to_role: only those of this agency
  to_words    text not null check (length(to_words) between 1 and 200),  -- who is addressed, in words
  nominal_id  uuid references nominal,
  subject_id  uuid,                                                      -- the row it is about: a transfer, a notice …
  words       text not null default '' check (length(words) <= 300),     -- never what a record says
  due_at      timestamptz,                                               -- null: to be seen, by no moment of its own
  recorded_at timestamptz not null default now(),
  recorded_by uuid references officer,                                   -- null: Concord itself
  closed_at   timestamptz,                                               -- written from task_done
  check (audience <> '{}' or to_role is not null)
);
create index task_open_to on task using gin (audience) where closed_at is null;
create index task_open_to_role on task (to_role) where closed_at is null;
create index task_open_about on task (kind, subject_id) where closed_at is null;
create index task_nominal on task (nominal_id);

create table task_done (
  task_id uuid primary key references task,
  done_at timestamptz not null default now(),
  done_by uuid references officer,
  outcome text not null check (outcome in ('done', 'seen', 'lapsed', 'withdrawn', 'passed-on'))
);

alter table task enable row level security;
alter table task force row level security;
alter table task_done enable row level security;
alter table task_done force row level security;
create policy owner_keeps on task to concord_owner using (true) with check (true);
create policy owner_keeps on task_done to concord_owner using (true) with check (true);
create policy addressed on task for select to concord_app using (
  (audience && (select nullif(current_setting('app.circles', true), '')::integer[])
   or (to_role = (select nullif(current_setting('app.role', true), ''))
       and (agency_id is null or agency_id = (select nullif(current_setting('app.agency', true), '')::uuid))))
  and (nominal_id is null or exists (select from nominal n where n.id = nominal_id)));
create policy of_a_task on task_done for select to concord_app using (exists (select from task t where t.id = task_id));
create policy by_its_addressee on task_done for insert to concord_app
  with check (done_by = (select nullif(current_setting('app.officer', true), '')::uuid) and exists (select from task t where t.id = task_id and t.closed_at is null));
grant select on task, task_done to concord_app;
grant insert (task_id, done_by, outcome) on task_done to concord_app;

create function close_task() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update task set closed_at = new.done_at where id = new.task_id;
  return null;
end $$;
revoke all on function close_task() from public;
create trigger close_after_done after insert on task_done for each row execute function close_task();

-- Who is addressed, by name of the circle: 'unit' (everybody in it), 'lead' (its supervisors), 'desk' (its supervisors and its duty officer on
-- shift), 'officer', 'owner' (of a nominal: its record manager, responsible officers, and the desk of the unit that leads), 'role' (of an
-- agency, or with null of any). Definer: a search of somebody who may not know of a record tells its owner, whom they cannot see.
create function add_task(kind text, to_kind text, to_id uuid, role text, nominal uuid, subject uuid, words text, due timestamptz) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare made uuid := gen_random_uuid(); circles integer[] := '{}'; said text;
begin
  if to_kind = 'unit' then select array[u.circle, u.lead_circle, u.duty_circle], u.name into circles, said from unit u where u.id = to_id;
  elsif to_kind = 'lead' then select array[u.lead_circle], 'Supervisors of ' || u.name into circles, said from unit u where u.id = to_id;
  elsif to_kind = 'desk' then select array[u.lead_circle, u.duty_circle], 'Duty desk of ' || u.name into circles, said from unit u where u.id = to_id;
  elsif to_kind = 'officer' then select array[o.circle], o.name into circles, said from officer o where o.id = to_id;
  elsif to_kind = 'owner' then
    select array_remove(array[u.lead_circle, u.duty_circle]
             || array(select o.circle from record_manager m join officer o on o.id = m.officer_id where m.nominal_id = w.nominal_id and now() <@ m.during)
             || array(select o.circle from assignment a join officer o on o.id = a.officer_id where a.nominal_id = w.nominal_id and now() <@ a.during), null), u.name
      into circles, said from ownership w join unit u on u.id = w.unit_id where w.nominal_id = to_id and now() <@ w.during;
  elsif to_kind = 'role' then said := role || coalesce((select ', ' || a.name from agency a where a.id = to_id), '');
  else raise exception 'A task is addressed to a unit, lead, desk, officer, owner or role, not to %', to_kind;
  end if;
  if said is null then raise exception 'There is nobody there to address a task to: %', to_kind using errcode = 'no_data_found'; end if;
  insert into task (id, kind, audience, to_role, agency_id, to_words, nominal_id, subject_id, words, due_at, recorded_by)
  values (made, kind, case when to_kind = 'role' then '{}' else circles end, case when to_kind = 'role' then role end, case when to_kind = 'role' then to_id end,
          left(said, 200), nominal, subject, left(words, 300), due, nullif(current_setting('app.officer', true), '')::uuid);
  return made;
end $$;
revoke all on function add_task(text, text, uuid, text, uuid, uuid, text, timestamptz) from public;
grant execute on function add_task(text, text, uuid, text, uuid, uuid, text, timestamptz) to concord_app;

-- What was waited for has happened, or will not any more: the open tasks about a row are closed, whoever they were for.
create function close_tasks_about(kind text, subject uuid, outcome text) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare n integer;
begin
  insert into task_done (task_id, done_by, outcome)
  select t.id, nullif(current_setting('app.officer', true), '')::uuid, close_tasks_about.outcome from task t
   where t.kind = close_tasks_about.kind and t.subject_id = close_tasks_about.subject and t.closed_at is null
  on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function close_tasks_about(text, uuid, text) from public;
grant execute on function close_tasks_about(text, uuid, text) to concord_app;

-- The masthead of every page says how many there are (to 99). Reckoned in one statement with the policies' own words.
alter type actor add attribute open_tasks integer;
do $do$ begin execute format($body$
create function open_tasks_of(circles integer[], role text, agency uuid) returns integer language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_variable
begin
  return (select count(*)::integer from (
    select from task t left join nominal n on n.id = t.nominal_id
     where t.closed_at is null and (t.audience && circles or (t.to_role = role and (t.agency_id is null or t.agency_id = agency)))
       and (t.nominal_id is null or %s) limit 100) open);
end $f$ $body$, access_predicate('contact', 'circles', 'n.id', 'n.')); end $do$;
revoke all on function open_tasks_of(integer[], text, uuid) from public;

create or replace function enter(token text) returns actor language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare who actor := actor_of(token);
begin
  if who.session_id is null then return null; end if;
  who.holds_several_roles := who.kind = 'browser' and exists (
    select from role_held r where r.officer_id = who.officer_id and r.id <> who.role_held_id and now() <@ r.during);
  perform set_config('app.officer', who.officer_id::text, true), set_config('app.session', who.session_id::text, true),
          set_config('app.role', who.role, true), set_config('app.agency', who.agency_id::text, true),
          set_config('app.unit', who.unit_id::text, true), set_config('app.circles', who.circles::text, true);
  who.open_tasks := case when who.kind = 'browser' then open_tasks_of(who.circles, who.role, who.agency_id) else 0 end;
  return who;
end $$;
