-- What was left out of the history, of "since I last looked" and of the log: files, changes of hands, and which entries were shown.

-- The history of a record (0014), with its files: what is said of them, and never where their bytes lie.
do $do$
declare
  t text;
  rows text := '';
begin
  foreach t in array kinds_of_fact() loop
    continue when t = 'residence';
    rows := rows || case when rows = '' then '' else ' union all ' end || format($q$
      select f.id, %L as kind, f.recorded_at, f.supersedes, f.superseded_at, f.superseded_by, f.why, f.source_kind, f.source_ref, f.recorded_by, f.agency_id,
             to_jsonb(f) - array['id', 'nominal_id', 'recorded_at', 'recorded_by', 'agency_id', 'source_kind', 'source_ref', 'source_row', 'supersedes', 'superseded_at', 'superseded_by', 'why', 'key', 'address_key',
               'given_type', 'given_size', 'given_sha256', 'rewritten'] as said
        from %I f where f.nominal_id = nominal$q$, t, t);
  end loop;
  execute format($f$create or replace function history_of(nominal uuid, only_kind text, at timestamptz, before_id uuid, room integer)
    returns table (id uuid, kind text, recorded_at timestamptz, supersedes uuid, superseded_at timestamptz, superseded_by uuid, why text, source_kind text, source text, by text, agency text, said jsonb,
                   withdrawn_reason text, withdrawn_by text)
    language plpgsql stable set search_path = public, pg_temp as $b$
    #variable_conflict use_column
    begin return query
      select h.id, h.kind, h.recorded_at, h.supersedes, h.superseded_at, h.superseded_by, h.why, h.source_kind, h.source_ref, (select o.name from officer o where o.id = h.recorded_by),
             (select g.name from agency g where g.id = h.agency_id), h.said, w.reason, (select o.name from officer o where o.id = w.recorded_by)
        from (%s) h left join withdrawal w on w.fact_id = h.id
       where (only_kind is null or h.kind = only_kind) and (before_id is null or (h.recorded_at, h.id) < (at, before_id))
       order by h.recorded_at desc, h.id desc limit room;
    end $b$ $f$, rows);
end $do$;

-- What others said of these records since a moment each (0017), with files and with changes of hands: who leads, who manages, who works on it,
-- who is a partner, under which arrangement. Hands are closed and begun anew, so that each of them is told as a change.
do $do$
declare
  t text;
  rows text := '';
begin
  foreach t in array kinds_of_fact() || array['ownership', 'record_manager', 'assignment', 'partner', 'arrangement'] loop
    continue when t = 'residence';
    rows := rows || format($q$
        select f.nominal_id, f.id, %L as kind, %s as what, f.recorded_at as at, f.recorded_by as by_id
          from %I f join since w on w.nominal_id = f.nominal_id
         where f.nominal_id = any(ids) and %s and f.recorded_at > w.since and f.recorded_by is distinct from me
        union all $q$, t,
      case when t = any(kinds_of_fact()) then $q$case when f.supersedes is null then 'added' else 'changed' end$q$ else $q$'changed'$q$ end, t,
      case when t = any(kinds_of_fact()) then 'f.superseded_at is null' else 'true' end);
  end loop;
  execute format($f$create or replace function changes_since(ids uuid[], sinces timestamptz[], me uuid)
    returns table (nominal_id uuid, id uuid, kind text, what text, at timestamptz, by text)
    language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_nestloop = off set jit = off as $b$
    #variable_conflict use_column
    begin return query
      with since as materialized (select * from unnest(ids, sinces) as w(nominal_id, since))
      select c.nominal_id, c.id, c.kind, c.what, c.at, o.name
        from (%s
        select x.nominal_id, x.fact_id, x.fact_table, 'withdrawn', x.recorded_at, x.recorded_by from withdrawal x join since w on w.nominal_id = x.nominal_id
         where x.nominal_id = any(ids) and x.recorded_at > w.since and x.recorded_by is distinct from me
        union all
        select a.nominal_id, a.marker_id, 'marker', 'approved', a.approved_at, a.approved_by from marker_approval a join since w on w.nominal_id = a.nominal_id
         where a.nominal_id = any(ids) and a.approved_at > w.since and a.approved_by is distinct from me) c
        left join officer o on o.id = c.by_id and not o.service;
    end $b$ $f$, rows);
end $do$;

-- The entries that a record shows of its chronology, by their ids, in the order in which it shows them: for the log, which names them. What hangs
-- under an entry goes with it. The record must be one that whoever asks has in full; as consult reads it, and as row security does.
create function entries_shown(nominal uuid, known timestamptz, most integer) returns uuid[] language sql stable set search_path = public, pg_temp as $$
  select coalesce(array_agg(e.id order by e.happened_at desc, e.id), '{}') from (
    select f.id, f.happened_at from entry f where f.nominal_id = $1 and f.supersedes is null and f.recorded_at <= $2 order by f.happened_at desc, f.id limit $3) e
$$;
revoke all on function entries_shown(uuid, timestamptz, integer) from public;
grant execute on function entries_shown(uuid, timestamptz, integer) to concord_app;

-- A look in one statement (0006) names them as well: 20, as many as record_json shows.
do $do$
declare
  was text := pg_get_functiondef('consult(text, uuid, text[], uuid, text)'::regprocedure);
  becomes text;
begin
  becomes := replace(replace(was, 'action, outcome, field_groups, client)', 'action, outcome, records, field_groups, client)'),
    $q$case access when 'none' then 'absent' else 'done' end,$q$,
    $q$case access when 'none' then 'absent' else 'done' end,
          case when access = 'full' and 'entries' = any(sections) then entries_shown(consult.nominal, 'infinity', 20) else '{}' end,$q$);
  if position('entries_shown' in becomes) = 0 or position('outcome, records, field_groups' in becomes) = 0 then raise exception 'consult does not write its entry as 0006 did'; end if;
  execute becomes;
end $do$;
