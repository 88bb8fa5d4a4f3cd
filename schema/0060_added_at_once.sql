-- When a record was last changed is told by one row, and everybody who adds to the record at once would wait for that row and begin again
-- (measured by fresh eyes: of 30 entries added at once 20 were told to try later). Whoever finds the row in another's hands, or told within
-- the last two seconds, leaves it: it says the same.
create or replace function record_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update nominal_file f set changed_at = now() where f.nominal_id in (
    select k.nominal_id from nominal_file k
     where k.nominal_id in (select nominal_id from added where source_kind <> 'extract') and k.changed_at < now() - interval '2 seconds'
       for no key update skip locked);
  return null;
end $$;
