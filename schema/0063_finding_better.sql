-- As in 0030, but that between two forms of a name (a slip below nought) the letters that they do not begin with in common count, each of the
-- first two, and that a word in another script is one letter from what it sounds like.
create or replace function candidate_words(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[],
                                           out slot_of integer[], out word_of integer[], out weight_of integer[])
language plpgsql stable security definer set search_path = public, pg_temp set jit = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  select array_agg(c.slot), array_agg(c.id), array_agg(c.weight) into slot_of, word_of, weight_of from (
    select m.slot, m.id, max(m.weight) as weight from (
      select slots[n.spelling] as slot, n.id,
             case when n.slip < 0 then n.worth + n.slip * case when left(n.typed, 1) <> left(n.word, 1) then 2 when left(n.typed, 2) <> left(n.word, 2) then 1 else 0 end
                  -- two letters exchanged are one slip, which levenshtein counts as two
                  else n.worth - n.slip * (l.apart - case when l.apart = 2 and length(n.typed) = length(n.word) and translate(n.typed, n.word, '') = ''
                                                           and translate(n.word, n.typed, '') = '' then 1 else 0 end) end as weight
        from (select k.spelling, spellings[k.spelling] as typed, w.id, w.word, k.worth, k.slip
                from unnest(spelling_of_key, keys, worths, slips) as k(spelling, key, worth, slip)
                join word_key wk on wk.key = k.key collate "C"
                join word w on w.id = wk.word_id) n
        cross join lateral (select case when n.slip <= 0 then 0 when ascii(n.typed) > 127 or ascii(n.word) > 127 then 1
                                        else levenshtein_less_equal(n.typed, n.word, 6) end as apart) l
       where l.apart <= greatest(length(n.typed), length(n.word)) / 2 + 1
      union all
      -- one letter stands for every word that begins with it
      select slots[s.spelling], w.id, 700 from unnest(spellings) with ordinality as s(typed, spelling)
        join word w on w.word > s.typed and w.word < chr(ascii(s.typed) + 1) where length(s.typed) = 1) m
     group by m.slot, m.id having max(m.weight) >= 600) c;
end $$;

-- Beginnings of postcodes, and everyone of a town in a street.
create index address_district on address ((postcode collate "C")) where postcode is not null;

-- (The settings of pg_trgm are known only once it has been loaded, in a session that has not used it yet.)
do $$ begin perform similarity('a', 'b'); end $$;
do $do$
declare
  was text := pg_get_functiondef('search_facts(integer[], text[], text[], boolean[], date, date, jsonb)'::regprocedure);
  becomes text := was;
  change text[];
begin
  -- As in 0030, and besides: records whose postcode begins so; a street with its own house number only, and in its own town where one was
  -- asked and one is known (`key`: the street, and the town behind a stroke); and of a page that follows, only who comes after.
  foreach change slice 1 in array array[
    ['valid boolean[], born_from date, born_to date, filters jsonb)', 'valid boolean[], born_from date, born_to date, filters jsonb, after_id uuid)'],
    [$t$from asked t join address a on t.key <% upper(a.line) where t.kind = 'street' and a.superseded_at is null$t$,
     $t$from asked t cross join lateral (select split_part(t.key, '|', 1) as line, split_part(t.key, '|', 2) as town, substring(t.key from '^\d+[A-Z]?(?= )') as house) k
        join address a on k.line <% upper(a.line) where t.kind = 'street' and a.superseded_at is null
         and (k.house is null or upper(a.line) ~ ('\m' || k.house || '\M')) and (k.town = '' or a.town = '' or upper(a.town) = k.town)
      union
      select a.nominal_id, t.grp, t.kind, a.postcode, false, true
        from asked t join address a on a.postcode collate "C" >= t.key and a.postcode collate "C" < t.key || '~' where t.kind = 'district' and a.superseded_at is null$t$],
    ['where w.access = ''contact''', 'where (after_id is null or w.nominal_id > after_id) and (w.access = ''contact'''],
    ['     order by w.nominal_id limit 500', '       ) order by w.nominal_id limit 500']] loop
    if position(change[1] in becomes) = 0 then raise exception 'search_facts is not as 0030 wrote it: %', change[1]; end if;
    becomes := replace(becomes, change[1], change[2]);
  end loop;
  drop function search_facts(integer[], text[], text[], boolean[], date, date, jsonb);
  execute becomes;
end $do$;
revoke all on function search_facts(integer[], text[], text[], boolean[], date, date, jsonb, uuid) from public;
grant execute on function search_facts(integer[], text[], text[], boolean[], date, date, jsonb, uuid) to concord_app;

do $do$ begin
-- Everyone born then, of full and summary, in order of id: for at most a year, which TypeScript sees to and this too.
execute format($body$
create function search_born(born_from date, born_to date, filters jsonb, after_id uuid, page integer) returns table (nominal_id uuid, access text)
language plpgsql stable security definer set search_path = public, pg_temp set jit = off set plan_cache_mode = force_custom_plan as $f$
#variable_conflict use_column
declare circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
begin
  if coalesce(cardinality(circles), 0) = 0 or born_to - born_from > 366 then return; end if;
  return query
    select b.nominal_id, v.access
      from (select distinct t.nominal_id from birth t
             where t.superseded_at is null and t.born_on between born_from and born_to and (after_id is null or t.nominal_id > after_id) order by 1) b
     cross join lateral (
       select case when exists (select from nominal_file f where f.nominal_id = l.nominal_id and %2$s) then 'full' else 'summary' end as access
         from nominal_headline l where l.nominal_id = b.nominal_id and %1$s offset 0) v
     where filters is null or passes(b.nominal_id, v.access, filters)
     order by b.nominal_id limit least(page, 101);
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;
revoke all on function search_born(date, date, jsonb, uuid, integer) from public;
grant execute on function search_born(date, date, jsonb, uuid, integer) to concord_app;
