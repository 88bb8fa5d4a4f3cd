-- The chronology: intelligence graded by a scheme and handled under conditions, what is held elsewhere, and reading by filters and pages.

alter table entry add column held_telephone text not null default '';
grant insert (held_telephone) on entry to concord_app;
-- A correction is looked for under what it corrects.
create index entry_supersedes on entry (supersedes) where supersedes is not null;

-- Grades of the schemes that are known mean what they say; another scheme may come (reference/grading-schemes.json). The old one is read, and
-- no officer grades by it. Conditions that are asked for are said in words: they bind whoever passes the intelligence on.
alter table entry
  add constraint grades_are_of_their_scheme check (
    (grading_scheme is distinct from '3x5x2' or source_grade in ('1', '2', '3') and information_grade in ('A', 'B', 'C', 'D', 'E') and handling_code in ('P', 'C'))
    and (grading_scheme is distinct from '5x5x5' or source_kind = 'extract')),
  add constraint conditions_are_said check (grading_scheme is distinct from '3x5x2' or handling_code <> 'C' or btrim(handling_conditions) <> ''),
  add constraint intelligence_is_graded check (source_kind = 'extract' or (kind = 'INTEL') = (grading_scheme is not null)),
  -- Whom to ask, and not a word of what is held.
  add constraint held_elsewhere_has_no_content check (source_kind = 'extract' or
    (kind = 'HELD-ELSEWHERE') = (held_elsewhere <> '') and (kind <> 'HELD-ELSEWHERE' or words = 'More is held elsewhere, at a higher classification.')),
  -- The plainest of the markings that the program knows (src/nominals/marked-too-high.ts); it never refuses what the program lets through.
  add constraint words_bear_no_higher_marking check (source_kind = 'extract' or
    words !~ '(^|\n)[ *_#=.:()<>-]*(TOP[ -]*)?SECRET[ *_#=.:()<>-]*(\n|$)' and words !~* '\m(marked|classification|classified)[ :=]+(top[ -]*)?secret\M');

-- A correction that grades intelligence higher, grades it by another scheme, or drops its grade or its conditions says why. The letters and
-- figures of both schemes are in order, the best first.
create function entry_is_not_upgraded_silently() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare old record;
begin
  select e.grading_scheme, e.source_grade, e.information_grade, e.handling_conditions into old from entry e where e.id = new.supersedes;
  if old.grading_scheme is not null and btrim(new.why) = '' and (new.grading_scheme is distinct from old.grading_scheme
      or new.source_grade collate "C" < old.source_grade or new.information_grade collate "C" < old.information_grade
      or old.handling_conditions <> '' and new.handling_conditions = '') then
    raise exception 'a grade is not made better without saying why' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function entry_is_not_upgraded_silently() from public;
create trigger entry_is_not_upgraded_silently before insert on entry for each row when (new.supersedes is not null) execute function entry_is_not_upgraded_silently();

-- A record's entries say more of a correction and of what is held elsewhere. Only these words of the functions change: whatever else
-- they have become since 0014 stays.
do $$
declare
  f regprocedure;
  body text;
  grading constant text := $q$case when @.grading_scheme is not null then json_build_object('scheme', @.grading_scheme, 'source', @.source_grade, 'information', @.information_grade, 'handling', @.handling_code, 'conditions', @.handling_conditions) end$q$;
begin
  foreach f in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)', 'known_record_json(uuid, text[], timestamptz, date)']::regprocedure[] loop
    body := pg_get_functiondef(f);
    if position($q$'heldElsewhere', f.held_elsewhere,$q$ in body) = 0 or position($q$'words', c.words, 'type', c.type,$q$ in body) = 0
        or position('from withdrawal w where w.fact_id = f.id' in body) = 0 then
      raise exception '% does not have the entries that were looked for', f;
    end if;
    body := replace(body, $q$'heldElsewhere', f.held_elsewhere,$q$, $q$'heldElsewhere', f.held_elsewhere, 'heldTelephone', f.held_telephone,$q$);
    body := replace(body, $q$'words', c.words, 'type', c.type,$q$,
      $q$'kind', c.kind, 'kindWords', c.kind_words, 'marking', c.marking, 'grading', $q$ || replace(grading, '@', 'c')
      || $q$, 'heldElsewhere', c.held_elsewhere, 'heldTelephone', c.held_telephone, 'words', c.words, 'type', c.type,$q$);
    -- What is withdrawn is the version that stood: of an entry that had been corrected, its last correction.
    body := replace(body, 'from withdrawal w where w.fact_id = f.id', 'from withdrawal w where (w.fact_id = f.id or w.fact_id in (
      with recursive later as (select c.id from entry c where c.supersedes = f.id union all select c.id from entry c join later l on c.supersedes = l.id) select l.id from later l))');
    execute body;
  end loop;
end $$;

-- The chronology of an open record as known at a moment. An entry stands under the kind and at the time that its last correction says; its
-- own words and those of every correction are shown, and found. Each of `patterns` (regular expressions) must be in one of its versions.
--   everything: entries without any filter        total: entries that all filters let through
--   kinds, agencies: how many there would be of each, under the other filters
--   entries: `room` of them, newest first, after the place given; next_at and next_id: the place after them, or null
drop function chronology_of(uuid, timestamptz, integer);
create function chronology_of(nominal uuid, known timestamptz, of_kinds text[], of_agency text, since timestamptz, until timestamptz, patterns text[],
    after_at timestamptz, after_id uuid, room integer)
  returns table (everything integer, total integer, kinds json, agencies json, entries json, next_at timestamptz, next_id uuid)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
begin return query
  with recursive version as (
      select r.id as root, c.id, c.happened_at, c.kind, c.kind_words, c.words, c.held_elsewhere, 1 as step
        from entry r join entry c on c.supersedes = r.id
       where r.nominal_id = nominal and r.supersedes is null and r.superseded_at is not null and r.recorded_at <= known and c.recorded_at <= known
      union all
      select v.root, c.id, c.happened_at, c.kind, c.kind_words, c.words, c.held_elsewhere, v.step + 1
        from version v join entry c on c.supersedes = v.id where c.recorded_at <= known and v.step < 1000),
    standing as (select distinct on (v.root) v.* from version v order by v.root, v.step desc),
    line as materialized (
      select r.id, coalesce(s.happened_at, r.happened_at) as at, coalesce(s.kind, r.kind) as kind, coalesce(s.kind_words, r.kind_words) as kind_words, r.agency_id,
             of_kinds is null or coalesce(s.kind, r.kind) = any(of_kinds) as kind_fits,
             of_agency is null or r.agency_id = (select a.id from agency a where a.code = of_agency) as agency_fits,
             (since is null or coalesce(s.happened_at, r.happened_at) >= since) and (until is null or coalesce(s.happened_at, r.happened_at) < until)
               and (cardinality(patterns) = 0 or translate(concat_ws(' ', r.kind_words, r.words, r.author, r.held_elsewhere), '’‘', '''''') ~* all(patterns)
                    or s.root is not null and exists (select from version v where v.root = r.id
                         and translate(concat_ws(' ', v.kind_words, v.words, v.held_elsewhere), '’‘', '''''') ~* all(patterns))) as rest_fits
        from entry r left join standing s on s.root = r.id
       where r.nominal_id = nominal and r.supersedes is null and r.recorded_at <= known),
    page as (
      select l.id, l.at, row_number() over (order by l.at desc, l.id) as n
        from line l where kind_fits and agency_fits and rest_fits and (after_id is null or l.at < after_at or l.at = after_at and l.id > after_id)
       order by l.at desc, l.id limit room + 1)
  select (select count(*)::integer from line),
         (select count(*)::integer from line where kind_fits and agency_fits and rest_fits),
         (select coalesce(json_agg(json_build_object('code', k.kind, 'words', k.words, 'count', k.count) order by k.count desc, k.words, k.kind), '[]')
            from (select l.kind, max(l.kind_words) as words, count(*) as count from line l where agency_fits and rest_fits group by l.kind) k),
         (select coalesce(json_agg(json_build_object('code', g.code, 'name', g.name, 'count', k.count) order by k.count desc, g.name), '[]')
            from (select l.agency_id, count(*) as count from line l where kind_fits and rest_fits group by l.agency_id) k join agency g on g.id = k.agency_id),
         (select coalesce(json_agg(json_build_object('id', f.id, 'happenedAt', f.happened_at, 'kind', f.kind, 'kindWords', f.kind_words, 'type', f.type, 'author', f.author, 'words', f.words, 'marking', f.marking,
                     'grading', case when f.grading_scheme is not null then json_build_object('scheme', f.grading_scheme, 'source', f.source_grade, 'information', f.information_grade, 'handling', f.handling_code, 'conditions', f.handling_conditions) end,
                     'heldElsewhere', f.held_elsewhere, 'heldTelephone', f.held_telephone,
                     'standsCorrected', case when f.superseded_at is not null and f.superseded_at <= known then json_build_object(
                        'corrections', (select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'kindWords', c.kind_words, 'marking', c.marking,
                              'grading', case when c.grading_scheme is not null then json_build_object('scheme', c.grading_scheme, 'source', c.source_grade, 'information', c.information_grade, 'handling', c.handling_code, 'conditions', c.handling_conditions) end,
                              'heldElsewhere', c.held_elsewhere, 'heldTelephone', c.held_telephone, 'words', c.words, 'type', c.type, 'happenedAt', c.happened_at, 'why', c.why, 'recordedAt', c.recorded_at,
                              'by', (select o.name from officer o where o.id = c.recorded_by), 'agency', (select g.name from agency g where g.id = c.agency_id)) order by v.step), '[]')
                            from version v join entry c on c.id = v.id where v.root = f.id),
                        'withdrawn', (select json_build_object('reason', w.reason, 'at', w.recorded_at, 'by', (select o.name from officer o where o.id = w.recorded_by))
                                        from withdrawal w where w.nominal_id = nominal and w.recorded_at <= known and (w.fact_id = f.id or w.fact_id in (select v.id from version v where v.root = f.id)))) end,
                     'recordedAt', f.recorded_at, 'agency', g.name, 'sourceKind', f.source_kind, 'source', f.source_ref,
                     'by', case when f.source_kind <> 'extract' then (select o.name from officer o where o.id = f.recorded_by) end, 'why', f.why) order by p.n), '[]')
            from page p join entry f on f.id = p.id join agency g on g.id = f.agency_id where p.n <= room),
         (select p.at from page p where p.n = room and exists (select from page x where x.n > room)),
         (select p.id from page p where p.n = room and exists (select from page x where x.n > room));
end $$;
revoke all on function chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], timestamptz, uuid, integer) from public;
grant execute on function chronology_of(uuid, timestamptz, text[], text, timestamptz, timestamptz, text[], timestamptz, uuid, integer) to concord_app;
