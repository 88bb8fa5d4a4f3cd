-- Handling caveats of an entry, as files have them (0020): by their codes, as many as fit. What is disclosed bears the highest marking and every
-- caveat of its parts, and is drawn again as it was judged at that moment. What is held elsewhere carries no file, whichever came first.

alter table entry add column caveats text[] not null default '{}'
  check (cardinality(caveats) <= 6 and array_position(caveats, null) is null and array_to_string(caveats, ',') ~ '^([A-Z][A-Z0-9-]{0,39}(,|$))*$');
grant insert (caveats) on entry to concord_app;
alter table disclosure add column caveats text[] not null default '{}' check (cardinality(caveats) <= 40 and array_position(caveats, null) is null);
grant insert (caveats) on disclosure to concord_app;

-- A caveat that is taken away loosens how something is handled, as a better grade does (0016): whoever does it says why.
create function caveat_is_not_dropped_silently() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if btrim(new.why) = '' and exists (select from entry e where e.id = new.supersedes and not e.caveats <@ new.caveats) then
    raise exception 'a handling caveat is not taken away without saying why' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger caveat_is_not_dropped_silently before insert on entry for each row when (new.supersedes is not null) execute function caveat_is_not_dropped_silently();

-- An entry becomes one that points to what is held elsewhere only when it carries no file: somebody looks at each of them first, because a file may be
-- the very thing. The lock is that of attachment_is_in_order (0069), so that the two cannot pass each other.
create function held_elsewhere_carries_no_file() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from nominal_file f where f.nominal_id = new.nominal_id for no key update;
  if exists (select from attachment a where a.entry_id = entry_first(new.supersedes) and not exists (select from attachment_taken_off t where t.attachment_id = a.id)) then
    raise exception 'what is held elsewhere has no file here' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger held_elsewhere_carries_no_file before insert on entry for each row
  when (new.supersedes is not null and new.held_elsewhere <> '') execute function held_elsewhere_carries_no_file();

-- The version of an entry that stood at a moment ('infinity': now), by any of its versions; null: it was withdrawn by then.
create function entry_version(entry uuid, known timestamptz) returns uuid language sql stable set search_path = public, pg_temp as $$
  with recursive later as (select e.id, e.superseded_at, e.superseded_by, 1 as step from entry e where e.id = $1
                           union all select e.id, e.superseded_at, e.superseded_by, l.step + 1 from later l join entry e on e.id = l.superseded_by
                                      where l.superseded_at <= known and l.step < 1000)
  select l.id from later l where l.superseded_at is null or l.superseded_at > known
$$;

-- The files that entries carry, at a moment (0069). Of a file that was withdrawn since, an earlier day says what it said then, and that it was withdrawn;
-- now it says that it was, and nothing else of it.
create or replace function attachments_of(entries uuid[], known timestamptz)
  returns table (entry_id uuid, id uuid, file_id uuid, name text, description text, kind text, marking text, caveats text[], withdrawn boolean, attached_at timestamptz, by text, agency text)
language sql stable set search_path = public, pg_temp as $$
  select x.entry, a.id, f.id, case when g.gone then '' else f.name end, case when g.gone then '' else f.description end, f.kind, f.marking, f.caveats,
         file_version(a.file_id, 'infinity') is null, a.recorded_at, o.name, c.name
    from unnest($1) as x(entry) join attachment a on a.entry_id = entry_first(x.entry)
    cross join lateral (select file_version(a.file_id, known) is null as gone) g
    join file f on f.id = coalesce(file_version(a.file_id, known), a.file_id)
    join officer o on o.id = a.recorded_by join agency c on c.id = a.agency_id
   where a.recorded_at <= known and not exists (select from attachment_taken_off t where t.attachment_id = a.id and t.recorded_at <= known)
   order by a.recorded_at, a.id
$$;
-- Those that leave with entries, judged at that moment and not by what became of anything since: a disclosure that is drawn again is the one that was made.
create or replace function attachments_to_disclose(entries uuid[], known timestamptz)
  returns table (entry_id uuid, id uuid, file_id uuid, name text, description text, kind text, marking text, caveats text[], withdrawn boolean, attached_at timestamptz, by text, agency text)
language sql stable set search_path = public, pg_temp as $$
  select l.* from attachments_of($1, $2) l join attachment a on a.id = l.id
   where file_version(a.file_id, known) is not null and not exists (
     select from attachment b join entry e on e.id = entry_version(b.entry_id, known)
      where b.file_id = a.file_id and b.recorded_at <= known and not may_leave(e.kind, e.grading_scheme, e.handling_code, e.held_elsewhere)
        and not exists (select from attachment_taken_off t where t.attachment_id = b.id and t.recorded_at <= known))
$$;

-- Markings from the lowest; one that is not known counts as higher than all.
create function marking_rank(marking text) returns integer language sql immutable set search_path = public, pg_temp as $$
  select coalesce(array_position(array['OFFICIAL', 'OFFICIAL-SENSITIVE'], $1), 3)
$$;
-- A disclosure is marked at least as high as the highest of its parts, and as any page about a person (OFFICIAL-SENSITIVE), and bears every caveat
-- of them, whoever writes it: src/nominals/disclosure.ts says the same.
create function disclosure_bears_the_highest() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  told json;
begin
  if marking_rank(new.marking) < marking_rank('OFFICIAL-SENSITIVE') then
    raise exception 'a disclosure is marked at least OFFICIAL-SENSITIVE' using errcode = 'check_violation';
  end if;
  if not 'chronology' = any(new.parts) then return new; end if;
  select d.entries into told from entries_to_disclose(new.nominal_id, new.recorded_at, 500) d;
  if exists (
      with shown as (select (j ->> 'id')::uuid as id from json_array_elements(told) j),
           part as (select e.marking, e.caveats from shown s join entry e on e.id = s.id
                    union all select f.marking, f.caveats from attachments_to_disclose((select array_agg(s.id) from shown s), new.recorded_at) f)
      select from part p where marking_rank(p.marking) > marking_rank(new.marking) or not p.caveats <@ new.caveats) then
    raise exception 'a disclosure bears the highest marking and every caveat of its parts' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger disclosure_bears_the_highest before insert on disclosure for each row execute function disclosure_bears_the_highest();

-- Every reader of entries says the caveats. Only these words of the functions change: whatever else they have become stays.
do $$
declare
  f regprocedure;
  was text;
  body text;
begin
  foreach f in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)', 'known_record_json(uuid, text[], timestamptz, date)']::regprocedure[] loop
    was := pg_get_functiondef(f);
    body := replace(replace(was, $q$'words', f.words, 'marking', f.marking,$q$, $q$'words', f.words, 'marking', f.marking, 'caveats', f.caveats,$q$),
      $q$'marking', c.marking, 'grading'$q$, $q$'marking', c.marking, 'caveats', c.caveats, 'grading'$q$);
    if position($q$'caveats', f.caveats$q$ in body) = 0 or position($q$'caveats', c.caveats$q$ in body) = 0 then
      raise exception '% does not have the entries that were looked for', f;
    end if;
    execute body;
  end loop;
  was := pg_get_functiondef('entries_to_disclose(uuid, timestamptz, integer)'::regprocedure);
  body := replace(was, $q$'marking', s.marking,$q$, $q$'marking', s.marking, 'caveats', s.caveats,$q$);
  if body = was then raise exception 'entries_to_disclose does not say markings as 0054 wrote it'; end if;
  execute body;
  -- The chronology is asked by marking and by caveat too, of the version that stands, and says how many there would be of each under the other filters.
  was := pg_get_functiondef('chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], timestamptz, uuid, integer)'::regprocedure);
  body := was;
  body := replace(body, 'patterns text[], after_at', 'patterns text[], of_markings text[], of_caveats text[], after_at');
  body := replace(body, 'kinds json, agencies json, entries json', 'kinds json, agencies json, markings json, caveats json, entries json');
  body := replace(body, 'c.words, c.held_elsewhere,', 'c.words, c.held_elsewhere, c.marking, c.caveats,');
  body := replace(body, $q$coalesce(s.kind_words, r.kind_words) as kind_words, r.agency_id,$q$,
    $q$coalesce(s.kind_words, r.kind_words) as kind_words, r.agency_id, coalesce(s.marking, r.marking) as marking, coalesce(s.caveats, r.caveats) as caveats,
             of_markings is null or coalesce(s.marking, r.marking) = any(of_markings) as marking_fits,
             of_caveats is null or coalesce(s.caveats, r.caveats) && of_caveats as caveats_fit,$q$);
  body := replace(body, 'kind_fits and agency_fits and rest_fits', 'kind_fits and agency_fits and marking_fits and caveats_fit and rest_fits');
  body := replace(body, 'where agency_fits and rest_fits group', 'where agency_fits and marking_fits and caveats_fit and rest_fits group');
  body := replace(body, 'where kind_fits and rest_fits group by l.agency_id) k join agency g on g.id = k.agency_id),',
    $q$where kind_fits and marking_fits and caveats_fit and rest_fits group by l.agency_id) k join agency g on g.id = k.agency_id),
         (select coalesce(json_agg(json_build_object('code', k.marking, 'count', k.count) order by marking_rank(k.marking), k.marking), '[]')
            from (select l.marking, count(*) as count from line l where kind_fits and agency_fits and caveats_fit and rest_fits group by l.marking) k),
         (select coalesce(json_agg(json_build_object('code', k.caveat, 'count', k.count) order by k.caveat), '[]')
            from (select u.caveat, count(*) as count from line l cross join lateral unnest(l.caveats) as u(caveat) where kind_fits and agency_fits and marking_fits and rest_fits group by u.caveat) k),$q$);
  body := replace(body, $q$'words', f.words, 'marking', f.marking,$q$, $q$'words', f.words, 'marking', f.marking, 'caveats', f.caveats,$q$);
  body := replace(body, $q$'marking', c.marking,$q$, $q$'marking', c.marking, 'caveats', c.caveats,$q$);
  if position('of_markings text[], of_caveats' in body) = 0 or position('markings json, caveats json' in body) = 0 or position('marking_fits,' in body) = 0
      or position('group by u.caveat' in body) = 0 or position($q$'caveats', f.caveats$q$ in body) = 0 or position($q$'caveats', c.caveats$q$ in body) = 0
      or position('where agency_fits and marking_fits' in body) = 0 then
    raise exception 'chronology_of does not read as 0016 wrote it';
  end if;
  drop function chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], timestamptz, uuid, integer);
  execute body;
end $$;
revoke all on function chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], text[], text[], timestamptz, uuid, integer),
  caveat_is_not_dropped_silently(), held_elsewhere_carries_no_file(), disclosure_bears_the_highest(), entry_version(uuid, timestamptz), marking_rank(text) from public;
grant execute on function chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], text[], text[], timestamptz, uuid, integer),
  entry_version(uuid, timestamptz), marking_rank(text) to concord_app;

-- The files that entries carry, in the history of a record and of an entry: attached, and taken off with the reason, each at its own moment, with what
-- was said of the file then.
create function attachment_history_of(nominal uuid, only_kind text, at timestamptz, before_id uuid, room integer)
returns table (id uuid, kind text, recorded_at timestamptz, supersedes uuid, superseded_at timestamptz, superseded_by uuid, why text, source_kind text, source text, by text, agency text, said jsonb,
               withdrawn_reason text, withdrawn_by text)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  select h.id, h.kind, h.recorded_at, null::uuid, null::timestamptz, null::uuid, h.why, 'officer', '', (select o.name from officer o where o.id = h.recorded_by),
         (select g.name from agency g where g.id = h.agency_id),
         jsonb_build_object('entry_id', h.entry_id, 'file_id', h.file_id, 'description', f.description, 'name', f.name, 'entry', e.kind_words), null::text, null::text
    from (select a.id, 'attachment' as kind, a.recorded_at, a.recorded_by, a.agency_id, a.entry_id, a.file_id, '' as why from attachment a where a.nominal_id = nominal
          union all
          select a.id, 'attachment_taken_off', t.recorded_at, t.recorded_by, t.agency_id, a.entry_id, a.file_id, t.why
            from attachment_taken_off t join attachment a on a.id = t.attachment_id where t.nominal_id = nominal) h
    join entry e on e.id = h.entry_id
    join file f on f.id = coalesce(file_version(h.file_id, h.recorded_at), h.file_id)
   where (only_kind is null or only_kind in ('entry', 'attachment')) and (before_id is null or (h.recorded_at, h.id) < (at, before_id))
   order by h.recorded_at desc, h.id desc limit room;
end $$;
revoke all on function attachment_history_of(uuid, text, timestamptz, uuid, integer) from public;
grant execute on function attachment_history_of(uuid, text, timestamptz, uuid, integer) to concord_app;

-- And in what others said since a moment (0068).
do $$
declare
  was text := pg_get_functiondef('changes_since(uuid[], timestamptz[], uuid)'::regprocedure);
  becomes text := replace(was, 'select a.nominal_id, a.marker_id,', $q$select a.nominal_id, a.entry_id, 'attachment', 'added', a.recorded_at, a.recorded_by from attachment a join since w on w.nominal_id = a.nominal_id
         where a.nominal_id = any(ids) and a.recorded_at > w.since and a.recorded_by is distinct from me
        union all
        select a.nominal_id, a.entry_id, 'attachment', 'taken off', t.recorded_at, t.recorded_by
          from attachment_taken_off t join attachment a on a.id = t.attachment_id join since w on w.nominal_id = t.nominal_id
         where t.nominal_id = any(ids) and t.recorded_at > w.since and t.recorded_by is distinct from me
        union all
        select a.nominal_id, a.marker_id,$q$);
begin
  if becomes = was then raise exception 'changes_since does not read as 0068 wrote it'; end if;
  execute becomes;
end $$;
