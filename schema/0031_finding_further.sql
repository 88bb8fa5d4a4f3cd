-- What else typed words may stand for, when their keys find too few: as in 0030, and besides words that begin with the same sounds and
-- have half of their letters in common (`stems` in small letters: the beginning of a skeleton, as the keys write it). Each word qualifies by
-- itself. One kept plan of index look-ups: planning it anew took longer than running it.
-- (The setting is known only once the extension has been loaded, in a session that has not used it yet.)
do $$ begin perform similarity('a', 'b'); end $$;
create or replace function wider_words(spellings text[], slots integer[], stems text[], slot_of_stem integer[],
                                       out slot_of integer[], out word_of integer[], out weight_of integer[])
language plpgsql stable security definer set search_path = public, pg_temp set jit = off set pg_trgm.similarity_threshold = 0.33
set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  select array_agg(c.slot), array_agg(c.id), array_agg(c.weight) into slot_of, word_of, weight_of from (
    select m.slot, m.id, max(m.weight) as weight from (
      select s.slot, w.id, 600 + (similarity(s.typed, w.word) * 80)::integer as weight
        from unnest(spellings, slots) as s(typed, slot)
       cross join lateral (select k.id, k.word from word k where k.word % s.typed offset 0) w where length(s.typed) > 2
      union all
      select s.slot, w.id, 680 - 160 * l.apart / greatest(length(y.typed), length(w.word))
        from unnest(stems, slot_of_stem) as s(stem, slot)
        join unnest(spellings, slots) as y(typed, slot) on y.slot = s.slot
       cross join lateral (select distinct k.word_id from word_key k
                            where k.key >= s.stem collate "C" and k.key < (left(s.stem, -1) || chr(ascii(right(s.stem, 1)) + 1)) collate "C" offset 0) k
        join word w on w.id = k.word_id
       cross join lateral (select levenshtein_less_equal(y.typed, w.word, 6) as apart) l
       where starts_with(s.stem, 's') and abs(length(w.word) - length(y.typed)) <= 4 and 2 * l.apart <= greatest(length(y.typed), length(w.word))
      union all
      select s.slot, w.id, 650 from unnest(stems, slot_of_stem) as s(stem, slot)
       cross join lateral (select k.id from word k
                            where k.word > s.stem collate "C" and k.word < (left(s.stem, -1) || chr(ascii(right(s.stem, 1)) + 1)) collate "C" offset 0) w
       where not starts_with(s.stem, 's')
      union all
      select s.slot, w.id, 650 from unnest(spellings, slots) as s(typed, slot) cross join generate_series(3, length(s.typed) - 2) n(letters)
        join word w on w.word = left(s.typed, n.letters) collate "C") m
     group by m.slot, m.id having max(m.weight) >= 600) c;
end $$;
