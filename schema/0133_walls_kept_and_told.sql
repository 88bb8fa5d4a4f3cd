-- What was sealed before walls came (0132) comes back as it was, and without any.
update sealed_row set said = said || '{"walled": false}' where table_name in ('attachment', 'attachment_taken_off') and not said ? 'walled';

-- Who is put on the list of an entry or a file is told, as of a record's.
do $do$
declare was constant text := pg_get_functiondef('keep_part_lists()'::regprocedure); becomes text;
begin
  becomes := replace(was, 'select x.id, x.nominal_id, x.part_id, w.unit_id', 'select x.id, x.nominal_id, x.part_id, x.part_kind, w.unit_id');
  becomes := replace(becomes, 'from unnest(those) t on conflict do nothing;', $q$from unnest(those) t on conflict do nothing;
    perform add_task('restriction.widened', 'officer', t, null, r.nominal_id, r.id, r.part_kind, null) from unnest(those) t;$q$);
  if length(becomes) < length(was) + 100 then raise exception 'keep_part_lists is not as 0132 wrote it'; end if;
  execute becomes;
end $do$;

-- A row with walls costs its reader this call, seen or not, so it is as short as can be: an entry is carried by none, and asks in one statement.
create function sees_entry(part uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  me uuid := nullif(current_setting('app.officer', true), '')::uuid;
  circles constant text := nullif(current_setting('app.circles', true), '');
begin
  if current_setting('app.beyond_walls', true) = 'on' then return true; end if;
  if me is null then
    if circles is null then return true; end if;
    select o.id into me from officer o where o.circle = any(circles::integer[]);
    if me is null then return false; end if;
  end if;
  return not exists (select from part_exclusion e where e.part_id = part and e.officer_id = me and now() <@ e.during)
     and not exists (select from part_restriction r where r.part_id = part and now() <@ r.during
                        and not exists (select from part_restriction_member m where m.restriction_id = r.id and m.officer_id = me));
end $$;
create or replace function sees_part(part uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if current_setting('app.beyond_walls', true) = 'on' then return true; end if;   -- (or what asks which entries carry it would ask this again)
  return sees_entry(part) and not exists (select from entries_carrying(part) c where not sees_entry(c));
end $$;
drop function passes_walls(uuid, uuid);
revoke all on function sees_entry(uuid) from public;
grant execute on function sees_entry(uuid) to concord_app, concord_importer, concord_destroyer;
alter policy within_its_walls on entry using (walled_as is null or sees_entry(walled_as));
alter policy within_its_walls on attachment using (not walled or sees_entry(entry_id) and sees_part(file_id));
