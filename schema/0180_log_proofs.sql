-- The log is made provable: every entry, in the order (era, tx, id), is a leaf of a Merkle tree (RFC 9162), and the tree's size and root are signed. The
-- sequencer (role concord_jobs, src/audit/sequencing.ts) takes the entries up; nothing that people do waits for it. docs/decisions/log-proofs.md.

create table log_signer (
  id         uuid primary key,
  name       text not null check (name ~ '^[^[:space:]+]{1,200}$'),
  verifier   text not null check (length(verifier) <= 400),         -- the public key, as others are given it
  made_at    timestamptz not null default now(),
  retired_at timestamptz check (retired_at >= made_at)
);
-- The private half; no backup holds it: a restored log is signed by a new key.
create table log_signing_key (
  signer_id uuid primary key references log_signer,
  seed      bytea not null check (length(seed) = 32)
);
create unique index log_signer_one on log_signer ((true)) where retired_at is null;

create table log_leaf (
  index    bigint primary key check (index >= 0),                   -- from 0, without a gap
  era      integer not null,
  tx       xid8 not null,
  entry_id uuid not null,
  at       timestamptz not null,
  hash     bytea not null check (length(hash) = 32)
);
create index log_leaf_entry on log_leaf (entry_id);
-- The roots of the whole subtrees over 2^level leaves: a proof reads hundreds of hashes and not millions.
create table log_node (
  level smallint not null check (level in (8, 16, 24, 32)),
  index bigint not null check (index >= 0),
  hash  bytea not null check (length(hash) = 32),
  primary key (level, index)
);
create table log_checkpoint (
  size      bigint primary key check (size >= 0),
  root      bytea not null check (length(root) = 32),
  note      text not null check (length(note) <= 2000),
  signer_id uuid not null references log_signer,
  signed_at timestamptz not null default clock_timestamp()
);

-- Append-only by trigger too: what a superuser changes in spite of it, the proofs find.
create function log_is_kept() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin raise exception 'the log is kept as it was written' using errcode = 'insufficient_privilege'; end $$;
revoke all on function log_is_kept() from public;
do $$ declare t text; begin
  foreach t in array array['audit_entry', 'audit_subject', 'log_leaf', 'log_node', 'log_checkpoint'] loop
    execute format('create trigger kept before update or delete on %I for each row execute function log_is_kept()', t);
    if t !~ '^audit' then
      execute format('create trigger kept_whole before truncate on %I for each statement execute function log_is_kept()', t);
    end if;
  end loop;
  foreach t in array array['log_signer', 'log_signing_key', 'log_leaf', 'log_node', 'log_checkpoint'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
    execute format('create policy sequencer on %I to concord_jobs using (true) with check (true)', t);
    execute format('grant select, insert on %I to concord_jobs', t);
  end loop;
end $$;
grant update (retired_at) on log_signer to concord_jobs;
grant delete on log_signing_key to concord_jobs;                    -- of a signer that is retired

-- The entries that follow those taken up, each as its leaf; at most `most`. Only what nothing can come before any more: a transaction that is still open
-- holds back what began after it.
create function log_entries_after(era integer, tx xid8, id uuid, most integer) returns table (era_of integer, tx_of xid8, entry_id uuid, at timestamptz, leaf text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin return query
  select e.era, e.tx, e.id, e.at, audit_leaf(e) from audit_entry e
   where (e.era, e.tx, e.id) > (log_entries_after.era, log_entries_after.tx, log_entries_after.id)
     and (e.era < (select max(l.era) from log_era l) or e.tx < pg_snapshot_xmin(pg_current_snapshot()))
   order by e.era, e.tx, e.id limit least(most, 20000);
end $$;
-- How far the sequencer is behind: entries and the age of the oldest that waits; for whoever runs Concord.
create function log_waits() returns table (waiting bigint, oldest timestamptz) language plpgsql stable security definer set search_path = public, pg_temp as $$
declare l log_leaf;
begin
  select * into l from log_leaf order by index desc limit 1;
  return query select count(*), min(e.at) from audit_entry e
    where (e.era, e.tx, e.id) > (coalesce(l.era, 0), coalesce(l.tx, '0'::xid8), coalesce(l.entry_id, '00000000-0000-0000-0000-000000000000'::uuid));
end $$;
revoke all on function log_entries_after(integer, xid8, uuid, integer), log_waits() from public;
grant execute on function log_entries_after(integer, xid8, uuid, integer), log_waits() to concord_jobs;
-- What was signed, in the order in which it stands now: an entry that was put among them, taken out or changed since makes another root.
create function log_signed_entries(era integer, tx xid8, id uuid, size bigint, most integer) returns table (era_of integer, tx_of xid8, entry_id uuid, leaf text)
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare last log_leaf;
begin
  select * into last from log_leaf l where l.index = size - 1;
  return query select e.era, e.tx, e.id, audit_leaf(e) from audit_entry e
    where (e.era, e.tx, e.id) > (log_signed_entries.era, log_signed_entries.tx, log_signed_entries.id) and (e.era, e.tx, e.id) <= (last.era, last.tx, last.entry_id)
    order by e.era, e.tx, e.id limit least(most, 20000);
end $$;
-- An entry that is taken up: its place, its hash then, and its leaf as it stands now; null where it is gone.
create function log_place_of(entry uuid) returns table (index bigint, hash bytea, leaf text) language sql stable security definer set search_path = public, pg_temp as $$
  select l.index, l.hash, (select audit_leaf(e) from audit_entry e where e.id = l.entry_id and e.at = l.at and e.era = l.era and e.tx = l.tx) from log_leaf l where l.entry_id = $1
$$;
revoke all on function log_signed_entries(integer, xid8, uuid, bigint, integer), log_place_of(uuid) from public;
grant execute on function log_signed_entries(integer, xid8, uuid, bigint, integer), log_place_of(uuid) to concord_jobs;
