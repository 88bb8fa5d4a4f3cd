-- Who answers while an officer is away. Whoever covers acts in their own name: their access follows from dated rows, and every look and change
-- is theirs. Away is somebody on leave (absence), disabled, or whose vetting or training has lapsed. src/responsibility/cover.ts says the same.

create table absence (
  id          uuid primary key,
  officer_id  uuid not null references officer,
  during      tstzrange not null check (not isempty(during) and lower(during) is not null),   -- no end: nobody knows until when
  kind        text not null check (kind in ('leave', 'other')),                               -- never why: that is nobody's business here
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  exclude using gist (officer_id with =, during with &&)
);

-- One officer covers for another, as one of four things, for a time. The longest time is policy (longestCoverDays); never without an end.
create table cover (
  id          uuid primary key,
  officer_id  uuid not null references officer,      -- who is covered
  covering_id uuid not null references officer,
  role        text not null check (role in ('manages', 'responsible', 'supervises', 'safety-contact')),
  during      tstzrange not null check (not isempty(during) and lower(during) is not null and upper(during) is not null),
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null references officer,
  check (officer_id <> covering_id),
  exclude using gist (officer_id with =, role with =, during with &&)
);
create index cover_covering on cover (covering_id);

-- Whether an officer is away at a moment, by the first of: disabled, vetting, training, absence; since when or (an absence) until when; and the
-- next moment at which the answer may be another. A day is a day in London.
create function away_at(officer uuid, moment timestamptz, out why text, out said timestamptz, out edge timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  today constant date := (moment at time zone 'Europe/London')::date;
  disabled timestamptz := (select o.disabled_at from officer o where o.id = away_at.officer);
  vetted boolean; trained boolean; absent tstzrange; absent_as text; vetting_end date; training_end date; next_day date;
begin
  select coalesce(bool_or(today <@ v.during), false), max(upper(v.during)) filter (where upper(v.during) <= today),
         least(min(lower(v.during)) filter (where lower(v.during) > today), min(upper(v.during)) filter (where upper(v.during) > today))
    into vetted, vetting_end, next_day from vetting v where v.officer_id = away_at.officer;
  edge := next_day::timestamp at time zone 'Europe/London';
  select coalesce(bool_or(today <@ t.during or coalesce(today between lower(t.during) and t.extended_to, false)), false),
         max(greatest(upper(t.during), t.extended_to + 1)) filter (where greatest(upper(t.during), t.extended_to + 1) <= today),
         least(min(lower(t.during)) filter (where lower(t.during) > today), min(upper(t.during)) filter (where upper(t.during) > today),
               min(t.extended_to + 1) filter (where t.extended_to + 1 > today))
    into trained, training_end, next_day from training t where t.officer_id = away_at.officer;
  edge := least(edge, next_day::timestamp at time zone 'Europe/London');
  select (array_agg(a.during) filter (where moment <@ a.during))[1], (array_agg(a.kind) filter (where moment <@ a.during))[1],
         least(edge, min(lower(a.during)) filter (where lower(a.during) > moment), min(upper(a.during)) filter (where upper(a.during) > moment))
    into absent, absent_as, edge from absence a where a.officer_id = away_at.officer;
  edge := least(edge, case when disabled > moment then disabled end);
  if disabled <= moment then why := 'disabled'; said := disabled;
  elsif not vetted then why := 'vetting'; said := vetting_end::timestamp at time zone 'Europe/London';
  elsif not trained then why := 'training'; said := training_end::timestamp at time zone 'Europe/London';
  elsif absent is not null then why := absent_as; said := upper(absent);
  end if;
end $$;
revoke all on function away_at(uuid, timestamptz) from public;

-- Who acts for an officer now, as one of the four: 'self', 'cover', or 'supervisors' of their unit; and why.
create function acting_for(officer uuid, role text, moment timestamptz, out who text, out covering uuid, out why text, out said timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  select a.why, a.said into acting_for.why, acting_for.said from away_at(officer, moment) a;
  if acting_for.why is null then who := 'self'; return; end if;
  select c.covering_id into covering from cover c
   where c.officer_id = acting_for.officer and c.role = acting_for.role and moment <@ c.during and (select a.why from away_at(c.covering_id, moment) a) is null;
  who := case when covering is null then 'supervisors' else 'cover' end;
end $$;
revoke all on function acting_for(uuid, text, timestamptz) from public;

-- On an open record: its manager and responsible officers who are away, and who acts for them. Of a record that is not open: nothing.
create function away_from(nominal uuid) returns table (role text, officer text, unit text, covering text, why text, said timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false) then return; end if;
  return query
    select g.role, o.name, coalesce(u.name, lead.name), c.name, a.why, a.said
      from (select 'manages' as role, m.officer_id from record_manager m where m.nominal_id = away_from.nominal and m.officer_id is not null and now() <@ m.during
            union select 'responsible', s.officer_id from assignment s where s.nominal_id = away_from.nominal and s.kind = 'responsible' and now() <@ s.during) g
      join officer o on o.id = g.officer_id
      cross join lateral acting_for(g.officer_id, g.role, now()) a
      left join officer c on c.id = a.covering
      left join lateral (select x.name from role_held r join unit x on x.id = r.unit_id
                          where r.officer_id = g.officer_id and now() <@ r.during order by r.role = 'officer' desc, r.id limit 1) u on true
      left join lateral (select x.name from ownership w join unit x on x.id = w.unit_id where w.nominal_id = away_from.nominal and now() <@ w.during limit 1) lead on true
     where a.who <> 'self' order by g.role, o.name limit 20;
end $$;
revoke all on function away_from(uuid) from public;
grant execute on function away_from(uuid) to concord_app;

-- Nobody covers, at one time, for somebody who (through others) covers for them; who covers is of the same agency, and vetted and trained on the
-- first day. One at a time: two halves of a circle written at once would not see one another.
create function refuse_cover() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare first_day constant date := (lower(new.during) at time zone 'Europe/London')::date;
begin
  perform pg_advisory_xact_lock(hashtext('cover'));
  if not exists (select from officer a join officer b on b.agency_id = a.agency_id where a.id = new.officer_id and b.id = new.covering_id and b.disabled_at is null and not b.service)
     or not exists (select from vetting v where v.officer_id = new.covering_id and first_day <@ v.during)
     or not exists (select from training t where t.officer_id = new.covering_id
                     and (first_day <@ t.during or coalesce(first_day between lower(t.during) and t.extended_to, false))) then
    raise exception 'who covers is of the same agency, vetted and trained' using errcode = 'check_violation';
  end if;
  if exists (
    with recursive onward(officer_id, during) as (
      select new.covering_id, new.during
      union select c.covering_id, o.during * c.during from onward o join cover c on c.officer_id = o.officer_id and c.during && o.during)
    select from onward where officer_id = new.officer_id) then
    raise exception 'a circle of cover: in the end nobody would answer' using errcode = 'CC411';
  end if;
  return new;
end $$;
revoke all on function refuse_cover() from public;
create trigger without_circle before insert on cover for each row execute function refuse_cover();

-- Kept: a spell is shortened when it ends, nothing else is changed, nothing is deleted.
create function only_ends() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'during' <> to_jsonb(old) - 'during' or not new.during <@ old.during or lower(new.during) <> lower(old.during) then
    raise exception 'an absence and a cover are kept: they end' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function only_ends() from public;
create trigger only_ends before update or delete on absence for each row execute function only_ends();
create trigger only_ends before update or delete on cover for each row execute function only_ends();

-- Whoever keeps somebody's absence and cover: they themself, and whoever supervises a unit of theirs.
create function keeps_cover_of(officer uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return coalesce(officer = nullif(current_setting('app.officer', true), '')::uuid, false)
      or exists (select from role_held r where r.officer_id = keeps_cover_of.officer and now() <@ r.during and in_charge_of(r.unit_id));
end $$;
revoke all on function keeps_cover_of(uuid) from public;
grant execute on function keeps_cover_of(uuid) to concord_app;

create function set_absence(id uuid, officer uuid, kind text, during tstzrange) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not may_write() or not keeps_cover_of(officer) then raise exception 'whoever asks does not keep their absence' using errcode = 'CC403'; end if;
  insert into absence (id, officer_id, during, kind, recorded_by) values (id, officer, during, kind, nullif(current_setting('app.officer', true), '')::uuid);
end $$;
create function set_cover(id uuid, officer uuid, covering uuid, role text, during tstzrange) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not may_write() or not keeps_cover_of(officer) then raise exception 'whoever asks does not keep their cover' using errcode = 'CC403'; end if;
  insert into cover (id, officer_id, covering_id, role, during, recorded_by)
  values (id, officer, covering, role, during, nullif(current_setting('app.officer', true), '')::uuid);
end $$;
create function end_absence(absence uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update absence a set during = tstzrange(lower(a.during), greatest(now(), lower(a.during) + interval '1 microsecond'))
   where a.id = end_absence.absence and coalesce(upper(a.during) > now(), true) and may_write() and keeps_cover_of(a.officer_id);
  if not found then raise exception 'no such absence' using errcode = 'CC404'; end if;
end $$;
create function end_cover(cover uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update cover c set during = tstzrange(lower(c.during), greatest(now(), lower(c.during) + interval '1 microsecond'))
   where c.id = end_cover.cover and upper(c.during) > now() and may_write() and keeps_cover_of(c.officer_id);
  if not found then raise exception 'no such cover' using errcode = 'CC404'; end if;
end $$;
revoke all on function set_absence(uuid, uuid, text, tstzrange), set_cover(uuid, uuid, uuid, text, tstzrange), end_absence(uuid), end_cover(uuid) from public;
grant execute on function set_absence(uuid, uuid, text, tstzrange), set_cover(uuid, uuid, uuid, text, tstzrange), end_absence(uuid), end_cover(uuid) to concord_app;

alter table absence enable row level security;
alter table absence force row level security;
alter table cover enable row level security;
alter table cover force row level security;
create policy owner_keeps on absence to concord_owner using (true) with check (true);
create policy owner_keeps on cover to concord_owner using (true) with check (true);
create policy kept_by on absence for select to concord_app using (keeps_cover_of(officer_id));
create policy kept_by on cover for select to concord_app using (covering_id = (select nullif(current_setting('app.officer', true), '')::uuid) or keeps_cover_of(officer_id));
grant select on absence, cover to concord_app;

-- Access follows: while the covered officer is away and the cover holds, whoever covers reads in full what the covered one manages, or is
-- responsible for or in the case team of. What was named for a person alone ('named') does not pass. Only the file's audience has this circle:
-- exclusions, restriction lists and compartments stay those of whoever asks, and never pass from one officer to the other.
do $do$
declare
  was constant text := pg_get_functiondef('exact_audience(uuid[])'::regprocedure);
  made text := was;
  change text[];
begin
  foreach change slice 1 in array array[
    ['r.edge, k.edge), ''infinity'')', 'r.edge, k.edge, stood.edge), ''infinity'')'],
    [E'    cross join lateral (\n      select core.file, wide.headline,', $new$    cross join lateral (
      -- whoever covers for its manager, responsible officer or case team while they are away
      select array_agg(c.circle) filter (where moment <@ g.during and moment <@ v.during and away.why is not null) as circles,
             least(min(lower(v.during)) filter (where lower(v.during) > moment), min(upper(v.during)) filter (where upper(v.during) > moment), min(away.edge)) as edge
        from (select m.officer_id, m.during, 'manages' as role from record_manager m where m.nominal_id = n.id and m.officer_id is not null
              union all select s.officer_id, s.during, 'responsible' from assignment s where s.nominal_id = n.id and s.kind <> 'named') g
        join cover v on v.officer_id = g.officer_id and v.role = g.role
        join officer c on c.id = v.covering_id
        cross join lateral away_at(v.officer_id, moment) away) stood
    cross join lateral (
      select core.file, wide.headline,$new$],
    ['coalesce(named.circles, ''{}'') || coalesce(manager.circles, ''{}'')', 'coalesce(named.circles, ''{}'') || coalesce(manager.circles, ''{}'') || coalesce(stood.circles, ''{}'')']] loop
    if strpos(made, change[1]) = 0 then raise exception 'exact_audience is not as expected: %', change[1]; end if;
    made := replace(made, change[1], change[2]);
  end loop;
  execute made;
end $do$;

-- What changes who stands in writes the audiences of the covered officer's records anew.
create function cover_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[]; who uuid := case when tg_table_name = 'officer' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'officer_id')::uuid end;
begin
  if not exists (select from cover c where c.officer_id = who and upper(c.during) > now()) and tg_table_name <> 'cover' then return null; end if;
  select array_agg(n.id) into ids from nominal n
   where n.steady_until is not null and (exists (select from record_manager m where m.nominal_id = n.id and m.officer_id = who and coalesce(upper(m.during) > now(), true))
      or exists (select from assignment s where s.nominal_id = n.id and s.officer_id = who and coalesce(upper(s.during) > now(), true)));
  if ids is not null then perform refresh_record(ids); end if;
  return null;
end $$;
revoke all on function cover_changed() from public;
create trigger refresh_after_cover after insert or update on cover for each row execute function cover_changed();
create trigger refresh_after_cover after insert or update on absence for each row execute function cover_changed();
create trigger refresh_after_cover after insert or update on vetting for each row execute function cover_changed();
create trigger refresh_after_cover after insert or update on training for each row execute function cover_changed();
create trigger refresh_after_cover after update of disabled_at on officer for each row execute function cover_changed();
create index record_manager_officer on record_manager (officer_id) where officer_id is not null;
create index assignment_officer on assignment (officer_id);
