-- Creating a nominal: everything that makes a record, in one transaction and through one function, after a check of who is on record
-- already.
-- docs/decisions/creating-a-nominal.md says why.

-- Which record a form has made, so that sending it twice makes one. `once` is the form's own, made with it.
create table creation (
  officer_id    uuid not null references officer,
  once          uuid not null,
  nominal_id    uuid not null references nominal,
  somebody_else text not null default '' check (length(somebody_else) <= 500),   -- why it is none of those that the officer was shown
  created_at    timestamptz not null default now(),
  primary key (officer_id, once)
);
create index creation_nominal on creation (nominal_id);

-- Who is about to record somebody takes the turns of that person's names and numbers, before looking who is there. Of two who do so at
-- once the second waits, and is told to begin again (a serialization failure, as with any other row): it then sees what the first has
-- written. A turn is one of a thousand, by hash, so it tells of no name or number, and no uniqueness spans a wall.
create table creation_turn (
  turn  integer primary key check (turn between 0 and 1023),
  taken bigint not null default 0
);
insert into creation_turn (turn) select generate_series(0, 1023);

do $$ declare t text; begin
  foreach t in array array['creation', 'creation_turn'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
  create policy ones_own on creation for select to concord_app using (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid));
  grant select on creation to concord_app;
end $$;

-- A pair for the reconciliation desk may come from a person's writing as well as from a row: two records that share a number, or a whole
-- name and the date of birth. Whether the other one is hidden from the maker makes no difference to what is done.
alter table kept_apart alter column row_id drop not null,
  add column made_by uuid references officer,
  add column somebody_else text not null default '',                -- what the maker said of it, where it was shown to them
  add constraint found_in_a_row_or_by_a_person check (num_nonnulls(row_id, made_by) = 1);

-- Whether whoever is acting may write records at all: the role worn, vetting and training (without which one has no circles).
create function may_create() returns boolean language sql stable set search_path = public, pg_temp as $$
  select may_write() and coalesce(cardinality(nullif(current_setting('app.circles', true), '')::integer[]), 0) > 0
$$;
revoke all on function may_create() from public;

create function take_turns(keys text[]) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare turns integer[] := array(select distinct (hashtextextended(k, 18) & 1023)::integer from unnest(keys) k);
begin
  if not may_create() then raise exception 'this role does not create records' using errcode = 'insufficient_privilege'; end if;
  if cardinality(keys) > 200 then raise exception 'nobody has as many names and numbers' using errcode = 'program_limit_exceeded'; end if;
  perform from creation_turn c where c.turn = any(turns) order by c.turn for update;
  update creation_turn c set taken = c.taken + 1 where c.turn = any(turns);
end $$;

-- Makes a record, in the name of whoever is acting, in their own unit's hands. Without a name, a basis that holds today, a lead unit and a
-- record manager there is none. Facts come as JSON, in the columns of their tables, each with its id; a name also
-- has its whole-name `keys`.
-- `shown`: the records that the maker was shown and says it is none of. Answers with the record's number.
create function create_nominal(once uuid, id uuid, quote text, names jsonb, births jsonb, sexes jsonb, identifiers jsonb, basis jsonb,
                               unallocated boolean, source text, shown uuid[], somebody_else text) returns text
language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_variable
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  mine uuid := nullif(current_setting('app.agency', true), '')::uuid;
  my_unit uuid := nullif(current_setting('app.unit', true), '')::uuid;
  today date := (now() at time zone 'Europe/London')::date;
  post uuid;
  made text;
  opened text;
begin
  if not may_create() or me is null then raise exception 'this role does not create records' using errcode = 'insufficient_privilege'; end if;
  if not exists (select from unit u where u.id = my_unit and u.agency_id = mine) then
    raise exception 'a record has a lead unit, of its maker''s agency' using errcode = 'check_violation';
  end if;
  if jsonb_typeof(names) is distinct from 'array' or jsonb_array_length(names) not between 1 and 10
     or exists (select from jsonb_to_recordset(names) as n(full_name text) where coalesce(n.full_name, '') = '') then
    raise exception 'a record has a name' using errcode = 'check_violation';
  end if;
  if coalesce(jsonb_array_length(births), 0) > 10 or coalesce(jsonb_array_length(sexes), 0) > 10 or coalesce(jsonb_array_length(identifiers), 0) > 20
     or coalesce(cardinality(shown), 0) > 200 then
    raise exception 'a record begins with fewer facts' using errcode = 'program_limit_exceeded';
  end if;
  if coalesce(basis->>'kind', '') in ('', 'to-be-confirmed') or coalesce(basis->>'words', '') = '' or not (basis->>'confirmed')::boolean is true
     or not coalesce(today <@ (basis->>'during')::daterange, false) then
    raise exception 'a record has a basis that holds today' using errcode = 'check_violation';
  end if;
  if unallocated then
    if current_setting('app.role', true) not in ('supervisor', 'region-lead') then
      raise exception 'a supervisor leaves a record with nobody named' using errcode = 'insufficient_privilege';
    end if;
    select p.id into post from post p where p.unit_id = my_unit and p.unallocated;
    if post is null then raise exception 'a record has a record manager' using errcode = 'check_violation'; end if;
  end if;

  insert into nominal (id, quote) values (id, quote);
  insert into nominal_headline (nominal_id) values (id);
  made := format('CN-%s-%s', to_char(today, 'YY'), lpad(nextval('nominal_number')::text, 6, '0'));
  insert into nominal_file (nominal_id, reference) values (id, made);
  insert into creation (officer_id, once, nominal_id, somebody_else) values (me, once, id, somebody_else);

  insert into ownership (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, unit_id)
  values (gen_random_uuid(), id, me, mine, 'officer', source, my_unit);
  insert into record_manager (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, officer_id, post_id)
  values (gen_random_uuid(), id, me, mine, 'officer', source, case when post is null then me end, post);
  insert into basis (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, kind, words, counter_terrorism, confirmed, decided_by,
                     offence, decider, decider_rank, review_on)
  select b.id, id, me, mine, 'officer', source, b.during, b.kind, b.words, b.counter_terrorism, b.confirmed, null,
         coalesce(b.offence, ''), coalesce(b.decider, ''), coalesce(b.decider_rank, ''), b.review_on
    from jsonb_to_record(basis) as b(id uuid, during daterange, kind text, words text, counter_terrorism boolean, confirmed boolean, offence text, decider text,
                                     decider_rank text, review_on date);
  insert into known_name (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, kind, family, given, full_name, script)
  select n.id, id, me, mine, 'officer', source, coalesce(n.during, '(,)'), n.kind, coalesce(n.family, ''), coalesce(n.given, ''), n.full_name, coalesce(n.script, '')
    from jsonb_to_recordset(names) as n(id uuid, during daterange, kind text, family text, given text, full_name text, script text);
  insert into birth (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, kind, born_on, place, as_given)
  select b.id, id, me, mine, 'officer', source, b.kind, b.born_on, b.place, coalesce(b.as_given, '')
    from jsonb_to_recordset(births) as b(id uuid, kind text, born_on date, place text, as_given text);
  insert into sex (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, code)
  select s.id, id, me, mine, 'officer', source, s.code from jsonb_to_recordset(sexes) as s(id uuid, code text);
  insert into identifier (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, kind, as_given, canonical, valid, why_invalid, key)
  select i.id, id, me, mine, 'officer', source, i.kind, i.as_given, i.canonical, i.valid, i.why_invalid, i.key
    from jsonb_to_recordset(identifiers) as i(id uuid, kind text, as_given text, canonical text, valid boolean, why_invalid text, key text);

  -- Whoever else bears a number of theirs, or the whole name and the date of birth: for the reconciliation desk, across the walls.
  insert into kept_apart (id, nominal_id, other_id, made_by, reason, somebody_else)
  select gen_random_uuid(), id, o.nominal_id, me, string_agg(distinct o.reason, '; '), case when o.nominal_id = any(shown) then somebody_else else '' end
    from (select i.nominal_id, format('shares the number %s (%s)', i.canonical, i.kind) as reason
            from jsonb_to_recordset(identifiers) as n(kind text, canonical text, valid boolean)
            join identifier i on i.kind = n.kind and i.canonical = n.canonical and i.valid and i.superseded_at is null
           where n.valid
          union all
          select k.nominal_id, 'the same full name and date of birth'
            from jsonb_to_recordset(names) as n(keys jsonb) cross join jsonb_array_elements_text(coalesce(n.keys, '[]')) as w(key)
            join full_name_key k on k.key = w.key collate "C"
           where exists (select from jsonb_to_recordset(births) as b(born_on date)
                           join birth t on t.born_on = b.born_on and t.nominal_id = k.nominal_id and t.superseded_at is null)) o
   where o.nominal_id <> id
   group by o.nominal_id order by o.nominal_id limit 200;

  perform refresh_record(array[id]);
  select r.access into opened from open_records(array[id]) r;
  if opened is distinct from 'full' then raise exception 'whoever makes a record can read it' using errcode = 'insufficient_privilege'; end if;
  return made;
end $$;

revoke all on function take_turns(text[]), create_nominal(uuid, uuid, text, jsonb, jsonb, jsonb, jsonb, jsonb, boolean, text, uuid[], text) from public;
grant execute on function take_turns(text[]), create_nominal(uuid, uuid, text, jsonb, jsonb, jsonb, jsonb, jsonb, boolean, text, uuid[], text) to concord_app;
