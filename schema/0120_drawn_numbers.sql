-- What a number tells. Counted one after the other, two records made on two days say how many were made between them, and two disclosures how often
-- others disclosed: also those of whom their maker may not know. So numbers are drawn: the counter still makes each one new, and a permutation with
-- a key of the installation's own puts them in an order that nobody can reckon. They look as before: CN-26-123456, D-26-123456.

create table number_key (
  name text primary key check (name in ('nominal', 'disclosure')),
  key  bigint not null
);
alter table number_key enable row level security;
alter table number_key force row level security;
create policy owner_keeps on number_key to concord_owner using (true) with check (true);
-- (gen_random_uuid is drawn from the operating system's randomness, as random() is not)
insert into number_key (name, key)
select n, ('x' || right(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint from unnest(array['nominal', 'disclosure']) as n;

-- A permutation of 0 .. 2^20 - 1, or 2^24 - 1: a Feistel network of four rounds with equal halves.
create function drawn(n bigint, half_bits integer, key bigint) returns bigint language plpgsql immutable set search_path = public, pg_temp as $$
declare
  mask constant bigint := (1::bigint << half_bits) - 1;
  l bigint := (n >> half_bits) & mask;
  r bigint := n & mask;
begin
  for round in 1..4 loop
    select r, l # (hashint8extended(r, key + round) & mask) into l, r;
  end loop;
  return (l << half_bits) | r;
end $$;
revoke all on function drawn(bigint, integer, bigint) from public;

-- The next number in six digits, and after a million of them in seven. Walks on until it lies in range (twice on average at the most).
create function draw_number(name text) returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  key constant bigint := (select k.key from number_key k where k.name = $1);
  count constant bigint := nextval(case $1 when 'nominal' then 'nominal_number' else 'disclosure_number' end::regclass) - 1;
  n bigint := case when count < 1000000 then count else count - 1000000 end;
begin
  if count >= 10000000 then raise exception 'ten million numbers are given out' using errcode = 'program_limit_exceeded'; end if;
  loop
    n := drawn(n, case when count < 1000000 then 10 else 12 end, key);
    exit when n < case when count < 1000000 then 1000000 else 9000000 end;
  end loop;
  return case when count < 1000000 then lpad(n::text, 6, '0') else (n + 1000000)::text end;
end $$;
revoke all on function draw_number(text) from public;
grant execute on function draw_number(text) to concord_app, concord_importer;

-- A number from before, counted one after the other, may come out again in its year: then the next is drawn.
create function draw_reference(year text) returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare made text;
begin
  loop
    made := format('CN-%s-%s', year, draw_number('nominal'));
    exit when not exists (select from nominal_file f where f.reference = made);
  end loop;
  return made;
end $$;
create function draw_disclosure_number() returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare made text;
begin
  loop
    made := format('D-%s-%s', to_char(now() at time zone 'Europe/London', 'YY'), draw_number('disclosure'));
    exit when not exists (select from disclosure d where d.number = made);
  end loop;
  return made;
end $$;
revoke all on function draw_reference(text), draw_disclosure_number() from public;
grant execute on function draw_reference(text), draw_disclosure_number() to concord_app, concord_importer;
alter table disclosure alter column number set default draw_disclosure_number();

do $do$
declare
  was constant text := $q$format('CN-%s-%s', to_char(today, 'YY'), lpad(nextval('nominal_number')::text, 6, '0'))$q$;
  f record;
  text text;
begin
  for f in select p.oid from pg_proc p where p.proname = 'create_nominal' and p.pronamespace = 'public'::regnamespace loop
    text := pg_get_functiondef(f.oid);
    if position(was in text) = 0 then raise exception 'create_nominal does not number a record as expected'; end if;
    execute replace(text, was, $q$draw_reference(to_char(today, 'YY'))$q$);
    return;
  end loop;
  raise exception 'there is no create_nominal';
end $do$;
