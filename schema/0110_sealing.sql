-- Sealing: what should not be on a record is taken out of it at once, by whoever supervises the unit that leads it.
--
-- What is sealed does not stand in its table any more: every version of the fact, and everything that hangs on it, is moved as it is into
-- sealed_row. So there is nothing to filter: no page, search, export, history, earlier day, count, due list or function, of today or to come, can show
-- what is not there. Unsealing puts the very rows back (docs/decisions/sealing.md).

create table sealing (
  id         uuid primary key,
  nominal_id uuid not null references nominal,
  kind       text not null,                                             -- its table
  versions   integer not null check (versions > 0),                     -- how often it had been said, corrections counted
  unit_id    uuid not null references unit,                             -- that led the record
  why        text not null check (length(btrim(why)) between 5 and 500),
  sealed_at  timestamptz not null default now(),
  sealed_by  uuid not null references officer,
  agency_id  uuid not null references agency
);
create index sealing_nominal on sealing (nominal_id);
create index sealing_at on sealing (sealed_at desc, id);

create table sealed_row (
  sealing_id uuid not null references sealing,
  ordinal    integer not null,                                          -- what hangs on another comes before it
  table_name text not null,
  nominal_id uuid not null references nominal,
  how        text not null default 'moved' check (how in ('moved', 'altered')),   -- altered: a row stays, without the words; this is how it was
  said       jsonb not null,
  primary key (sealing_id, ordinal)
);
create index sealed_row_nominal on sealed_row (nominal_id, table_name);

-- Bytes of a sealed file stay in their place, under the key that only sealed_row has now.
create table sealed_object (
  object_id  uuid primary key references file_object on delete cascade,
  sealing_id uuid not null references sealing,
  key_sha256 text not null check (key_sha256 ~ '^[0-9a-f]{64}$')
);
create index sealed_object_sealing on sealed_object (sealing_id);

create table unsealing (
  sealing_id  uuid primary key references sealing,
  why         text not null check (length(btrim(why)) between 5 and 500),
  unsealed_at timestamptz not null default now(),
  unsealed_by uuid not null references officer
);

-- Whoever sealed it, while they supervise and have the record in full; and the data-protection officer.
do $$ declare t text; begin
  foreach t in array array['sealing', 'sealed_row', 'sealed_object', 'unsealing'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
    if t <> 'sealing' then
      execute format('create policy of_a_sealing on %I for select to concord_app using (exists (select from sealing s where s.id = sealing_id))', t);
    end if;
  end loop;
end $$;
create policy ones_own_or_all on sealing for select to concord_app using (
  (select current_setting('app.role', true)) = 'data-protection-officer'
  or sealed_by = (select nullif(current_setting('app.officer', true), '')::uuid) and (select current_setting('app.role', true)) in ('supervisor', 'region-lead')
     and exists (select from nominal_file f where f.nominal_id = sealing.nominal_id));
create policy of_a_sealing on file_object for select to concord_app using (exists (select from sealed_object o where o.object_id = file_object.id));

-- What can be sealed. Not what access and responsibility are made from (basis, and where somebody lives as told to a force, which follows from its
-- address): hiding those would open or close a record, or leave it in nobody's hands. They are corrected, ended or withdrawn.
create function kinds_that_seal() returns text[] language sql immutable set search_path = public, pg_temp as $$
  select array_remove(array_remove(kinds_of_fact(), 'basis'), 'residence')
$$;

-- The newest photograph that stands is the one in the headline (as photographs_changed, 0020).
create function refresh_photograph(nominal uuid) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  update nominal_headline h set photograph = p.id, photograph_taken_on = p.taken_on
    from (select $1 as nominal_id) n
    left join lateral (select f.id, f.taken_on from file f
                        where f.nominal_id = n.nominal_id and f.kind = 'photograph' and f.superseded_at is null
                        order by f.taken_on desc nulls last, f.recorded_at desc, f.id desc limit 1) p on true
   where h.nominal_id = n.nominal_id and (h.photograph, h.photograph_taken_on) is distinct from (p.id, p.taken_on)
$$;

-- Moves rows of one table, and makes sure that each could be put back byte for byte. `condition`: of the row x, with the ids as $3.
create function put_under_seal(sealing uuid, nominal uuid, t text, condition text, ids uuid[]) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare moved integer; whole boolean;
begin
  execute format($q$
    with gone as (delete from %1$I x where x.nominal_id = $2 and %2$s returning to_jsonb(x) as said, jsonb_populate_record(null::%1$I, to_jsonb(x)) *= x as same),
         kept as (insert into sealed_row (sealing_id, ordinal, table_name, nominal_id, said)
                  select $1, coalesce((select max(s.ordinal) from sealed_row s where s.sealing_id = $1), 0) + row_number() over (), %1$L, $2, g.said from gone g)
    select count(*)::integer, coalesce(bool_and(same), true) from gone$q$, t, condition) into moved, whole using sealing, nominal, ids;
  if not whole then raise exception 'a row of % could not be kept as it is', t using errcode = 'data_exception'; end if;
  return moved;
end $$;

-- Seals a fact with every version of it, in the name of whoever asks. `false`: the record has no such fact.
create function seal_fact(sealing uuid, nominal uuid, kind text, fact uuid, why text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  lead uuid;
  chain uuid[];
  words text[];
begin
  if kind is null or kind <> all(kinds_that_seal()) then raise exception 'a % is not sealed', kind using errcode = 'check_violation'; end if;
  -- one after the other with whatever else is written about the record under this lock (0069, 0125)
  perform 1 from nominal_file f where f.nominal_id = nominal for no key update;
  select f.unit_id into lead from nominal_file f where f.nominal_id = nominal;
  if not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]) and in_charge_of(lead), false) then
    raise exception 'a fact is sealed by whoever supervises the unit that leads the record' using errcode = 'CC403';
  end if;
  execute format($q$
    with recursive chain as (
      select f.id, f.supersedes from %1$I f where f.id = $1 and f.nominal_id = $2
      union select f.id, f.supersedes from chain c join %1$I f on f.nominal_id = $2 and (f.supersedes = c.id or f.id = c.supersedes))
    select array_agg(c.id) from chain c$q$, kind) into chain using fact, nominal;
  if chain is null then return false; end if;
  -- whoever corrects, approves or withdraws it meanwhile waits, and then finds nothing
  execute format('select 1 from %I f where f.id = any($1) order by f.id for update', kind) using chain;

  insert into sealing (id, nominal_id, kind, versions, unit_id, why, sealed_by, agency_id)
  values (sealing, nominal, kind, cardinality(chain), lead, why, nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.agency', true), '')::uuid);

  if kind = 'marker' then
    perform put_under_seal(sealing, nominal, 'marker_decision', 'x.request_id in (select r.id from marker_request r where r.marker_id = any($3))', chain);
    perform put_under_seal(sealing, nominal, 'marker_request', 'x.marker_id = any($3)', chain);
    perform put_under_seal(sealing, nominal, 'marker_approval', 'x.marker_id = any($3)', chain);
  elsif kind in ('entry', 'file') then
    perform put_under_seal(sealing, nominal, 'attachment_taken_off', format('x.attachment_id in (select a.id from attachment a where a.%I = any($3))', kind || '_id'), chain);
    perform put_under_seal(sealing, nominal, 'attachment', format('x.%I = any($3)', kind || '_id'), chain);
  elsif kind = 'known_name' then
    perform put_under_seal(sealing, nominal, 'name_pair', 'x.name_id = any($3)', chain);
    perform put_under_seal(sealing, nominal, 'name_word', 'x.name_id = any($3)', chain);
    perform put_under_seal(sealing, nominal, 'full_name_key', 'x.name_id = any($3)', chain);
  elsif kind = 'address' then
    perform put_under_seal(sealing, nominal, 'residence', $q$x.address_id = any($3)
      or x.source_row is not null and x.source_row in (select a.source_row from address a where a.id = any($3))$q$, chain);
  elsif kind in ('court_order', 'licence_condition') then
    -- a handover that passed incomplete says which orders were not accepted (0100): that one was not accepted stays, and its words go
    execute format('select array_agg(distinct left(f.words, 80)) from %I f where f.id = any($1)', kind) into words using chain;
    insert into sealed_row (sealing_id, ordinal, table_name, nominal_id, how, said)
    select sealing, row_number() over (), 'handover_closed', nominal, 'altered', to_jsonb(c) from handover_closed c
     where c.nominal_id = nominal and exists (select from unnest(c.unmet) u, unnest(words) w where right(u, length(w) + 2) = ': ' || w);
    update handover_closed c set unmet = array(
        select case when exists (select from unnest(words) w where right(u.said, length(w) + 2) = ': ' || w) then split_part(u.said, ': ', 1) else u.said end
          from unnest(c.unmet) with ordinality u(said, n) order by u.n)
     where c.handover_id in (select (s.said ->> 'handover_id')::uuid from sealed_row s where s.sealing_id = sealing and s.table_name = 'handover_closed');
  end if;
  if kind = 'file' then
    insert into sealed_object (object_id, sealing_id, key_sha256)
    select distinct c.object_id, sealing, encode(sha256(c.key), 'hex') from file_content c where c.file_id = any(chain) on conflict do nothing;
    perform put_under_seal(sealing, nominal, 'file_content', 'x.file_id = any($3)', chain);
  end if;
  perform put_under_seal(sealing, nominal, 'withdrawal', 'x.fact_id = any($3)', chain);
  perform put_under_seal(sealing, nominal, kind, 'x.id = any($3)', chain);

  -- Answers that are kept for a day, to be given again, and what somebody had begun to type in its place.
  update idempotency_key k set status = null, headers = null, body = null, answered_at = null where k.subjects @> array[nominal];
  delete from draft d where exists (select from unnest(chain) c where position(c::text in d.at) > 0 or position(c::text in d.action) > 0);
  perform refresh_record(array[nominal]), refresh_photograph(nominal);
  perform add_task('sealing.made', 'role', null, 'data-protection-officer', null, sealing, kind, null);
  return true;
end $$;

-- Puts everything back as it was, by the data-protection officer. `done`; `again`: the same file has been added since; `busy`: the tables are being
-- written by something long. The rows were in order when they were first written, and rules of today have nothing to say of them: no trigger runs.
create function unseal(sealing uuid, why text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp set lock_timeout = '3s' as $$
#variable_conflict use_variable
declare
  s sealing;
  t text;
begin
  if coalesce(current_setting('app.role', true), '') <> 'data-protection-officer' then
    raise exception 'a seal is opened by the data-protection officer' using errcode = 'CC403';
  end if;
  select * into s from sealing x where x.id = sealing for update;
  if s.id is null or not exists (select from sealed_row r where r.sealing_id = sealing) then raise exception 'nothing is under this seal' using errcode = 'CC409'; end if;
  insert into unsealing (sealing_id, why, unsealed_by) values (sealing, why, nullif(current_setting('app.officer', true), '')::uuid);
  begin
    perform 1 from nominal_file f where f.nominal_id = s.nominal_id for no key update;
    for t in select r.table_name from sealed_row r where r.sealing_id = sealing and r.how = 'moved' group by r.table_name order by min(r.ordinal) desc loop
      execute format('alter table %I disable trigger user', t);
      execute format('insert into %1$I select (jsonb_populate_record(null::%1$I, r.said)).* from sealed_row r where r.sealing_id = $1 and r.table_name = %1$L', t) using sealing;
      execute format('alter table %I enable trigger user', t);
    end loop;
  exception
    when unique_violation then delete from unsealing u where u.sealing_id = sealing; return 'again';
    when lock_not_available then delete from unsealing u where u.sealing_id = sealing; return 'busy';
  end;
  update handover_closed c set unmet = (jsonb_populate_record(null::handover_closed, r.said)).unmet from sealed_row r
   where r.sealing_id = sealing and r.table_name = 'handover_closed' and c.handover_id = (r.said ->> 'handover_id')::uuid;
  delete from sealed_object o where o.sealing_id = sealing;
  delete from sealed_row r where r.sealing_id = sealing;
  perform refresh_record(array[s.nominal_id]), refresh_photograph(s.nominal_id);
  perform close_tasks_about('sealing.made', sealing, 'done'), add_task('sealing.unsealed', 'officer', s.sealed_by, null, null, sealing, s.kind, null);
  return 'done';
end $$;

-- An extract that says again what is sealed does not bring it back: asked by the importer, of a fact that it is about to write.
create function anything_sealed() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from sealed_row)
$$;
create function is_said_under_seal(t text, nominal uuid, agency uuid, says jsonb) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from sealed_row r where r.nominal_id = $2 and r.table_name = $1 and r.said ->> 'agency_id' = $3::text and r.said @> $4)
$$;

-- A file that is under seal is not an upload that failed, and its bytes are given to whoever shows its key (0020).
create or replace function sealed_chunk(object uuid, chunk integer, key_sha256 text) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
  select k.sealed from file_chunk k
   where k.object_id = $1 and k.ordinal = $2
     and (exists (select from file_content c where c.object_id = $1 and encode(sha256(c.key), 'hex') = $3)
       or exists (select from sealed_object o where o.object_id = $1 and o.key_sha256 = $3))
$$;
do $$
declare
  f regprocedure;
  was text;
  becomes text;
begin
  foreach f in array array['stray_file_objects(integer)', 'clear_file_objects(uuid[])']::regprocedure[] loop
    was := pg_get_functiondef(f);
    becomes := replace(was, 'not exists (select from file_content c where c.object_id = o.id)',
      'not exists (select from file_content c where c.object_id = o.id) and not exists (select from sealed_object s where s.object_id = o.id)');
    if becomes = was then raise exception '% does not read as 0020 wrote it', f; end if;
    execute becomes;
  end loop;
  f := 'file_object_is_free(uuid)'::regprocedure;
  was := pg_get_functiondef(f);
  becomes := replace(was, 'not exists (select from file_content c where c.object_id = $1)',
    'not exists (select from file_content c where c.object_id = $1) and not exists (select from sealed_object s where s.object_id = $1)');
  if becomes = was then raise exception 'file_object_is_free does not read as 0020 wrote it'; end if;
  execute becomes;
end $$;

revoke all on function kinds_that_seal(), refresh_photograph(uuid), put_under_seal(uuid, uuid, text, text, uuid[]), seal_fact(uuid, uuid, text, uuid, text), unseal(uuid, text),
  anything_sealed(), is_said_under_seal(text, uuid, uuid, jsonb) from public;
grant execute on function kinds_that_seal(), seal_fact(uuid, uuid, text, uuid, text), unseal(uuid, text) to concord_app;
grant execute on function anything_sealed(), is_said_under_seal(text, uuid, uuid, jsonb) to concord_importer;
