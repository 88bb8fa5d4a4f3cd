-- Compartments: a named wall round some records, through which only its members pass, each with the vetting that it asks for. Its name, that it
-- exists, and how many there are, are none to everybody else. The tables and their place in the decision are of 0001, 0004 and 0005; here they get their
-- kinds, who answers for them, and the only doors by which they are written. Nothing is edited: spells end.

create table vetting_level (
  code         text primary key,
  words        text not null,
  satisfied_by text[] not null                                     -- in small letters, as vetting.level states them
);
grant select on vetting_level to concord_app, concord_importer;

alter table compartment
  add column kind text not null default 'operation' check (kind in ('operation', 'victim', 'person at risk', 'staff')),
  add column level text references vetting_level,                  -- null (of before there were levels): any vetting in force
  add column purpose text not null default '' check (length(purpose) <= 500),
  add column made_at timestamptz not null default now(),
  add column made_by uuid references officer,
  add column agency_id uuid references agency,
  add column review_on date,                                       -- from the latest review
  add column ended_at timestamptz,
  add column ended_by uuid references officer,
  add column ended_why text check (length(btrim(ended_why)) between 10 and 500),
  add constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3));
alter table compartment_member
  add column added_at timestamptz not null default now(),
  add column added_by uuid references officer,
  add column why text not null default '' check (length(why) <= 500),
  add column ended_at timestamptz,
  add column ended_by uuid references officer,
  add column ended_why text check (length(btrim(ended_why)) between 5 and 500),
  add constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3));
alter table compartment_of
  add column why text not null default '' check (length(why) <= 500),
  add column ended_at timestamptz,
  add column ended_by uuid references officer,
  add column ended_why text check (length(btrim(ended_why)) between 10 and 500),
  add constraint ended_with_a_reason check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3)),
  add constraint once_at_a_time exclude using gist (compartment_id with =, nominal_id with =, during with &&);
create index compartment_of_compartment on compartment_of (compartment_id);

-- Its sponsor, and a second responsible person who is another human being.
create table compartment_responsible (
  id             uuid primary key default gen_random_uuid(),
  compartment_id uuid not null references compartment,
  place          text not null check (place in ('sponsor', 'second')),
  officer_id     uuid not null references officer,
  during         tstzrange not null check (not isempty(during)),
  set_by         uuid references officer,
  exclude using gist (compartment_id with =, place with =, during with &&),
  exclude using gist (compartment_id with =, officer_id with =, during with &&)
);
create index compartment_responsible_officer on compartment_responsible (officer_id);
create table compartment_review (
  id             uuid primary key default gen_random_uuid(),
  compartment_id uuid not null references compartment,
  reviewed_at    timestamptz not null default now(),
  reviewed_by    uuid not null references officer,
  review_on      date not null,
  words          text not null check (length(btrim(words)) between 10 and 500)
);
create index compartment_review_of on compartment_review (compartment_id, reviewed_at desc);
do $$ declare t text; begin
  foreach t in array array['compartment_responsible', 'compartment_review'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
end $$;

-- Kept: what is said of a compartment, of a member and of what is inside never changes but that it ends.
create function compartment_only_ends() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare may constant text[] := case tg_table_name when 'compartment' then array['review_on', 'ended_at', 'ended_by', 'ended_why'] else array['during', 'ended_at', 'ended_by', 'ended_why'] end;
begin
  if tg_op = 'DELETE' or to_jsonb(new) - may <> to_jsonb(old) - may or to_jsonb(old)->>'ended_at' is not null then
    raise exception 'a compartment is kept: it ends' using errcode = 'check_violation';
  end if;
  if tg_table_name <> 'compartment' then
    if not new.during <@ old.during or lower(new.during) is distinct from lower(old.during) then
      raise exception 'a membership is kept: it ends' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
revoke all on function compartment_only_ends() from public;
create trigger only_ends before update or delete on compartment for each row execute function compartment_only_ends();
create trigger only_ends before update or delete on compartment_member for each row execute function compartment_only_ends();
create trigger only_ends before update or delete on compartment_of for each row execute function compartment_only_ends();
create trigger only_ends before update or delete on compartment_responsible for each row execute function compartment_only_ends();

-- Whether an officer's vetting in force is enough for a level. Null: any is.
create function meets_level(officer uuid, level text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return level is null or exists (
    select from vetting v join vetting_level l on l.code = meets_level.level
     where v.officer_id = meets_level.officer and (now() at time zone 'Europe/London')::date <@ v.during and lower(v.level) = any(l.satisfied_by));
end $$;
-- Whether an officer passes a compartment at this moment: a member in time, with the vetting it asks for.
create function passes_compartment(officer uuid, compartment uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from compartment_member m join compartment c on c.id = m.compartment_id join officer o on o.id = m.officer_id
     where m.compartment_id = passes_compartment.compartment and m.officer_id = passes_compartment.officer and now() <@ m.during
       and c.ended_at is null and o.disabled_at is null and meets_level(m.officer_id, c.level))
$$;

-- A member below the level holds no more of the compartment than anybody else, from their next request on.
do $do$
declare
  change record;
  was text;
  becomes text;
begin
  for change in select * from (values
      ('actor_of(text)', 'where m.officer_id = o.officer_id and now() <@ m.during)', 'where m.officer_id = o.officer_id and now() <@ m.during and meets_level(o.officer_id, c.level))'),
      ('inspects(uuid, uuid)', 'where m.officer_id = o.id and now() <@ m.during)', 'where m.officer_id = o.id and now() <@ m.during and meets_level(o.id, c.level))')
      ) v(function, text, instead) loop
    was := pg_get_functiondef(change.function::regprocedure);
    becomes := replace(was, change.text, change.instead);
    if becomes = was then raise exception '% does not find compartments as expected', change.function; end if;
    execute becomes;
  end loop;
end $do$;

-- Whether whoever asks passes it, as the role they wear; and whether they answer for it.
create function am_inside(compartment uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from compartment c where c.id = am_inside.compartment and c.circle = any(coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}')))
$$;
create function answers_for_compartment(compartment uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select am_inside(answers_for_compartment.compartment) and exists (
    select from compartment_responsible r where r.compartment_id = answers_for_compartment.compartment and now() <@ r.during
       and r.officer_id = nullif(current_setting('app.officer', true), '')::uuid)
$$;
-- Where nobody who answers for it passes it any more, a supervisor or region lead inside names others.
create function names_responsible(compartment uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select answers_for_compartment(names_responsible.compartment)
      or am_inside(names_responsible.compartment) and current_setting('app.role', true) in ('supervisor', 'region-lead')
         and not exists (select from compartment_responsible r where r.compartment_id = names_responsible.compartment and now() <@ r.during
                            and passes_compartment(r.officer_id, r.compartment_id))
$$;
create function makes_compartments() returns boolean language sql stable set search_path = public, pg_temp as $$
  select coalesce(current_setting('app.role', true) in ('supervisor', 'region-lead') and cardinality(nullif(current_setting('app.circles', true), '')::integer[]) > 0, false)
$$;

-- In whose hands a record would be that lay in a compartment, and who of them does not pass it: nobody may be left answering for what they
-- cannot see.
create function compartment_gaps(nominal uuid, compartment uuid) returns table (officer_id uuid, name text, as_what text)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.id, o.name, h.as_what
    from (select m.officer_id, 'record manager' as as_what from record_manager m where m.nominal_id = compartment_gaps.nominal and now() <@ m.during
          union all select a.officer_id, 'responsible officer' from assignment a where a.nominal_id = compartment_gaps.nominal and a.kind = 'responsible' and now() <@ a.during
          union all select p.officer_id, 'partner' from partner p where p.nominal_id = compartment_gaps.nominal and now() <@ p.during) h
    join officer o on o.id = h.officer_id
   where not passes_compartment(o.id, compartment_gaps.compartment)
  union all
  select null, u.name, 'partner unit' from partner p join unit u on u.id = p.unit_id
   where p.nominal_id = compartment_gaps.nominal and p.officer_id is null and now() <@ p.during
     and not exists (select from role_held r where r.unit_id = p.unit_id and r.role in ('supervisor', 'duty-officer') and now() <@ r.during and passes_compartment(r.officer_id, compartment_gaps.compartment))
$$;

create function may_be_member(officer uuid, level text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from officer o where o.id = may_be_member.officer and o.disabled_at is null and not o.service) and meets_level(may_be_member.officer, may_be_member.level)
$$;

create function make_compartment(id uuid, name text, kind text, level text, purpose text, second uuid, review date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  today constant date := (now() at time zone 'Europe/London')::date;
begin
  if not makes_compartments() or level is null or not meets_level(me, level) then
    raise exception 'a supervisor or region lead with the vetting that it asks for makes a compartment' using errcode = 'CC403';
  end if;
  if not coalesce(may_be_member(second, level), false) or coalesce(same_human(me, second), true) then
    raise exception 'the second responsible person is another human being, with the vetting that it asks for' using errcode = 'check_violation';
  end if;
  if not coalesce(length(btrim(name)) between 3 and 60 and length(btrim(purpose)) between 10 and 500 and review > today and review <= today + 184, false) then
    raise exception 'a compartment has a name, a purpose, and a review within half a year' using errcode = 'check_violation';
  end if;
  insert into compartment (id, name, shows, kind, level, purpose, made_by, agency_id, review_on)
  values (id, btrim(name), 'none', kind, level, btrim(purpose), me, nullif(current_setting('app.agency', true), '')::uuid, review);
  insert into compartment_responsible (compartment_id, place, officer_id, during, set_by)
  values (id, 'sponsor', me, tstzrange(now(), null), me), (id, 'second', second, tstzrange(now(), null), me);
  insert into compartment_member (id, compartment_id, officer_id, during, added_by, why)
  values (gen_random_uuid(), id, me, tstzrange(now(), now() + interval '1 year'), me, 'Sponsor'),
         (gen_random_uuid(), id, second, tstzrange(now(), now() + interval '1 year'), me, 'Second responsible person');
  perform add_task('compartment.joined', 'officer', second, null, null, id, '', null);
end $$;

-- `until`: within a year. Somebody who is a member already gets a new time.
create function add_compartment_member(compartment uuid, officer uuid, until timestamptz, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  c compartment;
begin
  if not answers_for_compartment(compartment) then raise exception 'its sponsor or second responsible person adds members' using errcode = 'CC403'; end if;
  select * into c from compartment x where x.id = compartment for no key update;
  if c.ended_at is not null then raise exception 'it has ended' using errcode = 'CC409'; end if;
  if not coalesce(may_be_member(officer, c.level), false) then raise exception 'a member has the vetting that it asks for' using errcode = 'check_violation'; end if;
  if not coalesce(until > now() and until <= now() + interval '1 year 2 days' and length(btrim(why)) between 5 and 500, false) then
    raise exception 'a membership has a reason, and an end within a year' using errcode = 'check_violation';
  end if;
  update compartment_member m set during = tstzrange(lower(m.during), greatest(now(), lower(m.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = 'A new time'
   where m.compartment_id = compartment and m.officer_id = officer and now() <@ m.during;
  insert into compartment_member (id, compartment_id, officer_id, during, added_by, why)
  select gen_random_uuid(), compartment, officer, tstzrange(greatest(now(), max(upper(m.during))), until), me, btrim(why)
    from compartment_member m where m.compartment_id = compartment and m.officer_id = officer and upper(m.during) <= now() + interval '1 second';
  if not exists (select from task t where t.kind = 'compartment.joined' and t.subject_id = compartment and t.recorded_at = now()) then
    perform add_task('compartment.joined', 'officer', officer, null, null, compartment, '', null);
  end if;
end $$;

-- Ended at this moment. Not of whoever answers for the compartment, nor of whoever answers for a record inside: another must do so first.
create function end_compartment_member(compartment uuid, officer uuid, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if not answers_for_compartment(compartment) then raise exception 'its sponsor or second responsible person ends memberships' using errcode = 'CC403'; end if;
  -- (written, so that of two who put in and put out at once the second begins anew and sees what the first did)
  update compartment x set review_on = x.review_on where x.id = compartment and x.ended_at is null;
  if not found then raise exception 'it has ended' using errcode = 'CC409'; end if;
  if exists (select from compartment_responsible r where r.compartment_id = compartment and r.officer_id = officer and now() <@ r.during)
     or exists (select from hands_inside(compartment) h where h.officer_id = officer) then
    raise exception 'somebody must answer for it first' using errcode = 'CC410';
  end if;
  update compartment_member m set during = tstzrange(lower(m.during), greatest(now(), lower(m.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = btrim(why)
   where m.compartment_id = compartment and m.officer_id = officer and now() <@ m.during;
  if not found then raise exception 'they are no member' using errcode = 'CC409'; end if;
end $$;
-- Who answers for records inside: record managers, responsible officers, partners.
create function hands_inside(compartment uuid) returns table (officer_id uuid, nominal_id uuid) language sql stable security definer set search_path = public, pg_temp as $$
  select h.officer_id, k.nominal_id
    from compartment_of k
    join lateral (
      select m.officer_id from record_manager m where m.nominal_id = k.nominal_id and now() <@ m.during and m.officer_id is not null
      union select a.officer_id from assignment a where a.nominal_id = k.nominal_id and a.kind = 'responsible' and now() <@ a.during
      union select p.officer_id from partner p where p.nominal_id = k.nominal_id and now() <@ p.during and p.officer_id is not null) h on true
   where k.compartment_id = hands_inside.compartment and now() <@ k.during
$$;

create function set_compartment_responsible(compartment uuid, place text, officer uuid) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  other uuid;
begin
  if not names_responsible(compartment) then raise exception 'whoever answers for it names who does' using errcode = 'CC403'; end if;
  perform 1 from compartment x where x.id = compartment and x.ended_at is null for no key update;
  if not found then raise exception 'it has ended' using errcode = 'CC409'; end if;
  select r.officer_id into other from compartment_responsible r where r.compartment_id = compartment and r.place <> place and now() <@ r.during;
  if not passes_compartment(officer, compartment) or coalesce(same_human(officer, other), false) then
    raise exception 'whoever answers for it is a member, and the two are not one human being' using errcode = 'check_violation';
  end if;
  update compartment_responsible r set during = tstzrange(lower(r.during), greatest(now(), lower(r.during) + interval '1 microsecond'))
   where r.compartment_id = compartment and r.place = place and now() <@ r.during;
  insert into compartment_responsible (compartment_id, place, officer_id, during, set_by)
  select compartment, place, officer, tstzrange(greatest(now(), max(upper(r.during))), null), me from compartment_responsible r
   where r.compartment_id = compartment and (r.place = place or r.officer_id = officer);
  perform add_task('compartment.joined', 'officer', officer, null, null, compartment, '', null);
end $$;

create function review_compartment(compartment uuid, review date, words text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  today constant date := (now() at time zone 'Europe/London')::date;
begin
  if not answers_for_compartment(compartment) then raise exception 'its sponsor reviews who is inside' using errcode = 'CC403'; end if;
  if not coalesce(review > today and review <= today + 184, false) then raise exception 'it is reviewed within half a year' using errcode = 'check_violation'; end if;
  insert into compartment_review (compartment_id, reviewed_by, review_on, words) values (compartment, me, review, btrim(words));
  update compartment c set review_on = review where c.id = compartment;
  perform close_tasks_about(k, compartment, 'done') from unnest(array['compartment.review', 'compartment.overdue']) k;
end $$;

create function end_compartment(compartment uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if not answers_for_compartment(compartment) then raise exception 'its sponsor or second responsible person ends it' using errcode = 'CC403'; end if;
  perform 1 from compartment x where x.id = compartment for update;
  -- what is inside would be open to everybody at once
  if exists (select from compartment_of k where k.compartment_id = compartment and now() <@ k.during) then
    raise exception 'records are inside' using errcode = 'CC410';
  end if;
  update compartment c set ended_at = now(), ended_by = me, ended_why = btrim(why) where c.id = compartment and c.ended_at is null;
  if not found then raise exception 'it has ended' using errcode = 'CC409'; end if;
  update compartment_member m set during = tstzrange(lower(m.during), greatest(now(), lower(m.during) + interval '1 microsecond')), ended_at = now(), ended_by = me, ended_why = 'The compartment has ended'
   where m.compartment_id = compartment and now() <@ m.during;
  perform close_tasks_about(k, compartment, 'done') from unnest(array['compartment.review', 'compartment.overdue', 'compartment.gap', 'compartment.responsible-gone', 'compartment.membership-ending']) k;
end $$;

-- A record is put in, and taken out, by whoever keeps its walls (0131) and is inside themself; with a reason, which is kept.
create function enclose_record(id uuid, nominal uuid, compartment uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  if not keeps_walls_of(nominal) or not am_inside(compartment) then
    raise exception 'whoever answers for who sees a record, and is inside, puts it in' using errcode = 'CC403';
  end if;
  update compartment x set review_on = x.review_on where x.id = compartment and x.ended_at is null;
  if not found then raise exception 'it has ended' using errcode = 'CC409'; end if;
  perform 1 from nominal_file f where f.nominal_id = nominal for no key update;
  if exists (select from compartment_gaps(nominal, compartment)) then raise exception 'the record would be in the hands of somebody who cannot see it' using errcode = 'CC410'; end if;
  if exists (select from compartment_of k where k.nominal_id = nominal and k.compartment_id = compartment and now() <@ k.during) then
    raise exception 'it is inside' using errcode = 'CC409';
  end if;
  if coalesce(length(btrim(why)), 0) not between 10 and 500 then raise exception 'it is put in with a reason' using errcode = 'check_violation'; end if;
  insert into compartment_of (id, nominal_id, recorded_by, agency_id, source_kind, during, compartment_id, why)
  values (id, nominal, me, nullif(current_setting('app.agency', true), '')::uuid, 'officer', tstzrange(now(), null), compartment, btrim(why));
end $$;
create function release_record(nominal uuid, compartment uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  if not keeps_walls_of(nominal) or not am_inside(compartment) then
    raise exception 'whoever answers for who sees a record, and is inside, takes it out' using errcode = 'CC403';
  end if;
  update compartment_of k set during = tstzrange(lower(k.during), greatest(now(), lower(k.during) + interval '1 microsecond')), ended_at = now(),
         ended_by = nullif(current_setting('app.officer', true), '')::uuid, ended_why = btrim(why)
   where k.nominal_id = nominal and k.compartment_id = compartment and now() <@ k.during;
  if not found then raise exception 'it is not inside' using errcode = 'CC409'; end if;
end $$;

-- What those inside read of it. `which`: one, or with null all of one's own.
create function my_compartments(which uuid) returns jsonb language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  return (select coalesce(jsonb_agg(x.line order by x.name, x.id), '[]') from (
    select c.id, c.name, jsonb_build_object(
        'id', c.id, 'name', c.name, 'kind', c.kind, 'level', c.level, 'levelWords', coalesce((select l.words from vetting_level l where l.code = c.level), 'Any vetting in force'),
        'purpose', c.purpose, 'madeAt', c.made_at, 'madeBy', (select o.name from officer o where o.id = c.made_by), 'reviewOn', c.review_on,
        'answers', answers_for_compartment(c.id), 'namesResponsible', names_responsible(c.id),
        'responsible', (select coalesce(jsonb_agg(jsonb_build_object('place', r.place, 'officer', r.officer_id, 'name', o.name, 'passes', passes_compartment(o.id, c.id)) order by r.place desc), '[]')
                          from compartment_responsible r join officer o on o.id = r.officer_id where r.compartment_id = c.id and now() <@ r.during),
        'members', (select coalesce(jsonb_agg(jsonb_build_object('officer', o.id, 'name', o.name, 'unit', u.name, 'from', lower(m.during), 'until', upper(m.during), 'why', m.why,
                                     'passes', passes_compartment(o.id, c.id)) order by o.name, o.id), '[]')
                      from compartment_member m join officer o on o.id = m.officer_id
                      left join lateral (select x.name from role_held h join unit x on x.id = h.unit_id where h.officer_id = o.id and now() <@ h.during order by h.role = 'officer' desc, h.id limit 1) u on true
                     where m.compartment_id = c.id and now() <@ m.during),
        'former', (select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'until', f.until, 'by', f.by, 'why', f.why) order by f.until desc), '[]') from (
                     select o.name, upper(m.during) as until, (select b.name from officer b where b.id = m.ended_by) as by, coalesce(m.ended_why, '') as why
                       from compartment_member m join officer o on o.id = m.officer_id where m.compartment_id = c.id and upper(m.during) <= now() order by upper(m.during) desc limit 100) f),
        -- (of those inside only whom the reader may know of besides: another wall may stand round them)
        'inside', (select coalesce(jsonb_agg(jsonb_build_object('nominal', k.nominal_id, 'name', h.name, 'reference', f.reference, 'since', lower(k.during), 'why', k.why,
                                     'gaps', (select coalesce(jsonb_agg(g.as_what || ': ' || g.name), '[]') from compartment_gaps(k.nominal_id, c.id) g)) order by h.name, k.nominal_id), '[]')
                     from compartment_of k join nominal_headline h on h.nominal_id = k.nominal_id join nominal_file f on f.nominal_id = k.nominal_id
                    where k.compartment_id = c.id and now() <@ k.during and access_now(k.nominal_id) = 'full'),
        'reviews', (select coalesce(jsonb_agg(jsonb_build_object('at', v.reviewed_at, 'by', v.name, 'words', v.words, 'reviewOn', v.review_on) order by v.reviewed_at desc), '[]') from (
                      select r.reviewed_at, o.name, r.words, r.review_on from compartment_review r join officer o on o.id = r.reviewed_by where r.compartment_id = c.id order by r.reviewed_at desc limit 50) v)) as line
      from compartment c where c.ended_at is null and (which is null or c.id = which) and am_inside(c.id) order by c.name limit 200) x);
end $$;

-- Of an open record: the compartments that it lies in now, all of which whoever reads it passes; and those that it lay in.
create function compartments_of(nominal uuid) returns jsonb language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not coalesce(compartments_of.nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return '[]'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('compartment', c.id, 'name', c.name, 'kind', c.kind, 'since', lower(k.during), 'until', upper(k.during), 'why', k.why,
            'by', o.name, 'endedBy', e.name, 'endedWhy', k.ended_why, 'isIn', now() <@ k.during, 'sponsor', s.name,
            'members', (select count(*) from compartment_member m where m.compartment_id = c.id and now() <@ m.during)) order by lower(k.during) desc, k.id), '[]')
            from compartment_of k join compartment c on c.id = k.compartment_id join officer o on o.id = k.recorded_by left join officer e on e.id = k.ended_by
            left join lateral (select p.name from compartment_responsible r join officer p on p.id = r.officer_id
                                where r.compartment_id = c.id and r.place = 'sponsor' and now() <@ r.during limit 1) s on true
           where k.nominal_id = compartments_of.nominal and am_inside(c.id));
end $$;
create function compartment_gaps_of(nominal uuid, compartment uuid) returns table (name text, as_what text) language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not keeps_walls_of(nominal) or not am_inside(compartment) then return; end if;
  return query select g.name, g.as_what from compartment_gaps(nominal, compartment) g;
end $$;
-- Which of these officers a compartment that asks for a level may take; for those who may make one or answer for one, which know the level.
create function enough_for(officers uuid[], level text) returns uuid[] language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if cardinality(nullif(current_setting('app.circles', true), '')::integer[]) is null then return '{}'; end if;
  return array(select x from unnest(officers[1:60]) x where may_be_member(x, enough_for.level));
end $$;
create function hands_of_member(compartment uuid, officer uuid) returns integer language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not answers_for_compartment(compartment) then return 0; end if;
  return (select count(*)::integer from hands_inside(hands_of_member.compartment) h where h.officer_id = hands_of_member.officer);
end $$;

-- What time makes necessary. Tasks about a compartment say nothing of it: whoever opens them is asked again whether they are inside.
create function keep_compartments(remind_days integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  today constant date := (now() at time zone 'Europe/London')::date;
  c compartment;
  r record;
  made integer := 0;
  those uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtext('concord compartments')) then return 0; end if;
  for c in select * from compartment x where x.ended_at is null and x.made_by is not null loop
    those := array(select p.officer_id from compartment_responsible p where p.compartment_id = c.id and now() <@ p.during and passes_compartment(p.officer_id, c.id) order by p.place desc);
    if c.review_on - remind_days <= today then
      made := made + remind_of_compartment('compartment.review', c.id, those[1:1], null, c.review_on);
    end if;
    if c.review_on < today then
      made := made + remind_of_compartment('compartment.overdue', c.id, those, null, c.review_on);
    end if;
    -- who answers for it does not pass it any more: the other is told, and every supervisor inside
    if cardinality(those) < 2 then
      made := made + remind_of_compartment('compartment.responsible-gone', c.id,
        array(select distinct m.officer_id from compartment_member m where m.compartment_id = c.id and now() <@ m.during and passes_compartment(m.officer_id, c.id)
                 and (m.officer_id = any(those) or exists (select from role_held h where h.officer_id = m.officer_id and h.role in ('supervisor', 'region-lead') and now() <@ h.during))), null, null);
    else
      perform close_tasks_about('compartment.responsible-gone', c.id, 'done');
    end if;
    if exists (select from compartment_member m where m.compartment_id = c.id and now() <@ m.during and upper(m.during) < now() + make_interval(days => remind_days)) then
      made := made + remind_of_compartment('compartment.membership-ending', c.id, those[1:1], null, null);
    else
      perform close_tasks_about('compartment.membership-ending', c.id, 'done');
    end if;
    for r in select k.id, k.nominal_id, exists (select from compartment_gaps(k.nominal_id, c.id)) as gap from compartment_of k where k.compartment_id = c.id and now() <@ k.during loop
      if r.gap then made := made + remind_of_compartment('compartment.gap', r.id, those, r.nominal_id, null);
      else perform close_tasks_about('compartment.gap', r.id, 'done'); end if;
    end loop;
  end loop;
  return made;
end $$;
-- One open task of a kind is enough; of a review one for each.
create function remind_of_compartment(kind text, subject uuid, officers uuid[], nominal uuid, by_day date) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
begin
  if coalesce(cardinality(officers), 0) = 0 or exists (select from task t where t.kind = kind and t.subject_id = subject and t.closed_at is null) then return 0; end if;
  perform add_task(kind, 'officer', o, null, nominal, subject, '', case when by_day is null then null else (by_day + 1)::timestamp at time zone 'Europe/London' end) from unnest(officers) o;
  return cardinality(officers);
end $$;

-- A task about a compartment is for the officers it was addressed to, while they wear a role that opens records: whoever stands in for one of them
-- (0171) is not inside, and may not learn that there is one. So is the count in the masthead; and what a task is about is asked of the circles
-- of whoever reads, never of those of the officer whom they stand in for.
create policy of_a_compartment on task as restrictive for select to concord_app using (
  kind not like 'compartment.%' or audience && (select nullif(current_setting('app.circles', true), '')::integer[]));
do $do$ begin execute format($body$
create or replace function open_tasks_of(circles integer[], role text, agency uuid) returns integer language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_variable
declare mine constant integer[] := coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}');
begin
  return (select count(*)::integer from (
    select from task t left join nominal n on n.id = t.nominal_id
     where t.closed_at is null and (t.audience && circles or (t.to_role = role and (t.agency_id is null or t.agency_id = agency)))
       and (t.kind not like 'compartment.%%' or t.audience && mine)
       and (t.nominal_id is null or %s) limit 100) open);
end $f$ $body$, access_predicate('contact', 'mine', 'n.id', 'n.')); end $do$;

do $$ declare f text; begin
  for f in select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname in (
      'meets_level', 'passes_compartment', 'am_inside', 'answers_for_compartment', 'names_responsible', 'makes_compartments', 'compartment_gaps', 'may_be_member', 'make_compartment',
      'add_compartment_member', 'end_compartment_member', 'hands_inside', 'set_compartment_responsible', 'review_compartment', 'end_compartment', 'enclose_record', 'release_record',
      'my_compartments', 'compartments_of', 'compartment_gaps_of', 'enough_for', 'hands_of_member', 'keep_compartments', 'remind_of_compartment') loop
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function am_inside(uuid), makes_compartments(), make_compartment(uuid, text, text, text, text, uuid, date), add_compartment_member(uuid, uuid, timestamptz, text),
  end_compartment_member(uuid, uuid, text), set_compartment_responsible(uuid, text, uuid), review_compartment(uuid, date, text), end_compartment(uuid, text),
  enclose_record(uuid, uuid, uuid, text), release_record(uuid, uuid, text), my_compartments(uuid), compartments_of(uuid), compartment_gaps_of(uuid, uuid), enough_for(uuid[], text),
  hands_of_member(uuid, uuid), keep_compartments(integer) to concord_app;
