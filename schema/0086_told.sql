-- Whoever answers for a record is told when somebody was shown whom to ring, or came upon it and was shown nothing.
--
-- The answer itself must not know: what a denied officer is told, and how long it takes, may not depend on a record that they may not know of. So
-- every search and every look for duplicates leaves one row alike, in its own transaction: what was asked, in keys, by whom, with which
-- circles. Afterwards, by a clock of its own and not by who asked, a server finds which records that touches, and deletes the row. Nobody is
-- granted to read it, it is in no log and in no backup.
create table question_asked (
  id         uuid primary key default gen_random_uuid(),
  asked_at   timestamptz not null default now(),
  officer_id uuid not null,
  agency_id  uuid not null,
  circles    integer[] not null,
  how        text not null check (how in ('search', 'creating')),
  groups     integer not null check (groups between 0 and 100),         -- how many facts a record must hold
  grp        integer[] not null,                                          -- valid numbers and exact addresses, each with the one it stands for
  kinds      text[] not null,
  keys       text[] not null,
  full_names text[] not null,
  born       date
);
create index question_asked_in_turn on question_asked (asked_at);

-- That somebody came upon a record, for those who answer for it.
create table record_touch (
  id         uuid primary key default gen_random_uuid(),
  nominal_id uuid not null references nominal,
  officer_id uuid not null references officer,
  agency_id  uuid not null references agency,
  kind       text not null check (kind in ('contact.shown', 'record.touched')),
  how        text not null,
  touched_at timestamptz not null
);
create index record_touch_nominal on record_touch (nominal_id, touched_at desc);
create index record_touch_officer on record_touch (officer_id, nominal_id, kind, touched_at desc);
do $$ declare t text; begin
  foreach t in array array['question_asked', 'record_touch'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
  create policy of_an_open_file on record_touch for select to concord_app
    using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]));
  grant select on record_touch to concord_app;
end $$;

create function leave_question(how text, groups integer, grp integer[], kinds text[], keys text[], full_names text[], born date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if cardinality(keys) > 500 or cardinality(full_names) > 500 then
    raise exception 'nobody asks for as much at once' using errcode = 'program_limit_exceeded';
  end if;
  insert into question_asked (officer_id, agency_id, circles, how, groups, grp, kinds, keys, full_names, born)
  values (nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.agency', true), '')::uuid,
          coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}'), how, groups, grp, kinds, keys, full_names, born);
end $$;

-- Takes the questions that wait, `most` at a time; each is one server's. A record is told of once in `quiet_minutes` for one officer.
do $do$ begin execute format($body$
create function tell_owners(quiet_minutes integer, most integer) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $f$
declare
  q question_asked;
  r record;
  said text;
  touch uuid;
  n integer := 0;
begin
  for q in select a.* from question_asked a order by a.asked_at limit least(most, 500) for update skip locked loop
    perform set_config('app.circles', q.circles::text, true);             -- for exact_within
    select o.name || ', ' || g.name || case q.how when 'creating' then ' (before recording somebody)' else ' (a search)' end into said
      from officer o, agency g where o.id = q.officer_id and g.id = q.agency_id;
    for r in
      with hit as (
        select i.nominal_id, t.grp from unnest(q.grp, q.kinds, q.keys) as t(grp, kind, key)
          join identifier i on i.kind = t.kind and i.valid and i.canonical = t.key where i.superseded_at is null
        union
        select a.nominal_id, t.grp from unnest(q.grp, q.kinds, q.keys) as t(grp, kind, key)
          join address a on t.kind = 'address' and a.address_key = t.key where a.superseded_at is null),
      found as (
        select h.nominal_id from hit h group by 1 having count(distinct h.grp) = q.groups
        union
        select k.nominal_id from unnest(q.full_names) as t(key) join full_name_key k on k.key = t.key collate "C"
         where q.born is not null and exists (select from birth b where b.nominal_id = k.nominal_id and b.born_on = q.born and b.superseded_at is null))
      select f.nominal_id, case when %1$s then 'contact.shown' else 'record.touched' end as kind
        from found f join nominal n on n.id = f.nominal_id and n.steady_until is not null
       where cardinality(q.circles) > 0
         and not exists (select from nominal_headline h where h.nominal_id = n.id and %2$s)
         and exists (select from ownership w where w.nominal_id = n.id and now() <@ w.during)
       order by 1 limit 200 loop
      continue when exists (select from record_touch t where t.officer_id = q.officer_id and t.nominal_id = r.nominal_id and t.kind = r.kind
                               and t.touched_at > q.asked_at - make_interval(mins => quiet_minutes));
      insert into record_touch (nominal_id, officer_id, agency_id, kind, how, touched_at)
      values (r.nominal_id, q.officer_id, q.agency_id, r.kind, q.how, q.asked_at) returning id into touch;
      perform add_task(r.kind, 'owner', r.nominal_id, null, r.nominal_id, touch, said, null);
    end loop;
    delete from question_asked a where a.id = q.id;
    n := n + 1;
  end loop;
  return n;
end $f$ $body$, access_predicate('contact', 'q.circles', 'n.id', 'n.'), access_predicate('summary', 'q.circles', 'h.nominal_id', 'h.'));
end $do$;
revoke all on function leave_question(text, integer, integer[], text[], text[], text[], date), tell_owners(integer, integer) from public;
grant execute on function leave_question(text, integer, integer[], text[], text[], text[], date), tell_owners(integer, integer) to concord_app;
