-- Signing in, the sessions' own pages, and where the reference lists stand.

-- What this database is and was given: whether it is a demonstration (nobody needs a password in one, so it never becomes
-- anything else, nor anything else a demonstration), which text of reference/ was last loaded, who was the first administrator.
create table installation (
  name       text primary key check (name in ('purpose', 'reference', 'first administrator', 'demonstration day', 'demonstration loaded')),
  value      text not null,
  changed_at timestamptz not null default now(),
  check (name <> 'purpose' or value in ('demonstration', 'service'))
);
grant select on installation to concord_app;

create index role_held_officer on role_held (officer_id);

-- The frame of every page offers "Change role" to those who hold several. Asked only for a browser's session: programs, whose
-- looks are many, have no frame.
alter type actor add attribute holds_several_roles boolean;
create or replace function enter(token text) returns actor language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare who actor := actor_of(token);
begin
  if who.session_id is null then return null; end if;
  who.holds_several_roles := who.kind = 'browser' and exists (
    select from role_held r where r.officer_id = who.officer_id and r.id <> who.role_held_id and now() <@ r.during);
  perform set_config('app.officer', who.officer_id::text, true), set_config('app.session', who.session_id::text, true),
          set_config('app.role', who.role, true), set_config('app.agency', who.agency_id::text, true),
          set_config('app.unit', who.unit_id::text, true), set_config('app.circles', who.circles::text, true);
  return who;
end $$;

-- Why a token no longer signs anybody in, for whoever holds it: null for a token that never did.
create function fate_of_session(token text) returns text language sql stable security definer set search_path = public, pg_temp as $$
  select case
      when o.disabled_at is not null then 'disabled'
      when s.ended_at is not null then 'ended'
      when s.ends_at <= now() or s.kind = 'browser' and s.seen_at <= now() - interval '15 minutes' then 'timed-out'
      when not now() <@ r.during then 'no-role' end
    from session s join officer o on o.id = s.officer_id join role_held r on r.id = s.role_held_id
   where s.token_hash = token
$$;

-- Both keep what is over for nobody: called where a new one begins, so that neither table grows with the years.
create function forget_old_sign_ins() returns void language sql volatile security definer set search_path = public, pg_temp as $$
  delete from sign_in_attempt where began_at < now() - interval '10 minutes';
  delete from provider_state where expires_at < now() - interval '1 hour'
$$;

revoke all on function fate_of_session(text), forget_old_sign_ins() from public;
grant execute on function fate_of_session(text), forget_old_sign_ins() to concord_app;
