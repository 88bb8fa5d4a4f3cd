-- The reconciliation of an extract is signed by a data steward of the agency whose files they are: every row is accounted for, and what is still refused
-- is left with a reason. So many days later (reference/extract-policy.json) what the staged rows said is destroyed, under the role concord_destroyer,
-- unless somebody has placed a hold. src/migration/signing.ts says the same.

create table extract_signing (
  id            uuid primary key,
  extract_id    uuid not null references extract,
  agency_id     uuid not null references agency,
  read          integer not null,                          -- the figures that were signed, of the agency's files
  refused       integer not null check (refused between 0 and read),
  refused_why   text not null default '' check (length(refused_why) <= 500 and (refused = 0 or length(btrim(refused_why)) >= 10)),
  signed_by     uuid not null references officer,
  signed_at     timestamptz not null default now(),
  destroy_on    date not null,                             -- the first day, London's, on which the rows go
  withdrawn_by  uuid references officer,
  withdrawn_at  timestamptz,
  withdrawn_why text check (length(btrim(withdrawn_why)) between 10 and 500),
  check (num_nonnulls(withdrawn_by, withdrawn_at, withdrawn_why) in (0, 3)),
  check (destroy_on > (signed_at at time zone 'Europe/London')::date)
);
create unique index extract_signing_one on extract_signing (extract_id, agency_id) where withdrawn_at is null;

-- While one is in force nothing of the agency's rows in that extract is destroyed.
create table extract_hold (
  id         uuid primary key,
  extract_id uuid not null references extract,
  agency_id  uuid not null references agency,
  why        text not null check (length(btrim(why)) between 10 and 500),
  placed_by  uuid not null references officer,
  placed_at  timestamptz not null default now(),
  lifted_by  uuid references officer,
  lifted_at  timestamptz,
  lifted_why text check (length(btrim(lifted_why)) between 10 and 500),
  check (num_nonnulls(lifted_by, lifted_at, lifted_why) in (0, 3))
);
create unique index extract_hold_one on extract_hold (extract_id, agency_id) where lifted_at is null;

create table extract_destruction (
  signing_id   uuid primary key references extract_signing,
  rows         integer not null,
  destroyed_at timestamptz not null default now()
);

-- Kept: a signature is withdrawn and a hold is lifted, once, and nothing else of them changes.
create function signing_only_ends() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare ends constant text[] := case tg_table_name when 'extract_signing' then array['withdrawn_by', 'withdrawn_at', 'withdrawn_why'] else array['lifted_by', 'lifted_at', 'lifted_why'] end;
begin
  if tg_op = 'DELETE' or to_jsonb(new) - ends <> to_jsonb(old) - ends or to_jsonb(old) ->> ends[1] is not null then
    raise exception 'signatures and holds are kept: they end once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger only_ends before update or delete on extract_signing for each row execute function signing_only_ends();
create trigger only_ends before update or delete on extract_hold for each row execute function signing_only_ends();

do $$
declare t text;
begin
  foreach t in array array['extract_signing', 'extract_hold', 'extract_destruction'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('grant select on %I to concord_app', t);
    if t <> 'extract_destruction' then
      execute format($p$create policy stewards_own on %I for select to concord_app using (agency_id = (select nullif(current_setting('app.agency', true), '')::uuid) and (select current_setting('app.role', true)) = 'data-steward')$p$, t);
    end if;
  end loop;
end $$;
create policy of_a_signing on extract_destruction for select to concord_app using (exists (select from extract_signing s where s.id = signing_id));

-- The agency of the data steward who asks, with the extract held until the transaction ends; CC403 where it holds no file of theirs.
create function steward_of_extract(of_extract uuid) returns uuid language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare agency constant uuid := nullif(current_setting('app.agency', true), '')::uuid;
begin
  if not coalesce(current_setting('app.role', true) = 'data-steward' and exists (select from extract_file f where f.extract_id = $1 and f.agency_id = agency), false) then
    raise exception 'the extract holds no file of the agency, or whoever asks is not its data steward' using errcode = 'CC403';
  end if;
  perform 1 from extract e where e.id = $1 for no key update;
  return agency;
end $$;

create function sign_reconciliation(id uuid, of_extract uuid, refused_why text, days integer) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  agency constant uuid := steward_of_extract(of_extract);
  rows integer;
  left_out integer;
begin
  if days not between 1 and 3650 then raise exception 'rows are kept for 1 to 3,650 days' using errcode = 'check_violation'; end if;
  if exists (select from extract_file f where f.extract_id = of_extract and f.agency_id = agency and (f.staged_at is null or f.settled < f.staged))
     or not exists (select from extract e where e.id = of_extract and e.finished_at is not null) then
    raise exception 'not every row has been read and settled' using errcode = 'CC409';
  end if;
  if exists (select from extract_signing s where s.extract_id = of_extract and s.agency_id = agency and s.withdrawn_at is null) then
    raise exception 'it is signed' using errcode = 'CC409';
  end if;
  select sum(f.staged), sum(f.refused) into rows, left_out from extract_file f where f.extract_id = of_extract and f.agency_id = agency;
  insert into extract_signing (id, extract_id, agency_id, read, refused, refused_why, signed_by, destroy_on)
  values (id, of_extract, agency, rows, left_out, btrim(refused_why), nullif(current_setting('app.officer', true), '')::uuid, (now() at time zone 'Europe/London')::date + days);
end $$;

create function withdraw_signature(of_extract uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare agency constant uuid := steward_of_extract(of_extract);
begin
  update extract_signing s set withdrawn_by = nullif(current_setting('app.officer', true), '')::uuid, withdrawn_at = now(), withdrawn_why = btrim(why)
   where s.extract_id = of_extract and s.agency_id = agency and s.withdrawn_at is null
     and not exists (select from extract_destruction d where d.signing_id = s.id);
  if not found then raise exception 'it is not signed, or its rows are destroyed' using errcode = 'CC409'; end if;
end $$;

create function place_hold(id uuid, of_extract uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare agency constant uuid := steward_of_extract(of_extract);
begin
  if exists (select from extract_hold h where h.extract_id = of_extract and h.agency_id = agency and h.lifted_at is null)
     or exists (select from extract_signing s join extract_destruction d on d.signing_id = s.id where s.extract_id = of_extract and s.agency_id = agency) then
    raise exception 'it is held, or its rows are destroyed' using errcode = 'CC409';
  end if;
  insert into extract_hold (id, extract_id, agency_id, why, placed_by) values (id, of_extract, agency, btrim(why), nullif(current_setting('app.officer', true), '')::uuid);
end $$;

create function lift_hold(of_extract uuid, why text) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare agency constant uuid := steward_of_extract(of_extract);
begin
  update extract_hold h set lifted_by = nullif(current_setting('app.officer', true), '')::uuid, lifted_at = now(), lifted_why = btrim(why)
   where h.extract_id = of_extract and h.agency_id = agency and h.lifted_at is null;
  if not found then raise exception 'it is not held' using errcode = 'CC409'; end if;
end $$;

-- Whoever corrects a row of a signed extract would change what was signed: the signature is withdrawn first.
create function signed_is_final() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from extract e join extract_file f on f.extract_id = e.id join extract_row r on r.file_id = f.id where r.id = new.row_id for share of e;
  if exists (select from extract_row r join extract_file f on f.id = r.file_id
               join extract_signing s on s.extract_id = f.extract_id and s.agency_id = f.agency_id and s.withdrawn_at is null where r.id = new.row_id) then
    raise exception 'the reconciliation of its extract is signed' using errcode = 'CC409';
  end if;
  return new;
end $$;
create trigger signed_is_final before insert on extract_correction for each row execute function signed_is_final();

-- What is to be destroyed now, the oldest first, and held until the transaction ends: another server passes over it.
create function staged_rows_due() returns table (signing uuid, of_extract uuid, signed_by uuid) language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin return query
  select s.id, s.extract_id, s.signed_by from extract_signing s join extract e on e.id = s.extract_id
   where s.withdrawn_at is null and s.destroy_on <= (now() at time zone 'Europe/London')::date
     and not exists (select from extract_destruction d where d.signing_id = s.id)
     and not exists (select from extract_hold h where h.extract_id = s.extract_id and h.agency_id = s.agency_id and h.lifted_at is null)
   order by s.destroy_on, s.id limit 1 for no key update of e, s skip locked;
end $$;
-- Destroys what the rows of one signing said. What stays: the file's name, headings, fingerprint and counts; that a row was there and what became of it; of
-- a row taken in, its source's reference and fingerprint, by which a later delivery of the same row is known; the facts made of it. A row that was
-- refused leaves nothing of what it said, its reference and the reasons included, which quote it.
create function destroy_staged(signing uuid) returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  s extract_signing;
  gone integer;
begin
  select * into s from extract_signing x where x.id = signing for update;
  if s.id is null or s.withdrawn_at is not null or s.destroy_on > (now() at time zone 'Europe/London')::date
     or exists (select from extract_hold h where h.extract_id = s.extract_id and h.agency_id = s.agency_id and h.lifted_at is null)
     or exists (select from extract_destruction d where d.signing_id = signing) then
    raise exception 'its rows are not to be destroyed now' using errcode = 'CC403';
  end if;
  update extract_correction c set cells = '{}'
    from extract_row r join extract_file f on f.id = r.file_id where c.row_id = r.id and f.extract_id = s.extract_id and f.agency_id = s.agency_id;
  update extract_row r set cells = '{}', fault = null,
         key = case when l.refused then '' else r.key end, digest = case when l.refused then 0 else r.digest end
    from (select x.id, o.refused from extract_file f join extract_row x on x.file_id = f.id
           cross join lateral (select cardinality(y.reasons) > 0 as refused from extract_outcome y where y.row_id = x.id order by y.attempt desc limit 1) o
           where f.extract_id = s.extract_id and f.agency_id = s.agency_id) l
   where r.id = l.id;
  get diagnostics gone = row_count;
  update extract_outcome o set reasons = '{was destroyed after the reconciliation was signed}', waits = false
    from extract_file f where o.file_id = f.id and f.extract_id = s.extract_id and f.agency_id = s.agency_id and cardinality(o.reasons) > 0;
  insert into extract_destruction (signing_id, rows) values (signing, gone);
  return gone;
end $$;

revoke all on function signing_only_ends(), steward_of_extract(uuid), sign_reconciliation(uuid, uuid, text, integer), withdraw_signature(uuid, text),
  place_hold(uuid, uuid, text), lift_hold(uuid, text), signed_is_final(), staged_rows_due(), destroy_staged(uuid) from public;
grant execute on function sign_reconciliation(uuid, uuid, text, integer), withdraw_signature(uuid, text), place_hold(uuid, uuid, text), lift_hold(uuid, text) to concord_app;
grant execute on function staged_rows_due(), destroy_staged(uuid) to concord_destroyer;
