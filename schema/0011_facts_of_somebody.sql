-- Every fact is about a nominal that there is. Checked once a statement, as its officer and agency are (0009): an import writes a quarter
-- of a million facts in statements of thousands, and a foreign key looked up and locked a row for each of them (measured: 506,000 checks;
-- without them an import of 83,340 rows ends in 13.0 s and not in 14.3). Nobody is granted to delete a nominal; should anybody be, it stays
-- while a fact names it.
create or replace function sources_stand() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct a.recorded_by, a.agency_id from added a) s
              where not exists (select from officer o where o.id = s.recorded_by) or not exists (select from agency g where g.id = s.agency_id)) then
    raise exception 'a row of % names an officer or an agency that does not exist', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  if exists (select from added a where not exists (select from nominal n where n.id = a.nominal_id)) then
    raise exception 'a row of % names a nominal that does not exist', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create function nominal_stays() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  t text;
  named boolean;
begin
  foreach t in array tg_argv loop
    execute format('select exists (select from %I f join gone g on g.id = f.nominal_id)', t) into named;
    if named then raise exception 'a nominal cannot go while a row of % names it', t using errcode = 'foreign_key_violation'; end if;
  end loop;
  return null;
end $$;
revoke all on function nominal_stays() from public;

do $$
declare
  facts constant text[] := array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody',
      'entry', 'statement', 'basis', 'ownership', 'record_manager', 'partner', 'arrangement', 'residence'];
  t text;
begin
  foreach t in array facts loop
    execute format('alter table %I drop constraint %I', t, t || '_nominal_id_fkey');
  end loop;
  execute format('create trigger stays_while_named after delete on nominal referencing old table as gone for each statement execute function nominal_stays(%s)',
                 (select string_agg(quote_literal(f), ', ') from unnest(facts) f));
end $$;

-- Written by index_names() alone, from words that it has just made sure of.
alter table word_key drop constraint word_key_word_id_fkey;
