-- A date of birth that is given with a name lowers whoever was born otherwise, and excludes nobody of that very name: people mistype dates, and
-- sources differ. Those whose date agrees come first, as before and found as before; behind them, on what is left of the page, whoever
-- bears the whole name as it was typed, by its key (0030), and, where nobody of nearly that name was born then, whoever bears it nearly.

do $do$ begin
-- Whoever bears a whole name and was not born then, in order of id; the walls are asked in that order, until the page is full.
execute format($body$
create function namesakes(full_names text[], born_from date, born_to date, aged_from date, aged_to date, filters jsonb, circles integer[], after_id uuid, room integer)
returns table (nominal_id uuid, access text, name_id uuid) language plpgsql stable set plan_cache_mode = force_generic_plan as $f$
#variable_conflict use_column
begin
  return query
    select h.nominal_id, v.access, h.name_id
      from (select distinct on (k.nominal_id) k.nominal_id, k.name_id from full_name_key k
             where k.key = any(full_names) and (after_id is null or k.nominal_id > after_id) order by k.nominal_id, k.name_id) h
     cross join lateral (
       select case when exists (select from nominal_file f where f.nominal_id = l.nominal_id and %2$s) then 'full' else 'summary' end as access
         from nominal_headline l where l.nominal_id = h.nominal_id and %1$s offset 0) v
     where not exists (select from birth t where t.nominal_id = h.nominal_id and t.superseded_at is null and t.born_on between born_from and born_to)
       and (aged_from is null or exists (select from birth t where t.nominal_id = h.nominal_id and t.superseded_at is null and t.born_on between aged_from and aged_to))
       and (filters is null or passes(h.nominal_id, v.access, filters))
     order by h.nominal_id limit room;
end $f$ $body$,
  access_predicate('summary', 'circles', 'l.nominal_id', 'l.'), access_predicate('full', 'circles', 'f.nominal_id', 'f.'));
end $do$;

-- What 0030 and 0063 find stays as it is, under another name, and is asked by this alone.
alter function search_names(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], date, date, uuid[], jsonb, integer, uuid, boolean, integer) rename to search_names_within;
revoke execute on function search_names_within(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], date, date, uuid[], jsonb, integer, uuid, boolean, integer) from concord_app;

-- `full_names`: the typed words as whole names, where a date of birth was typed that only lowers; empty: all that is asked excludes. `aged_from`,
-- `aged_to`: days of birth that exclude anyhow (a filter by age). `differs`: found in spite of the date; such scores are below nought,
-- so that they come last and a cursor knows them. Which of them are sought depends on nothing but what the asker may see.
create function search_names(spellings text[], slots integer[], spelling_of_key integer[], keys text[], worths integer[], slips integer[], parts integer,
                             stems text[], slot_of_stem integer[], full_names text[], born_from date, born_to date, aged_from date, aged_to date,
                             among uuid[], filters jsonb, after_score integer, after_id uuid, wider boolean, page integer)
returns table (nominal_id uuid, access text, score integer, name text, widened boolean, differs boolean)
language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
#variable_conflict use_column
declare
  -- a slip of the pen in one of two words, or a nickname for it
  nearly constant integer := 850;
  lowered constant integer := 1001;
  circles integer[] := nullif(current_setting('app.circles', true), '')::integer[];
  lowers boolean := born_from is not null and among is null and cardinality(full_names) > 0;
  room integer := least(page, 101);
  best integer := 0;
  h record;
  c record;
begin
  if coalesce(cardinality(circles), 0) = 0 then return; end if;
  if not lowers or after_score is null or after_score >= 0 then
    for h in select * from search_names_within(spellings, slots, spelling_of_key, keys, worths, slips, parts, stems, slot_of_stem, born_from, born_to, among, filters,
                                               after_score, after_id, wider, page) loop
      nominal_id := h.nominal_id; access := h.access; score := h.score; name := h.name; widened := h.widened; differs := false;
      best := greatest(best, h.score);
      room := room - 1;
      return next;
    end loop;
  end if;
  if not lowers or room <= 0 then return; end if;

  -- Whether anybody of nearly that name was born then: on a page that follows it is asked again, because only the first page saw it.
  if after_id is not null then
    best := coalesce((select n.score from search_names_within(spellings, slots, spelling_of_key, keys, worths, slips, parts, stems, slot_of_stem, born_from, born_to, null, filters,
                                                              null, null, false, 1) n), 0);
  end if;
  if best >= nearly then
    return query
      select n.nominal_id, n.access, 1000 - lowered, k.full_name, coalesce(wider, false), true
        from namesakes(full_names, born_from, born_to, aged_from, aged_to, filters, circles, case when after_score < 0 then after_id end, room) n
        left join known_name k on k.id = n.name_id order by n.nominal_id;
    return;
  end if;
  c := candidate_words(spellings, slots, spelling_of_key, keys, worths, slips);
  return query
    select n.nominal_id, n.access, n.score - lowered, k.full_name, coalesce(wider, false), true
      from names_of_words((select max(s) from unnest(slots) s), parts, c.slot_of, c.word_of, c.weight_of, aged_from, aged_to, filters, circles,
                          case when after_score < 0 then after_score + lowered end, case when after_score < 0 then after_id end, room) n
      left join known_name k on k.id = n.name_id
     where n.score >= nearly
       and not exists (select from birth t where t.nominal_id = n.nominal_id and t.superseded_at is null and t.born_on between born_from and born_to)
     order by n.score desc, n.nominal_id;
end $$;
revoke all on function namesakes(text[], date, date, date, date, jsonb, integer[], uuid, integer),
  search_names(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], text[], date, date, date, date, uuid[], jsonb, integer, uuid, boolean, integer) from public;
grant execute on function
  search_names(text[], integer[], integer[], text[], integer[], integer[], integer, text[], integer[], text[], date, date, date, date, uuid[], jsonb, integer, uuid, boolean, integer) to concord_app;
