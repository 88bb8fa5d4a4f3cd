-- Partners join a record with an access and an end. Each reads in full; what they may write is agreed: *full* (as any agency with a duty of its
-- own: adds, corrects what it said, passes on), *contribute* (adds in its own agency's name, and corrects only that), *read* (writes nothing).
alter table partner add column access text not null default 'full' check (access in ('full', 'contribute', 'read'));

-- What whoever asks may do on a record that they have in full: by the best of their grounds. Whoever is named, manages it, or belongs to the
-- unit that leads or answers for it, has 'full' whatever a partnership says.
create function partner_level(nominal uuid) returns text language plpgsql stable security definer set search_path = public, pg_temp as $$
declare circles constant integer[] := coalesce(nullif(current_setting('app.circles', true), '')::integer[], '{}');
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  best text;
begin
  select (array_agg(p.access order by array_position(array['full', 'contribute', 'read'], p.access)))[1] into best
    from partner p join unit u on u.id = p.unit_id
   where p.nominal_id = nominal and now() <@ p.during
     and case when p.officer_id is not null then p.officer_id = me else u.lead_circle = any(circles) or u.duty_circle = any(circles) end;
  if best is null or best = 'full' then return 'full'; end if;
  if exists (select from record_manager m where m.nominal_id = nominal and m.officer_id = me and now() <@ m.during)
     or exists (select from assignment a where a.nominal_id = nominal and a.officer_id = me and now() <@ a.during)
     or exists (select from ownership w join unit u on u.id = w.unit_id left join region r on r.code = u.region
                 where w.nominal_id = partner_level.nominal and now() <@ w.during and array[u.circle, u.lead_circle, u.duty_circle, r.circle] && circles) then
    return 'full';
  end if;
  return best;
end $$;
revoke all on function partner_level(uuid) from public;
grant execute on function partner_level(uuid) to concord_app, concord_importer;

-- Wherever people write on a record, a partner that reads does not.
do $$
declare t text; n integer := 0;
begin
  for t in select distinct c.relname from pg_policy p join pg_class c on c.oid = p.polrelid and c.relnamespace = 'public'::regnamespace
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'nominal_id' and not a.attisdropped
            where p.polcmd = 'a' and 'concord_app'::regrole = any(p.polroles) and pg_get_expr(p.polwithcheck, p.polrelid) like '%may\_write%' loop
    execute format('create policy partners_as_agreed on %I as restrictive for insert to concord_app with check (partner_level(nominal_id) <> ''read'')', t);
    n := n + 1;
  end loop;
  if n < 30 then raise exception 'only % tables are written by people', n; end if;
end $$;
create policy partners_pass_on_as_agreed on disclosure as restrictive for insert to concord_app with check (partner_level(nominal_id) = 'full');

-- By whoever answers for the record (its manager, the supervisors of the unit that leads). The lead and the MAPPA arrangement stay as they are.
create function join_partner(id uuid, nominal uuid, unit uuid, officer uuid, access text, until timestamptz, source text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare f record; me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
begin
  select x.unit_id, x.manager_id into f from nominal_file x where x.nominal_id = join_partner.nominal for no key update;
  if not may_write() or not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false)
     or not coalesce(f.manager_id = me or in_charge_of(f.unit_id), false) then
    raise exception 'whoever asks does not answer for the record' using errcode = 'CC403';
  end if;
  if unit = f.unit_id then raise exception 'the unit leads already' using errcode = 'check_violation'; end if;
  if until is null or until <= now() or until > now() + interval '5 years' then raise exception 'a partnership has an end' using errcode = 'check_violation'; end if;
  if officer is not null and not exists (select from role_held r where r.officer_id = officer and r.unit_id = join_partner.unit and now() <@ r.during) then
    raise exception 'the officer is of the unit' using errcode = 'check_violation';
  end if;
  if exists (select from partner p where p.nominal_id = join_partner.nominal and p.unit_id = join_partner.unit and p.officer_id is not distinct from officer and now() <@ p.during) then
    raise exception 'they are a partner already' using errcode = 'CC409';
  end if;
  insert into partner (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, during, unit_id, officer_id, access)
  values (id, nominal, me, nullif(current_setting('app.agency', true), '')::uuid, 'officer', source, tstzrange(now(), until), unit, officer, access);
  perform add_task('partner.joined', case when officer is null then 'lead' else 'officer' end, coalesce(officer, unit), null, nominal, id, access, null);
end $$;
create function end_partner(partner uuid, nominal uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare f record;
begin
  select x.unit_id, x.manager_id into f from nominal_file x where x.nominal_id = end_partner.nominal for no key update;
  if not may_write() or not coalesce(nominal = any(nullif(current_setting('app.open', true), '')::uuid[]), false)
     or not coalesce(f.manager_id = nullif(current_setting('app.officer', true), '')::uuid or in_charge_of(f.unit_id), false) then
    raise exception 'whoever asks does not answer for the record' using errcode = 'CC403';
  end if;
  update partner p set during = tstzrange(lower(p.during), greatest(now(), lower(p.during) + interval '1 microsecond'))
   where p.id = end_partner.partner and p.nominal_id = end_partner.nominal and now() <@ p.during;
  if not found then raise exception 'the partnership has ended' using errcode = 'CC409'; end if;
end $$;
revoke all on function join_partner(uuid, uuid, uuid, uuid, text, timestamptz, text), end_partner(uuid, uuid) from public;
grant execute on function join_partner(uuid, uuid, uuid, uuid, text, timestamptz, text), end_partner(uuid, uuid) to concord_app;
