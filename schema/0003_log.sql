-- The log: every collection, alteration, consultation, disclosure, combination and erasure is an event (Data Protection Act 2018 s.62),
-- written in the transaction it describes, without the content itself. Nobody can change or remove one: there is no grant to do so.
--
-- The typed columns are the event; audit_leaf() gives them as canonical JSON (RFC 8785), which is the leaf that a sequencer later
-- gathers into a Merkle tree. `tx` and the snapshot's xmin let it find every event once, also one that commits late.

create table audit_entry (
  id            uuid not null,
  tx            xid8 not null default pg_current_xact_id(),
  at            timestamptz not null default clock_timestamp(),   -- the database's clock: an event cannot choose its month
  officer_id    uuid,                                             -- null: nobody was signed in (a sign-in that failed)
  role          text,
  agency_id     uuid,
  unit_id       uuid,
  session_id    uuid,
  on_behalf_of  uuid,
  action        text not null check (action ~ '^[a-z-]+(\.[a-z-]+)+$'),
  outcome       text not null check (outcome in ('done', 'refused', 'absent')),
  records       uuid[] not null default '{}',
  field_groups  text[] not null default '{}',
  purpose_code  text,
  purpose_words text check (length(purpose_words) <= 500),
  recipients    text[] not null default '{}',
  client        text not null default '' check (length(client) <= 200),
  primary key (id, at)
) partition by range (at);
create index audit_entry_order on audit_entry (tx, id);
create index audit_entry_officer on audit_entry (officer_id, at);

create table audit_subject (
  entry_id   uuid not null,
  tx         xid8 not null default pg_current_xact_id(),          -- the entry's own: a row that came later is not part of it
  at         timestamptz not null,
  ordinal    integer not null,
  nominal_id uuid not null,                                       -- as asked: what does not exist is written like what may not be seen
  access     text not null check (access in ('full', 'summary', 'contact', 'none')),
  primary key (entry_id, ordinal, at)
) partition by range (at);
create index audit_subject_nominal on audit_subject (nominal_id, at);

create table audit_entry_other partition of audit_entry default;
create table audit_subject_other partition of audit_subject default;

-- Months to come, made ahead of time; anything outside them falls into the default partition and is not lost.
create function prepare_audit_months(months integer default 14) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare month timestamptz; part text; parent text;
begin
  perform pg_advisory_xact_lock(hashtext('concord audit months'));
  for i in 0 .. least(months, 60) loop
    month := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i)) at time zone 'UTC';
    foreach parent in array array['audit_entry', 'audit_subject'] loop
      part := parent || to_char(month at time zone 'UTC', '_YYYY_MM');
      if to_regclass(part) is null then
        begin
          execute format('create table %I partition of %I for values from (%L) to (%L)', part, parent, month,
                         ((month at time zone 'UTC') + interval '1 month') at time zone 'UTC');
          execute format('alter table %I enable row level security', part);
          execute format('alter table %I force row level security', part);
        exception when check_violation then null;     -- rows of that month already fell into the default partition: they stay there
        end;
      end if;
    end loop;
  end loop;
end $$;
revoke all on function prepare_audit_months(integer) from public;
grant execute on function prepare_audit_months(integer) to concord_app, concord_importer;

do $$ declare t text; begin
  foreach t in array array['audit_entry', 'audit_subject', 'audit_entry_other', 'audit_subject_other'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    if t !~ '_other$' then execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t); end if;
  end loop;
end $$;
select prepare_audit_months();

-- An officer can write only in their own name. Reading the log is for auditors, by declared purpose, and comes with its own issue.
create policy in_ones_own_name on audit_entry for insert to concord_app, concord_importer
  with check (officer_id is not distinct from (select nullif(current_setting('app.officer', true), '')::uuid));
create policy with_its_entry on audit_subject for insert to concord_app, concord_importer with check (true);
-- Not `tx`: which transaction an entry and its subjects belong to is the database's to say.
grant insert (id, at, officer_id, role, agency_id, unit_id, session_id, on_behalf_of, action, outcome, records, field_groups, purpose_code, purpose_words, recipients, client)
  on audit_entry to concord_app, concord_importer;
grant insert (entry_id, at, ordinal, nominal_id, access) on audit_subject to concord_app, concord_importer;

-- One statement for an entry and its subjects. Who, role, agency, unit and session come from what enter() found, never from the caller.
create function record_audit(id uuid, action text, outcome text, subjects uuid[], accesses text[], records uuid[], field_groups text[],
                             purpose_code text, purpose_words text, recipients text[], on_behalf_of uuid, client text)
returns void language plpgsql volatile set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare moment timestamptz := clock_timestamp();
begin
  insert into audit_entry (id, at, officer_id, role, agency_id, unit_id, session_id, on_behalf_of, action, outcome, records, field_groups,
                           purpose_code, purpose_words, recipients, client)
  values ($1, moment, nullif(current_setting('app.officer', true), '')::uuid, nullif(current_setting('app.role', true), ''),
          nullif(current_setting('app.agency', true), '')::uuid, nullif(current_setting('app.unit', true), '')::uuid,
          nullif(current_setting('app.session', true), '')::uuid, $11, $2, $3, $6, $7, $8, $9, $10, left($12, 200));
  if cardinality($4) > 0 then
    insert into audit_subject (entry_id, at, ordinal, nominal_id, access)
    select $1, moment, s.ordinal, s.nominal_id, s.access from unnest($4, $5) with ordinality as s(nominal_id, access, ordinal);
  end if;
end $$;

-- The event as canonical JSON (RFC 8785): keys in order, no space, the instant in UTC with its microseconds.
create function audit_leaf(entry audit_entry) returns text language sql stable set search_path = public, pg_temp as $$
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
                            from audit_subject s where s.entry_id = entry.id and s.at = entry.at and s.tx = entry.tx)
    || ',"unit":' || coalesce(to_json(entry.unit_id)::text, 'null')
    || '}'
$$;
revoke all on function audit_leaf(audit_entry) from public;
