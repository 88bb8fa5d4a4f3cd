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
    select w.id, nominals[w.name], names[w.name] from said w order by 1, 2, 3 on conflict do nothing),
  pair as (
    insert into name_pair (a, b, nominal_id, name_id, parts)
    select x.id, y.id, nominals[x.name], names[x.name], parts[x.name]
      from said x join said y on y.name = x.name and (x.id < y.id or x.id = y.id and x.repeated)
     order by 1, 2 on conflict do nothing)
  insert into full_name_key (key, nominal_id)
  select distinct k.key collate "C", nominals[k.name] from unnest(name_of_key, full_keys) as k(name, key) order by 1, 2 on conflict do nothing;
end $$;
revoke all on function words_without_keys(text[]), index_names(text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) from public;
grant execute on function words_without_keys(text[]), index_names(text[], text[], uuid[], uuid[], smallint[], integer[], text[], boolean[], integer[], text[]) to concord_importer;

-- What a typed word may stand for. A *slot* is a typed word; it has one spelling, or several where it is a compound. Weights are in
-- thousandths: that of the best key, less `slip` for each letter apart. A word qualifies by itself, so what others bear changes nothing.
create function candidate_words(spellings text[], slots integer[], spelling_of_key integer[], keys text[], weights integer[], slip integer[])
returns table (slot integer, word_id integer, weight integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.slot, k.word_id, max(n.weight - case n.slip when 0 then 0 else n.slip * levenshtein_less_equal(s.spelling, w.word, 4) end) as weight
    from unnest(spelling_of_key, keys, weights, slip) as n(spelling, key, weight, slip)
    join unnest(spellings, slots) with ordinality as s(spelling, slot, ordinal) on s.ordinal = n.spelling
    join word_key k on k.key = n.key collate "C"
    join word w on w.id = k.word_id
   group by 1, 2
  having max(n.weight - case n.slip when 0 then 0 else n.slip * levenshtein_less_equal(s.spelling, w.word, 4) end) >= 600
$$;
