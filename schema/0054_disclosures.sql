-- A record that leaves Concord on paper, or as a program's copy, is a disclosure: it has a number, says who took it, when, why and for whom,
-- and when the copy is to be destroyed. The row is kept; what was disclosed is drawn again from what the record said at that moment.

create sequence disclosure_number;
create table disclosure (
  id           uuid primary key,
  nominal_id   uuid not null references nominal,
  number       text not null unique default 'D-' || to_char(now() at time zone 'Europe/London', 'YY') || '-' || lpad(nextval('disclosure_number')::text, 6, '0')
                 check (number ~ '^D-[0-9]{2}-[0-9]{6,}$'),
  recorded_at  timestamptz not null default now(),
  recorded_by  uuid not null references officer,
  agency_id    uuid not null references agency,
  purpose_code text not null,                                             -- reference/disclosure-policy.json
  why          text not null check (length(btrim(why)) between 1 and 500),
  recipient    text not null check (length(btrim(recipient)) between 1 and 200),
  destroy_by   date not null,
  parts        text[] not null check (cardinality(parts) between 1 and 30),
  marking      text not null check (marking ~ '^OFFICIAL'),
  left_out     integer not null check (left_out >= 0),                    -- entries that may be passed on under conditions only
  check (destroy_by > (recorded_at at time zone 'Europe/London')::date)
);
create index disclosure_nominal on disclosure (nominal_id, recorded_at desc);
alter table disclosure enable row level security;
alter table disclosure force row level security;
create policy owner_keeps on disclosure to concord_owner using (true) with check (true);
create policy of_an_open_file on disclosure for select to concord_app
  using (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[]));
create policy in_ones_own_name on disclosure for insert to concord_app
  with check (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])
    and recorded_by = (select nullif(current_setting('app.officer', true), '')::uuid) and agency_id = (select nullif(current_setting('app.agency', true), '')::uuid)
    and (select may_write()));
grant select on disclosure to concord_app;
grant insert (id, nominal_id, recorded_by, agency_id, purpose_code, why, recipient, destroy_by, parts, marking, left_out) on disclosure to concord_app;
grant usage on sequence disclosure_number to concord_app;

-- The entries of an open record that may be passed on, each as it stood at a moment, newest first: never one whose handling code asks for
-- conditions (3x5x2: C), nor one that points to what is held at a higher classification. How many of those there are is said.
create function entries_to_disclose(nominal uuid, known timestamptz, room integer, out entries json, out total integer, out left_out integer)
language plpgsql stable security invoker set search_path = public, pg_temp as $$
begin
  with standing as materialized (
      select e.*, coalesce(e.handling_code in ('P'), true) and e.held_elsewhere = '' as free
        from entry e where e.nominal_id = entries_to_disclose.nominal and e.recorded_at <= known and (e.superseded_at is null or e.superseded_at > known)),
    shown as (select s.* from standing s where s.free order by s.happened_at desc, s.id limit room)
  select (select coalesce(json_agg(json_build_object('id', s.id, 'happenedAt', s.happened_at, 'kind', s.kind, 'kindWords', s.kind_words, 'type', s.type, 'author', s.author,
                  'words', s.words, 'marking', s.marking, 'isCorrected', s.supersedes is not null,
                  'grading', case when s.grading_scheme is not null then json_build_object('scheme', s.grading_scheme, 'source', s.source_grade, 'information', s.information_grade, 'handling', s.handling_code) end,
                  'agency', (select g.name from agency g where g.id = s.agency_id), 'recordedAt', s.recorded_at) order by s.happened_at desc, s.id), '[]') from shown s),
         (select count(*)::integer from standing s where s.free), (select count(*)::integer from standing s where not s.free)
    into entries, total, left_out;
end $$;
revoke all on function entries_to_disclose(uuid, timestamptz, integer) from public;
grant execute on function entries_to_disclose(uuid, timestamptz, integer) to concord_app;
