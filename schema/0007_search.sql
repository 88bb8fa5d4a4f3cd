-- Finding people by name. Keys stand on *words*, not on names: a typed word and a stored word that share a key (the same letters,
-- one letter apart, alike in sound, a nickname, another romanisation) are candidates for each other. The keys are made in
-- TypeScript (src/nominals/name-keys.ts), by the same function for what is stored and what is typed.
--
-- Trigram and array operators are not leakproof, so under row security they cannot use an index. Candidates are therefore found
-- by the functions below, which run as the owner and hold every candidate against the same access predicate as the policies,
-- *before* anything is ordered or cut: no count, order or cut-off depends on a record that is none. Nobody is granted the tables.

create table word (
  id   integer generated always as identity primary key,
  word text collate "C" not null unique                         -- folded: src/nominals/name.ts
);
create table word_key (
  key     text collate "C" not null,
  word_id integer not null references word,
  primary key (key, word_id)
);
-- Which names hold a word, and which hold two words, in whatever order (a <= b; equal where a name has the word twice).
-- Without foreign keys to the record: they are written only by index_names(), and a check a row would cost a third of an import.
create table name_word (
  word_id    integer not null,
  nominal_id uuid not null,
  name_id    uuid not null,
  primary key (word_id, nominal_id, name_id)
);
create index name_word_nominal on name_word (nominal_id);
create table name_pair (
  a          integer not null,
  b          integer not null,
  nominal_id uuid not null,
  name_id    uuid not null,
  parts      smallint not null,                                 -- how many words the name has, compounds counted once
  check (a <= b),
  primary key (a, b, name_id)
);
-- A whole name in one key, whatever the order of its words: access *contact* is given for nothing less (with the date of birth).
create table full_name_key (
  key        text collate "C" not null,
  nominal_id uuid not null,
  primary key (key, nominal_id)
);

-- What an invalid number is found by, in any written form (a wrong check letter): src/nominals/identifier.ts. Null: by its canonical form.
alter table identifier add column key text collate "C";
create index identifier_key on identifier (kind, key) where key is not null;
create index nominal_quote on nominal (quote);
create index nominal_file_reference on nominal_file (reference);

do $$ declare t text; begin
  foreach t in array array['word', 'word_key', 'name_word', 'name_pair', 'full_name_key'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_keeps on %I to concord_owner using (true) with check (true)', t);
  end loop;
end $$;

-- Writing names: which of these words have no keys yet …
create function words_without_keys(words text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select w.word from (select distinct unnest(words) collate "C" as word) w
   where not exists (select from word k where k.word = w.word) order by 1
$$;

-- … and then the words with their keys, and where they stand. `name_of_word` and `name_of_key` count from 1 into `names`.
create function index_names(key_words text[], keys text[], names uuid[], nominals uuid[], parts smallint[],
                            name_of_word integer[], words text[], repeated boolean[], name_of_key integer[], full_keys text[])
returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  -- in order, so that two imports that meet the same new words wait for each other and do not block each other
  insert into word (word) select distinct w collate "C" from unnest(words) w order by 1 on conflict do nothing;
  insert into word_key (key, word_id)
  select n.key, k.id from unnest(key_words, keys) as n(word, key) join word k on k.word = n.word collate "C" order by 1, 2
      on conflict do nothing;

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
  insert into full_name_key (key, nominal_id)
  select distinct k.key collate "C", nominals[k.name] from unnest(name_of_key, full_keys) as k(name, key) order by 1, 2 on conflict do nothing;
end $$;
revoke all on function words_without_keys(text[]), index_names(text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) from public;
grant execute on function words_without_keys(text[]), index_names(text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) to concord_importer;

-- What typed words may stand for. A *slot* is a typed word; it has one spelling, or several where it is a compound. `worth` is that of
-- a key in thousandths, `slip` what each letter apart takes from it. Each stored word qualifies by itself, never by its rank among
-- others, because some of the others may be borne only by people whom nobody here may know of.
create function candidate_words(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[],
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
        cross join lateral (select case when n.slip > 0 then levenshtein_less_equal(n.typed, n.word, 6) else 0 end as apart) l
       where l.apart <= (greatest(length(n.typed), length(n.word)) + 1) / 2
      union all
      -- one letter stands for every word that begins with it
      select slots[s.spelling], w.id, 700 from unnest(spellings) with ordinality as s(typed, spelling)
        join word w on w.word > s.typed and w.word < chr(ascii(s.typed) + 1) where length(s.typed) = 1) m
     group by m.slot, m.id having max(m.weight) >= 600) c;
end $$;
revoke all on function candidate_words(text[], integer[], integer[], text[], integer[], integer[]) from public;

-- Finding by name, for whoever has entered: at *full* and *summary*, with the name that matched. Three ways, one answer: in order of score
-- (thousandths) and then of id, after (`after_score`, `after_id`) where given, `room` at most. They share the candidates' arrays.
do $do$ begin
-- With a date of birth: everyone born then, their names held against the typed ones by keys, or by letters where no key is shared. Planned
-- each time: on some days (1 January) a hundred times as many are born, as far as the records say.
execute format($body$
create function names_of_birth(born date, spellings text[], slots integer[], slot_of integer[], word_of integer[], weight_of integer[],
                               circles integer[], after_score integer, after_id uuid, room integer)
returns table (nominal_id uuid, access text, score integer, name_id uuid) language plpgsql stable set plan_cache_mode = force_custom_plan as $f$
#variable_conflict use_column
declare
  typed integer := (select max(s) from unnest(slots) s);
  least_score integer := case typed when 1 then 600 else 400 end;
begin
  return query
    with candidate as materialized (select * from unnest(slot_of, word_of, weight_of) as w(slot, id, weight)),
    seen as materialized (
      select l.nominal_id, f.nominal_id is not null as is_full
        from (select distinct b.nominal_id from birth b where b.born_on = born) b
        join nominal_headline l on l.nominal_id = b.nominal_id and %1$s
        left join nominal_file f on f.nominal_id = l.nominal_id and %2$s),
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
    select s.nominal_id, case when s.is_full then 'full' else 'summary' end, hit.score, hit.name_id
      from hit join seen s on s.nominal_id = hit.nominal_id
     where after_id is null or (-hit.score, hit.nominal_id) > (-after_score, after_id)
     order by hit.score desc, hit.nominal_id limit room;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));

-- One typed word: every name that holds a word it may stand for, the likeliest words first and no further than the page needs. Whoever
-- was found by a likelier word, on this page or one before, is not found again.
execute format($body$
create function names_of_one_word(word_of integer[], weight_of integer[], circles integer[], after_score integer, after_id uuid, room integer)
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
                               circles integer[], after_score integer, after_id uuid, room integer)
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
     order by h.score desc, h.nominal_id limit room;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;

-- `parts`: how many words were typed, the parts of compounds one by one. `name`: the one that matched, as it is spelt in the record.
create function search_names(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[], parts integer,
                             born date, after_score integer, after_id uuid, page integer)
returns table (nominal_id uuid, access text, score integer, name text)
language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare
  circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
  typed integer := (select max(s) from unnest(slots) s);
  room integer := least(page, 101);
  hits uuid[];
  accesses text[];
  scores integer[];
  names uuid[];
  c record;
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  c := candidate_words(spellings, slots, spelling_of_key, keys, worths, slips);
  if born is not null then
    select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
      from names_of_birth(born, spellings, slots, c.slot_of, c.word_of, c.weight_of, circles, after_score, after_id, room) n;
  elsif typed = 1 then
    select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
      from names_of_one_word(c.word_of, c.weight_of, circles, after_score, after_id, room) n;
  else
    select array_agg(n.nominal_id), array_agg(n.access), array_agg(n.score), array_agg(n.name_id) into hits, accesses, scores, names
      from names_of_words(typed, parts, c.slot_of, c.word_of, c.weight_of, circles, after_score, after_id, room) n;
  end if;
  return query
    select h.nominal_id, h.access, h.score, k.full_name from unnest(hits, accesses, scores, names) as h(nominal_id, access, score, name_id)
      join known_name k on k.id = h.name_id order by h.score desc, h.nominal_id;
end $$;

do $do$ begin
-- Finding by number, in the forms that TypeScript has read. *Contact* is given for a valid number only, and says nothing of which one. The
-- record's own number is known at full only, and the reference to quote from summary up: a desk that is rung finds the record by it.
execute format($body$
create function search_identifiers(kinds text[], keys text[], valid boolean[], reference text)
returns table (nominal_id uuid, access text, kind text, as_given text)
language plpgsql stable security definer set search_path = public, pg_temp as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  return query
    with hit as materialized (
      select i.nominal_id, i.kind, coalesce(i.canonical, i.as_given) as as_given, t.valid as may_contact
        from unnest(kinds, keys, valid) as t(kind, key, valid) join identifier i on i.kind = t.kind and i.valid and i.canonical = t.key where t.valid
      union
      select i.nominal_id, i.kind, i.as_given, false
        from unnest(kinds, keys) as t(kind, key) join identifier i on i.kind = t.kind and i.key = t.key collate "C" and not i.valid
      union
      select n.id, 'quote', n.quote, false from nominal n where n.quote = search_identifiers.reference
      union
      select r.nominal_id, 'reference', r.reference, false from nominal_file r where r.reference = search_identifiers.reference),
    seen as (
      select distinct on (hit.nominal_id) hit.nominal_id, hit.kind, hit.as_given,
             case when f.nominal_id is not null then 'full' when h.nominal_id is not null then 'summary' else 'contact' end as access
        from hit join nominal n on n.id = hit.nominal_id and %1$s
        left join nominal_headline h on h.nominal_id = hit.nominal_id and %2$s
        left join nominal_file f on f.nominal_id = hit.nominal_id and %3$s
       where case when f.nominal_id is not null then true when h.nominal_id is not null then hit.kind <> 'reference' else hit.may_contact end
       order by hit.nominal_id, hit.may_contact desc, hit.kind, hit.as_given)
    select s.nominal_id, s.access, case when s.access <> 'contact' then s.kind end, case when s.access <> 'contact' then s.as_given end
      from seen s order by s.nominal_id limit 100;
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));

-- Whom one may learn of as *contact* for a full name with a full date of birth, and for nothing less. Which name it was is not said.
execute format($body$
create function search_contacts(full_names text[], born date) returns table (nominal_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  return query
    select distinct n.id from unnest(full_names) as t(key)
      join full_name_key k on k.key = t.key collate "C"
      join nominal n on n.id = k.nominal_id and %1$s
     where exists (select from birth b where b.nominal_id = n.id and b.born_on = born)
       and not exists (select from nominal_headline h where h.nominal_id = n.id and %2$s)
     order by 1 limit 100;
end $f$ $body$,
  access_predicate('contact', 'circles', 'n.id', 'n.'), access_predicate('summary', 'circles', 'h.nominal_id', 'h.'));
end $do$;
revoke all on function
  names_of_birth(date, text[], integer[], integer[], integer[], integer[], integer[], integer, uuid, integer),
  names_of_one_word(integer[], integer[], integer[], integer, uuid, integer),
  names_of_words(integer, integer, integer[], integer[], integer[], integer[], integer, uuid, integer) from public;
revoke all on function search_names(text[], integer[], integer[], text[], integer[], integer[], integer, date, integer, uuid, integer),
  search_identifiers(text[], text[], boolean[], text), search_contacts(text[], date) from public;
grant execute on function search_names(text[], integer[], integer[], text[], integer[], integer[], integer, date, integer, uuid, integer),
  search_identifiers(text[], text[], boolean[], text), search_contacts(text[], date) to concord_app;
