-- Finding people, the whole of it: a date of birth in part, filters, and what is sought further when the keys find too few. Keys are made
-- anew when their making changes: every word says how it was keyed.

-- How the keys of a word were made: a mark of the program and the lists it made them from (src/nominals/name-keys.ts).
alter table word add column keyed_as text not null default '';
create index word_keyed_as on word (keyed_as, id);
-- Words that look alike, for when keys find too few. The table of words is small, and nobody is granted it.
create index word_alike on word using gin (word gin_trgm_ops);

-- Which of these words have no keys of this making yet …
create or replace function words_without_keys(words text[], making text) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select w.word from (select distinct unnest(words) collate "C" as word) w
   where not exists (select from word k where k.word = w.word and k.keyed_as = making) order by 1
$$;
-- … which words, of all there are, were keyed otherwise; the first few thousand of them …
create function words_keyed_otherwise(making text, most integer) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select w.word from word w where w.keyed_as <> making order by w.id limit least(most, 10000)
$$;
-- … and the keys of words, anew: those of another making go.
create function key_words(words text[], making text, key_words text[], keys text[]) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform from word w where w.word = any(words) order by w.id for no key update;
  delete from word_key k using word w where k.word_id = w.id and w.word = any(words) and w.keyed_as not in (making, '');
  insert into word_key (key, word_id)
  select n.key, k.id from unnest(key_words, keys) as n(word, key) join word k on k.word = n.word collate "C" order by 1, 2
      on conflict do nothing;
  update word w set keyed_as = making where w.word = any(words) and w.keyed_as <> making;
end $$;
create index word_key_word on word_key (word_id);

-- Which name a whole name's key is of, so that it goes with it.
alter table full_name_key add column name_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table full_name_key drop constraint full_name_key_pkey, add primary key (key, nominal_id, name_id);
create index full_name_key_nominal on full_name_key (nominal_id);

drop function index_names(text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]);
create function index_names(making text, new_words text[], key_words text[], keys text[], names uuid[], nominals uuid[], parts smallint[],
                            name_of_word integer[], words text[], repeated boolean[], name_of_key integer[], full_keys text[])
returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  -- in order, so that two imports that meet the same new words wait for each other and do not block each other
  insert into word (word) select distinct w collate "C" from unnest(words) w order by 1 on conflict do nothing;
  if cardinality(new_words) > 0 then perform key_words(new_words, making, key_words, keys); end if;

  with said as materialized (
    select k.id, w.name, w.repeated from unnest(name_of_word, words, repeated) as w(name, word, repeated) join word k on k.word = w.word collate "C"),
  single as (
    insert into name_word (word_id, nominal_id, name_id)
    select w.id, nominals[w.name], names[w.name] from said w order by 1, 2, 3),
  pair as (
    insert into name_pair (a, b, nominal_id, name_id, parts)
    select x.id, y.id, nominals[x.name], names[x.name], parts[x.name]
      from said x join said y on y.name = x.name and (x.id < y.id or x.id = y.id and x.repeated)
     order by 1, 2)
  insert into full_name_key (key, nominal_id, name_id)
  select distinct k.key collate "C", nominals[k.name], names[k.name] from unnest(name_of_key, full_keys) as k(name, key) order by 1, 2, 3 on conflict do nothing;
end $$;

-- A name that an officer writes is made findable by the server itself: only for names that stand in a record which is open to it, and
-- without learning which words anybody else's names hold (the keys of all its words are handed in, whether they are new or not).
create function index_written_names(making text, key_words text[], keys text[], names uuid[], nominals uuid[], parts smallint[],
                                    name_of_word integer[], words text[], repeated boolean[], name_of_key integer[], full_keys text[])
returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if exists (select from unnest(names, nominals) as n(name_id, nominal_id)
              where not exists (select from known_name k where k.id = n.name_id and k.nominal_id = n.nominal_id)
                 or n.nominal_id <> all(coalesce(nullif(current_setting('app.open', true), '')::uuid[], '{}'))
                 or exists (select from name_word w where w.nominal_id = n.nominal_id and w.name_id = n.name_id)) then
    raise exception 'only names of a record that is open are made findable, and once' using errcode = 'insufficient_privilege';
  end if;
  perform index_names(making, words, key_words, keys, names, nominals, parts, name_of_word, words, repeated, name_of_key, full_keys);
end $$;
revoke all on function words_without_keys(text[], text), words_keyed_otherwise(text, integer), key_words(text[], text, text[], text[]),
  index_names(text, text[], text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]),
  index_written_names(text, text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) from public;
grant execute on function words_without_keys(text[], text), words_keyed_otherwise(text, integer), key_words(text[], text, text[], text[]),
  index_names(text, text[], text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) to concord_importer;
grant execute on function index_written_names(text, text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) to concord_app;
drop function words_without_keys(text[]);

-- A name that is corrected or withdrawn is found no more: it was never theirs. (What was theirs once has an end, and stands.)
create function name_stands_no_more() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare words integer[] := array(select w.word_id from name_word w where w.nominal_id = new.nominal_id and w.name_id = new.id);
begin
  delete from name_pair p where p.a = any(words) and p.b = any(words) and p.name_id = new.id;
  delete from name_word w where w.nominal_id = new.nominal_id and w.name_id = new.id;
  delete from full_name_key k where k.nominal_id = new.nominal_id and k.name_id = new.id;
  return null;
end $$;
revoke all on function name_stands_no_more() from public;
create trigger name_stands_no_more after update of superseded_at on known_name for each row
  when (new.superseded_at is not null and old.superseded_at is null) execute function name_stands_no_more();

-- As in 0007, but that words in different scripts are not compared letter by letter (they met by sound), and that half and one letter more
-- may lie between two that sound alike (Waleed, Velid).
create or replace function candidate_words(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[],
                                           out slot_of integer[], out word_of integer[], out weight_of integer[])
language plpgsql stable security definer set search_path = public, pg_temp set jit = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  select array_agg(c.slot), array_agg(c.id), array_agg(c.weight) into slot_of, word_of, weight_of from (
    select m.slot, m.id, max(m.weight) as weight from (
      select slots[n.spelling] as slot, n.id,
             -- two letters exchanged are one slip, which levenshtein counts as two
             n.worth - n.slip * (l.apart - case when l.apart = 2 and length(n.typed) = length(n.word) and translate(n.typed, n.word, '') = ''
                                                 and translate(n.word, n.typed, '') = '' then 1 else 0 end) as weight
        from (select k.spelling, spellings[k.spelling] as typed, w.id, w.word, k.worth, k.slip
                from unnest(spelling_of_key, keys, worths, slips) as k(spelling, key, worth, slip)
                join word_key wk on wk.key = k.key collate "C"
                join word w on w.id = wk.word_id) n
        cross join lateral (select case when n.slip = 0 then 0 when ascii(n.typed) > 127 or ascii(n.word) > 127 then 2
                                        else levenshtein_less_equal(n.typed, n.word, 6) end as apart) l
       where l.apart <= greatest(length(n.typed), length(n.word)) / 2 + 1
      union all
      -- one letter stands for every word that begins with it
      select slots[s.spelling], w.id, 700 from unnest(spellings) with ordinality as s(typed, spelling)
        join word w on w.word > s.typed and w.word < chr(ascii(s.typed) + 1) where length(s.typed) = 1) m
     group by m.slot, m.id having max(m.weight) >= 600) c;
end $$;

-- What else typed words may stand for, when their keys find too few: words that look alike (trigrams), that begin as they do (`stems`: the
-- typed words without a pet ending), or with which they begin. Again each word qualifies by itself.
create function wider_words(spellings text[], slots integer[], stems text[], slot_of_stem integer[],
                            out slot_of integer[], out word_of integer[], out weight_of integer[])
language plpgsql stable security definer set search_path = public, pg_temp set jit = off set pg_trgm.similarity_threshold = 0.35
set plan_cache_mode = force_custom_plan as $$
begin
  select array_agg(c.slot), array_agg(c.id), array_agg(c.weight) into slot_of, word_of, weight_of from (
    select m.slot, m.id, max(m.weight) as weight from (
      select s.slot, w.id, 540 + (similarity(s.typed, w.word) * 160)::integer as weight
        from unnest(spellings, slots) as s(typed, slot) join word w on w.word % s.typed where length(s.typed) > 2
      union all
      select s.slot, w.id, 640 from unnest(stems, slot_of_stem) as s(stem, slot)
        join word w on w.word > s.stem collate "C" and w.word < (left(s.stem, -1) || chr(ascii(right(s.stem, 1)) + 1)) collate "C"
      union all
      select s.slot, w.id, 640 from unnest(spellings, slots) as s(typed, slot) cross join generate_series(3, length(s.typed) - 2) n(letters)
        join word w on w.word = left(s.typed, n.letters) collate "C") m
     group by m.slot, m.id having max(m.weight) >= 600) c;
end $$;
revoke all on function candidate_words(text[], integer[], integer[], text[], integer[], integer[]), wider_words(text[], integer[], text[], integer[]) from public;

-- Whether a record passes the filters, as far as the asker's access shows what they ask about: {"agencies": codes, "statuses": …,
-- "categories":
-- codes, "place": text}. Asked for the records of a page and those passed over on the way to it, and only where there are filters.
create function passes(nominal uuid, access text, filters jsonb) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (
    select from nominal_headline l where l.nominal_id = passes.nominal
       and (not filters ? 'agencies' or exists (select from agency g where g.name = l.agency_name and filters->'agencies' ? g.code))
       and (not filters ? 'statuses' or filters->'statuses' ? l.status)
       and (not filters ? 'categories' or passes.access = 'full' and exists (
              select from category c where c.nominal_id = l.nominal_id and c.superseded_at is null and (now() at time zone 'Europe/London')::date <@ c.during
                 and filters->'categories' ? c.category
              union all
              select from registration r where r.nominal_id = l.nominal_id and r.superseded_at is null and (now() at time zone 'Europe/London')::date <@ r.during
                 and filters->'registrations' ? r.code))
       and (not filters ? 'place' or position(upper(filters->>'place') in upper(l.status_place)) > 0
            or passes.access = 'full' and exists (
              select from address a where a.nominal_id = l.nominal_id and a.superseded_at is null and (now() at time zone 'Europe/London')::date <@ a.during
                 and (position(upper(filters->>'place') in upper(a.town)) > 0 or starts_with(a.postcode, upper(filters->>'place'))))));
end $$;
revoke all on function passes(uuid, text, jsonb) from public;

drop function search_names(text[], integer[], integer[], text[], integer[], integer[], integer, date, integer, uuid, integer);
drop function names_of_birth(date, text[], integer[], integer[], integer[], integer[], integer[], integer, uuid, integer);
drop function names_of_one_word(integer[], integer[], integer[], integer, uuid, integer);
drop function names_of_words(integer, integer, integer[], integer[], integer[], integer[], integer, uuid, integer);

do $do$ begin
-- Among few records (everyone born on a day, everyone at an address): their names held against the typed ones by keys, or by letters where no
-- key is shared. Planned each time: on some days (1 January) a hundred times as many are born, as far as the records say.
execute format($body$
create function names_among(ids uuid[], spellings text[], slots integer[], slot_of integer[], word_of integer[], weight_of integer[],
                            born_from date, born_to date, filters jsonb, circles integer[], after_score integer, after_id uuid, room integer)
returns table (nominal_id uuid, access text, score integer, name_id uuid) language plpgsql stable set plan_cache_mode = force_custom_plan as $f$
#variable_conflict use_column
declare
  typed integer := (select max(s) from unnest(slots) s);
  least_score integer := case typed when 1 then 600 else 400 end;
begin
  return query
    with candidate as materialized (select * from unnest(slot_of, word_of, weight_of) as w(slot, id, weight)),
    seen as materialized (
      select l.nominal_id, case when f.nominal_id is not null then 'full' else 'summary' end as access
        from unnest(ids) as b(nominal_id)
        join nominal_headline l on l.nominal_id = b.nominal_id and %1$s
        left join nominal_file f on f.nominal_id = l.nominal_id and %2$s
       where born_from is null or exists (select from birth t where t.nominal_id = l.nominal_id and t.superseded_at is null and t.born_on between born_from and born_to)),
    said as materialized (
      select s.nominal_id, n.name_id, t.slot, max(greatest(coalesce(k.weight, 0), a.alike)) as weight
        from seen s join name_word n on n.nominal_id = s.nominal_id join word w on w.id = n.word_id
       cross join unnest(spellings, slots) as t(spelling, slot)
        left join candidate k on k.slot = t.slot and k.id = w.id
       cross join lateral (select 1000 - 1000 * levenshtein(t.spelling, w.word) / greatest(length(t.spelling), length(w.word)) as alike) a
       group by 1, 2, 3),
    named as (
      select s.nominal_id, s.name_id, (sum(s.weight) filter (where s.weight >= 600) / typed)::integer as score from said s group by 1, 2),
    hit as (
      select distinct on (n.nominal_id) n.nominal_id, n.name_id, n.score from named n where n.score >= least_score
       order by n.nominal_id, n.score desc, n.name_id)
    select s.nominal_id, s.access, hit.score, hit.name_id
      from hit join seen s on s.nominal_id = hit.nominal_id
     where (after_id is null or (-hit.score, hit.nominal_id) > (-after_score, after_id))
       and (filters is null or passes(s.nominal_id, s.access, filters))
     order by hit.score desc, hit.nominal_id limit room;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));

-- One typed word: every name that holds a word it may stand for, the likeliest words first and no further than the page needs. Whoever
-- was found by a likelier word, on this page or one before, is not found again.
execute format($body$
create function names_of_one_word(word_of integer[], weight_of integer[], born_from date, born_to date, filters jsonb,
                                  circles integer[], after_score integer, after_id uuid, room integer)
returns table (nominal_id uuid, access text, score integer, name_id uuid) language plpgsql stable set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
declare
  tier record;
  likelier integer[] := '{}';
  found integer;
begin
  for tier in select w.weight, array_agg(w.id) as ids from unnest(word_of, weight_of) as w(id, weight) group by 1 order by 1 desc loop
    if after_id is null or tier.weight <= after_score then
      return query
        select distinct on (h.nominal_id) h.nominal_id, h.access, tier.weight, h.name_id
          from unnest(tier.ids) as w(id)
         cross join lateral (
           select n.nominal_id, n.name_id, v.access
             from (select distinct on (d.nominal_id) d.nominal_id, d.name_id from name_word d
                    where d.word_id = w.id and (after_id is null or tier.weight < after_score or d.nominal_id > after_id)
                    order by d.nominal_id, d.name_id) n
            cross join lateral (
              select case when f.nominal_id is not null then 'full' else 'summary' end as access
                from nominal_headline l left join nominal_file f on f.nominal_id = l.nominal_id and %2$s
               where l.nominal_id = n.nominal_id and %1$s offset 0) v
            where not exists (select from name_word o where o.nominal_id = n.nominal_id and o.word_id = any(likelier))
              and (born_from is null or exists (select from birth t where t.nominal_id = n.nominal_id and t.superseded_at is null and t.born_on between born_from and born_to))
              and (filters is null or passes(n.nominal_id, v.access, filters))
            order by n.nominal_id limit room) h
         order by h.nominal_id, h.name_id limit room;
      get diagnostics found = row_count;
      room := room - found;
      exit when room <= 0;
    end if;
    likelier := likelier || tier.ids;
  end loop;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));

-- Several typed words: every name that holds words for two of them, at least one of the two likely. A name that holds more of them comes
-- first; words of the name that nobody typed take a little. Planning it anew each time took a third of its time; in the one kept plan the
-- lists of candidates are hashed, because a nested loop over them would be slow for common names, and the tables are reached by index only
-- (each `offset 0` keeps a look-up by itself).
execute format($body$
create function names_of_words(typed integer, parts integer, slot_of integer[], word_of integer[], weight_of integer[],
                               born_from date, born_to date, filters jsonb, circles integer[], after_score integer, after_id uuid, room integer)
returns table (nominal_id uuid, access text, score integer, name_id uuid) language plpgsql stable
  set plan_cache_mode = force_generic_plan set enable_nestloop = off set enable_mergejoin = off as $f$
#variable_conflict use_column
declare likely constant integer := 720;
begin
  return query
    with candidate as materialized (select * from unnest(slot_of, word_of, weight_of) as w(slot, id, weight)),
    reach as materialized (
      select s.slot, t.is_likely,
             array(select distinct y.id from candidate y where y.slot <> s.slot and (t.is_likely or y.weight >= likely) order by 1) as ids
        from generate_series(1, typed) s(slot) cross join (values (true), (false)) t(is_likely)),
    held as materialized (
      select p.name_id, p.nominal_id, p.parts, w.slot, w.weight, p.b
        from candidate w join reach r on r.slot = w.slot and r.is_likely = (w.weight >= likely)
       cross join lateral (select p.b, p.nominal_id, p.name_id, p.parts from name_pair p where p.a = w.id and p.b = any(r.ids) offset 0) p),
    pair as materialized (
      select h.name_id, h.nominal_id, h.parts, h.slot as x, h.weight as weight_x, y.slot as y, y.weight as weight_y
        from held h join candidate y on y.id = h.b and y.slot <> h.slot and (y.weight >= likely or h.weight >= likely)),
    named as materialized (
      select p.name_id, p.nominal_id, max(p.weight_x + p.weight_y) / 2 - 8 * abs(min(p.parts) - names_of_words.parts) as score
        from pair p where typed = 2 group by 1, 2
      union all
      select s.name_id, s.nominal_id, (sum(s.weight) / typed)::integer - 8 * abs(min(s.parts) - names_of_words.parts) from (
        select p.name_id, p.nominal_id, e.slot, max(e.weight) as weight, min(p.parts) as parts
          from pair p cross join lateral (values (p.x, p.weight_x), (p.y, p.weight_y)) e(slot, weight) where typed > 2 group by 1, 2, 3) s
       group by 1, 2),
    hit as materialized (
      select distinct on (n.nominal_id) n.nominal_id, n.name_id, n.score from named n order by n.nominal_id, n.score desc, n.name_id)
    -- the walls are asked in order, one by one, until the page is full
    select h.nominal_id, v.access, h.score, h.name_id
      from (select * from hit where after_id is null or (-hit.score, hit.nominal_id) > (-after_score, after_id)
             order by hit.score desc, hit.nominal_id) h
     cross join lateral (
       select case when exists (select from nominal_file f where f.nominal_id = l.nominal_id and %2$s) then 'full' else 'summary' end as access
         from nominal_headline l where l.nominal_id = h.nominal_id and %1$s offset 0) v
     where (born_from is null or exists (select from birth t where t.nominal_id = h.nominal_id and t.superseded_at is null and t.born_on between born_from and born_to))
       and (filters is null or passes(h.nominal_id, v.access, filters))
     order by h.score desc, h.nominal_id limit room;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;

-- `parts`: how many words were typed, the parts of compounds one by one. `born_from`, `born_to`: days of birth, both within; a month or less
-- is few enough for names to be compared letter by letter. `among`: only these records; null: all. `wider`: whether to seek further than the
-- keys; null (on a first page): where they find fewer than ten that the asker may see, which is all that it depends on. `name`: the one that
-- matched, as it is spelt in the record; `widened`: for the pages that follow.
create function search_names(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[], parts integer,
                             stems text[], slot_of_stem integer[], born_from date, born_to date, among uuid[], filters jsonb,
                             after_score integer, after_id uuid, wider boolean, page integer)
returns table (nominal_id uuid, access text, score integer, name text, widened boolean)
language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare
  too_few constant integer := 10;
  circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
  typed integer := (select max(s) from unnest(slots) s);
  room integer := least(page, 101);
  hits uuid[];
  accesses text[];
  scores integer[];
  names uuid[];
  c record;
  w record;
  slot_of integer[];
  word_of integer[];
  weight_of integer[];
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  c := candidate_words(spellings, slots, spelling_of_key, keys, worths, slips);
  slot_of := c.slot_of; word_of := c.word_of; weight_of := c.weight_of;
  if among is null and born_to - born_from <= 31 then
    among := array(select distinct b.nominal_id from birth b where b.superseded_at is null and b.born_on between born_from and born_to);
  end if;
  if among is not null then
    wider := false;
    select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
      from names_among(among, spellings, slots, slot_of, word_of, weight_of, born_from, born_to, filters, circles, after_score, after_id, room) n;
  else
    for attempt in 1 .. 2 loop
      if attempt = 2 or wider then
        w := wider_words(spellings, slots, stems, slot_of_stem);
        select array_agg(m.slot), array_agg(m.id), array_agg(m.weight) into slot_of, word_of, weight_of from (
          select u.slot, u.id, max(u.weight) as weight
            from (select * from unnest(c.slot_of, c.word_of, c.weight_of) as k(slot, id, weight)
                  union all select * from unnest(w.slot_of, w.word_of, w.weight_of)) u group by 1, 2) m;
      end if;
      if typed = 1 then
        select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
          from names_of_one_word(word_of, weight_of, born_from, born_to, filters, circles, after_score, after_id, room) n;
      else
        select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
          from names_of_words(typed, parts, slot_of, word_of, weight_of, born_from, born_to, filters, circles, after_score, after_id, room) n;
      end if;
      exit when wider is not null;
      wider := coalesce(cardinality(hits), 0) < least(too_few, room);
      exit when not wider;
    end loop;
  end if;
  return query
    select h.nominal_id, h.access, h.score, k.full_name, wider from unnest(hits, accesses, scores, names) as h(nominal_id, access, score, name_id)
      join known_name k on k.id = h.name_id order by h.score desc, h.nominal_id;
end $$;
revoke all on function
  names_among(uuid[], text[], integer[], integer[], integer[], integer[], date, date, jsonb, integer[], integer, uuid, integer),
  names_of_one_word(integer[], integer[], date, date, jsonb, integer[], integer, uuid, integer),
  names_of_words(integer, integer, integer[], integer[], integer[], date, date, jsonb, integer[], integer, uuid, integer),
  search_names(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], date, date, uuid[], jsonb, integer, uuid, boolean, integer) from public;
grant execute on function
  search_names(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], date, date, uuid[], jsonb, integer, uuid, boolean, integer) to concord_app;

-- Addresses as people ask for them: a postcode, or the words of a street however it is shortened.
create index address_postcode on address (postcode) where postcode is not null;
create index address_street on address using gin (upper(line) gin_trgm_ops);

drop function search_identifiers(text[], text[], boolean[], text);
do $do$ begin
-- Finding by facts, in the forms that TypeScript has read: records that hold one of each group. *Contact* is given where each group holds by
-- a valid number or an exact address, and says nothing of which. The record's own number, a postcode and a street are known at full
-- only, the reference to quote from summary up: a desk that is rung finds the record by it. A telephone, a vehicle, an email address and an
-- online name find from summary up, because whoever has one of them has it whole.
execute format($body$
create function search_facts(groups integer[], kinds text[], keys text[], valid boolean[], born_from date, born_to date, filters jsonb)
returns table (nominal_id uuid, access text, held text[], given text[])
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set jit = off
set pg_trgm.word_similarity_threshold = 0.75 as $f$
#variable_conflict use_column
declare
  circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
  wanted integer := (select count(distinct g) from unnest(groups) g);
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  return query
    with asked as materialized (select * from unnest(groups, kinds, keys, valid) as t(grp, kind, key, valid)),
    hit as materialized (
      select i.nominal_id, t.grp, i.kind, coalesce(i.canonical, i.as_given) as given, true as may_contact, false as full_only
        from asked t join identifier i on i.kind = t.kind and i.valid and i.canonical = t.key where t.valid and i.superseded_at is null
      union
      select i.nominal_id, t.grp, i.kind, i.as_given, false, false
        from asked t join identifier i on i.kind = t.kind and i.key = t.key collate "C" and not i.valid and i.superseded_at is null
      union
      select n.id, t.grp, t.kind, n.quote, false, false from asked t join nominal n on n.quote = t.key where t.kind = 'quote'
      union
      select r.nominal_id, t.grp, t.kind, r.reference, false, true from asked t join nominal_file r on r.reference = t.key where t.kind = 'reference'
      union
      select a.nominal_id, t.grp, t.kind, concat_ws(', ', nullif(a.flat, ''), a.line, a.postcode), true, false
        from asked t join address a on a.address_key = t.key where t.kind = 'address' and a.superseded_at is null
      union
      select a.nominal_id, t.grp, t.kind, a.postcode, false, true from asked t join address a on a.postcode = t.key where t.kind = 'postcode' and a.superseded_at is null
      union
      select a.nominal_id, t.grp, t.kind, concat_ws(', ', nullif(a.flat, ''), a.line, a.postcode), false, true
        from asked t join address a on t.key <%% upper(a.line) where t.kind = 'street' and a.superseded_at is null
      union
      select c.nominal_id, t.grp, t.kind, c.number, false, false from asked t join telephone c on c.key = t.key collate "C" where t.kind = 'telephone' and c.superseded_at is null
      union
      select c.nominal_id, t.grp, t.kind, c.address, false, false from asked t join email c on c.key = t.key collate "C" where t.kind = 'email' and c.superseded_at is null
      union
      select c.nominal_id, t.grp, t.kind, concat_ws(': ', nullif(c.service, ''), c.name), false, false
        from asked t join online_name c on c.key = t.key collate "C" where t.kind = 'online-name' and c.superseded_at is null
      union
      select c.nominal_id, t.grp, t.kind, c.registration, false, false from asked t join vehicle c on c.key = t.key collate "C" where t.kind = 'vehicle' and c.superseded_at is null),
    level as materialized (
      select n.id, case when f.nominal_id is not null then 'full' when h.nominal_id is not null then 'summary' else 'contact' end as access
        from (select distinct hit.nominal_id from hit) d join nominal n on n.id = d.nominal_id and %1$s
        left join nominal_headline h on h.nominal_id = n.id and %2$s
        left join nominal_file f on f.nominal_id = n.id and %3$s),
    told as (
      select distinct on (hit.nominal_id, hit.grp) hit.nominal_id, l.access, hit.grp, hit.kind, hit.given
        from hit join level l on l.id = hit.nominal_id
       where case l.access when 'full' then true when 'summary' then not hit.full_only else hit.may_contact end
       order by hit.nominal_id, hit.grp, hit.may_contact desc, hit.kind, hit.given),
    whole as (
      select t.nominal_id, t.access, array_agg(t.kind order by t.grp) as held, array_agg(t.given order by t.grp) as given
        from told t group by 1, 2 having count(*) = wanted)
    select w.nominal_id, w.access, case when w.access <> 'contact' then w.held end, case when w.access <> 'contact' then w.given end
      from whole w
     where w.access = 'contact'
        or (born_from is null or exists (select from birth b where b.nominal_id = w.nominal_id and b.superseded_at is null and b.born_on between born_from and born_to))
           and (filters is null or passes(w.nominal_id, w.access, filters))
     order by w.nominal_id limit 500;
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;
revoke all on function search_facts(integer[], text[], text[], boolean[], date, date, jsonb) from public;
grant execute on function search_facts(integer[], text[], text[], boolean[], date, date, jsonb) to concord_app;

do $do$ begin
-- As in 0007, of dates of birth that stand.
execute format($body$
create or replace function search_contacts(full_names text[], born date) returns table (nominal_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  return query
    select distinct n.id from unnest(full_names) as t(key)
      join full_name_key k on k.key = t.key collate "C"
      join nominal n on n.id = k.nominal_id and %1$s
     where exists (select from birth b where b.nominal_id = n.id and b.born_on = born and b.superseded_at is null)
       and not exists (select from nominal_headline h where h.nominal_id = n.id and %2$s)
     order by 1 limit 100;
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'));
end $do$;
