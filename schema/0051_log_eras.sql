-- A restored log goes on. Entries are taken up for proofs in the order of their transactions (0003), and transaction numbers are the
-- cluster's: in another cluster they begin anew, so that what happens after a restore would stand before, or among, what came back.
-- So every entry also says in which *era* it was written: the life of one cluster. A restore begins the next one. The order of the log
-- is (era, tx, id); of an earlier era nothing more can come, and of this one what is below pg_snapshot_xmin(pg_current_snapshot()).
--
-- Neither column can be chosen: nobody is granted to insert it. A constant default costs a look nothing.

alter table audit_entry add column era integer not null default 0;
alter table audit_subject add column era integer not null default 0;      -- the entry's own, as tx is
drop index audit_entry_order;
create index audit_entry_order on audit_entry (era, tx, id);

create table log_era (
  era            integer primary key check (era >= 0),
  began_at       timestamptz not null default now(),
  first_tx       xid8 not null default pg_current_xact_id(),              -- every entry of this era has this one or a later one
  backup_made_at timestamptz,                                             -- of the backup that was restored; null: none was
  backup_sha256  text check (backup_sha256 ~ '^[0-9a-f]{64}$'),           -- of its manifest
  check ((backup_made_at is null) = (backup_sha256 is null)),
  check ((era = 0) = (backup_made_at is null))
);
alter table log_era enable row level security;
alter table log_era force row level security;
create policy owner_keeps on log_era to concord_owner using (true) with check (true);
insert into log_era (era) values (0);

-- The leaf's text is what it was; a subject of another era is no part of it, though its transaction may bear the same number.
create or replace function audit_leaf(entry audit_entry) returns text language sql stable set search_path = public, pg_temp as $$
  select '{"action":' || to_json(entry.action)
    || ',"agency":' || coalesce(to_json(entry.agency_id)::text, 'null')
    || ',"at":"' || to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
    || ',"client":' || to_json(entry.client)
    || ',"fieldGroups":' || (select '[' || coalesce(string_agg(to_json(g)::text, ',' order by n), '') || ']' from unnest(entry.field_groups) with ordinality as f(g, n))
    || ',"id":' || to_json(entry.id)
    || ',"officer":' || coalesce(to_json(entry.officer_id)::text, 'null')
    || ',"onBehalfOf":' || coalesce(to_json(entry.on_behalf_of)::text, 'null')
    || ',"outcome":' || to_json(entry.outcome)
    || ',"purposeCode":' || coalesce(to_json(entry.purpose_code)::text, 'null')
    || ',"purposeWords":' || coalesce(to_json(entry.purpose_words)::text, 'null')
    || ',"recipients":' || (select '[' || coalesce(string_agg(to_json(g)::text, ',' order by n), '') || ']' from unnest(entry.recipients) with ordinality as f(g, n))
    || ',"records":' || (select '[' || coalesce(string_agg(to_json(g)::text, ',' order by n), '') || ']' from unnest(entry.records) with ordinality as f(g, n))
    || ',"role":' || coalesce(to_json(entry.role)::text, 'null')
    || ',"session":' || coalesce(to_json(entry.session_id)::text, 'null')
    || ',"subjects":' || (select '[' || coalesce(string_agg('{"access":' || to_json(s.access) || ',"nominal":' || to_json(s.nominal_id) || '}', ',' order by s.ordinal), '') || ']'
                            from audit_subject s where s.entry_id = entry.id and s.at = entry.at and s.era = entry.era and s.tx = entry.tx)
    || ',"unit":' || coalesce(to_json(entry.unit_id)::text, 'null')
    || '}'
$$;

-- What a restore has to do besides putting the rows back, in the same transaction and as the owner: the log's next era, and nobody is
-- signed in by a token from the past (since the backup they may have signed out, or been stopped).
create function after_restore(backup_made_at timestamptz, backup_sha256 text) returns integer
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  following integer := (select max(l.era) + 1 from log_era l);
begin
  insert into log_era (era, backup_made_at, backup_sha256) values (following, after_restore.backup_made_at, after_restore.backup_sha256);
  execute format('alter table audit_entry alter column era set default %s', following);
  execute format('alter table audit_subject alter column era set default %s', following);
  update session set ended_at = now() where ended_at is null and ends_at > now();
  return following;
end $$;
revoke all on function after_restore(timestamptz, text) from public;
