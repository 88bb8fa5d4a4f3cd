-- A MAPPA co-ordinator takes what the panel needs to its meeting: they have the cases of their arrangement in full (0005), and passing on
-- to the panel is their work (Criminal Justice Act 2003, section 325). They write nothing on the record; a copy that they take has its
-- number and its reason like anybody's. src/nominals/fact-rights.ts says the same: mayDisclose.
create function may_disclose() returns boolean language sql stable set search_path = public, pg_temp as $$
  select coalesce(may_write() or current_setting('app.role', true) = 'mappa-coordinator', false)
$$;
grant execute on function may_disclose() to concord_app;
drop policy in_ones_own_name on disclosure;
create policy in_ones_own_name on disclosure for insert to concord_app
  with check (nominal_id = any((select nullif(current_setting('app.open', true), '')::uuid[])::uuid[])
    and recorded_by = (select nullif(current_setting('app.officer', true), '')::uuid) and agency_id = (select nullif(current_setting('app.agency', true), '')::uuid)
    and (select may_disclose()));
