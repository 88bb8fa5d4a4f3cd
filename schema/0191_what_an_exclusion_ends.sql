-- An exclusion ends what its officer has open on the record: emergency access, and a request that waits. They are told nothing of either.
create function exclusion_ends() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare r uuid;
begin
  if not now() <@ new.during then return null; end if;
  insert into emergency_end (emergency_id, nominal_id, ended_by, why)
  select e.id, e.nominal_id, new.recorded_by, 'Excluded from the record' from emergency_access e
   where e.nominal_id = new.nominal_id and e.officer_id = new.officer_id and now() < e.ends_at and not exists (select from emergency_end d where d.emergency_id = e.id)
  on conflict do nothing;
  for r in select q.id from access_request q where q.nominal_id = new.nominal_id and q.officer_id = new.officer_id
              and not exists (select from access_answer a where a.request_id = q.id) for no key update loop
    insert into access_answer (request_id, nominal_id, answer) values (r, new.nominal_id, 'lapsed') on conflict do nothing;
    perform close_tasks_about('access.asked', r, 'lapsed');
  end loop;
  return null;
end $$;
revoke all on function exclusion_ends() from public;
create trigger ends_what_is_open after insert on exclusion for each row execute function exclusion_ends();

do $do$
declare
  was text := pg_get_functiondef('tell_owners(integer, integer)'::regprocedure);
  becomes text := replace(was, 't.kind = r.kind', 't.kind = r.kind and t.how = q.how');
begin
  -- Once in a while for each way of coming upon a record: a search says nothing of the second record that is then made.
  if becomes = was then raise exception 'tell_owners is not as 0086 wrote it'; end if;
  execute becomes;
  -- Whoever covers and may not see the record does not answer for it: the supervisors do.
  was := pg_get_functiondef('away_from(uuid)'::regprocedure);
  becomes := replace(was, 'left join officer c on c.id = a.covering', 'left join officer c on c.id = a.covering and not exists (select from exclusion e where e.nominal_id = away_from.nominal and e.officer_id = a.covering and now() <@ e.during)');
  if becomes = was then raise exception 'away_from is not as 0093 wrote it'; end if;
  execute becomes;
end $do$;
