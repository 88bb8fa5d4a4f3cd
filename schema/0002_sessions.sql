-- Sessions live here, not in the server, so that two servers can be signed in to and an officer can be stopped at once.
-- Only the SHA-256 of a token is kept: a copy of this table signs nobody in.

create table session (
  id           uuid primary key,
  token_hash   text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  kind         text not null check (kind in ('browser', 'api')),
  officer_id   uuid not null references officer,
  role_held_id uuid not null references role_held,      -- one role worn at a time
  started_at   timestamptz not null default now(),
  seen_at      timestamptz not null default now(),
  ends_at      timestamptz not null,                    -- 12 hours after the start at most
  ended_at     timestamptz,
  client       text not null default '',
  check (ends_at <= started_at + interval '12 hours')
);
create index session_officer on session (officer_id, started_at desc);
alter table session enable row level security;
alter table session force row level security;
create policy owner_keeps on session to concord_owner using (true) with check (true);

-- Who is asking, found afresh in every transaction: the session, the officer, the role worn, and the circles that go with it.
-- Lapsed vetting or training, a disabled officer, an ended role: each takes effect on the next request, with no special case,
-- because the array of circles is empty and an empty array meets nothing.
create type actor as (
  session_id uuid, officer_id uuid, officer_name text, role text, role_held_id uuid, agency_id uuid, agency_name text, unit_id uuid, unit_name text,
  started_at timestamptz, seen_at timestamptz, ends_at timestamptz, kind text, circles integer[], lapsed text
);

-- 15 minutes of idleness end a browser session; an API token lives until its own end.
-- (plpgsql with small statements whose plans are kept for the connection's life: this runs before every look, and the cost of a
-- statement here is the size of its plan. Measured: one statement with every role's circles in it took 114 µs, this takes about half.)
create function actor_of(token text) returns actor language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  who actor;
  o record;
  standing record;
  held integer[];
  today constant date := (now() at time zone 'Europe/London')::date;
begin
  select s.id as session_id, s.started_at, s.seen_at, s.ends_at, s.kind, f.id as officer_id, f.name as officer_name, f.circle as officer_circle,
         r.id as role_held_id, r.role, u.id as unit_id, u.name as unit_name, u.circle as unit_circle, u.lead_circle, u.duty_circle, u.area, u.region,
         a.id as agency_id, a.name as agency_name, a.circle as agency_circle, a.local_circle, a.kind as agency_kind
    into o
    from session s
    join officer f on f.id = s.officer_id and f.disabled_at is null
    join role_held r on r.id = s.role_held_id and r.officer_id = f.id and now() <@ r.during
    join unit u on u.id = r.unit_id
    join agency a on a.id = u.agency_id
   where s.token_hash = token and s.ended_at is null and s.ends_at > now()
     and (s.kind = 'api' or s.seen_at > now() - interval '15 minutes');
  if not found then return null; end if;

  who.session_id := o.session_id; who.officer_id := o.officer_id; who.officer_name := o.officer_name;
  who.role := o.role; who.role_held_id := o.role_held_id; who.agency_id := o.agency_id; who.agency_name := o.agency_name;
  who.unit_id := o.unit_id; who.unit_name := o.unit_name; who.started_at := o.started_at; who.seen_at := o.seen_at;
  who.ends_at := o.ends_at; who.kind := o.kind; who.circles := '{}';
  if o.role not in ('officer', 'supervisor', 'region-lead', 'duty-officer', 'local-contact', 'mappa-coordinator') then return who; end if;

  select exists (select from vetting v where v.officer_id = o.officer_id and today <@ v.during) as vetted,
         exists (select from training t where t.officer_id = o.officer_id
                  and (today <@ t.during or today between lower(t.during) and t.extended_to)) as trained,
         array(select c.circle from compartment_member m join compartment c on c.id = m.compartment_id
                where m.officer_id = o.officer_id and now() <@ m.during) as compartments
    into standing;
  if not standing.vetted then who.lapsed := 'vetting'; return who; end if;
  if not standing.trained then who.lapsed := 'training'; return who; end if;

  if o.role = 'mappa-coordinator' then
    held := array[o.officer_circle] || array(select r.circle from area r where r.code = o.area);
  else
    held := array[1, o.officer_circle, o.unit_circle, o.agency_circle];
    if o.agency_kind in ('police', 'counter-terrorism', 'probation', 'prison') then held := held || 2; end if;
    if o.role = 'supervisor' then
      held := held || array(
        with recursive below(id, lead_circle) as (
          select o.unit_id, o.lead_circle union select u.id, u.lead_circle from unit u join below b on u.parent_id = b.id)
        select lead_circle from below);
    elsif o.role = 'region-lead' then held := held || array(select g.circle from region g where g.code = o.region);
    elsif o.role = 'duty-officer' then
      if exists (select from duty_shift d where d.officer_id = o.officer_id and d.unit_id = o.unit_id and now() <@ d.during) then held := held || o.duty_circle; end if;
    elsif o.role = 'local-contact' then held := held || o.local_circle; end if;
  end if;
  who.circles := held || standing.compartments;
  return who;
end $$;

-- Sets who is asking for the rest of this transaction. No actor: null, and every policy below finds nothing.
create function enter(token text) returns actor language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare who actor := actor_of(token);
begin
  if who.session_id is null then return null; end if;
  perform set_config('app.officer', who.officer_id::text, true), set_config('app.session', who.session_id::text, true),
          set_config('app.role', who.role, true), set_config('app.agency', who.agency_id::text, true),
          set_config('app.unit', who.unit_id::text, true), set_config('app.circles', who.circles::text, true);
  return who;
end $$;

-- Once a minute at most, so that an idle clock does not cost every look a write.
create function touch_session(session uuid) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  update session set seen_at = now() where id = $1 and ended_at is null and seen_at < now() - interval '20 seconds'
$$;

create function begin_session(id uuid, token_hash text, kind text, officer uuid, role_held uuid, client text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into session (id, token_hash, kind, officer_id, role_held_id, ends_at, client)
  select $1, $2, $3, o.id, r.id, now() + interval '12 hours', left($6, 200)
    from officer o join role_held r on r.id = $5 and r.officer_id = o.id and now() <@ r.during
   where o.id = $4 and o.disabled_at is null and not o.service
$$;

-- A person sees and ends their own sessions only; the actor is the one set by enter().
create function my_sessions() returns table (id uuid, kind text, started_at timestamptz, seen_at timestamptz, ends_at timestamptz, client text, role text, unit_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.kind, s.started_at, s.seen_at, s.ends_at, s.client, r.role, u.name
    from session s join role_held r on r.id = s.role_held_id join unit u on u.id = r.unit_id
   where s.officer_id = nullif(current_setting('app.officer', true), '')::uuid and s.ended_at is null and s.ends_at > now()
     and (s.kind = 'api' or s.seen_at > now() - interval '15 minutes')
   order by s.seen_at desc limit 100
$$;

create function end_session(session uuid) returns boolean language sql volatile security definer set search_path = public, pg_temp as $$
  with ended as (
    update session set ended_at = now()
     where id = $1 and officer_id = nullif(current_setting('app.officer', true), '')::uuid and ended_at is null returning 1)
  select exists (select from ended)
$$;

create function wear_role(role_held uuid) returns boolean language sql volatile security definer set search_path = public, pg_temp as $$
  with worn as (
    update session s set role_held_id = r.id from role_held r
     where s.id = nullif(current_setting('app.session', true), '')::uuid and r.id = $1 and r.officer_id = s.officer_id and now() <@ r.during
     returning 1)
  select exists (select from worn)
$$;

-- PostgreSQL lets everyone execute a new function; here nobody may unless it is said.
revoke all on function actor_of(text), enter(text), touch_session(uuid), begin_session(uuid, text, text, uuid, uuid, text), my_sessions(), end_session(uuid), wear_role(uuid) from public;
grant execute on function enter(text), touch_session(uuid), begin_session(uuid, text, text, uuid, uuid, text), my_sessions(), end_session(uuid), wear_role(uuid) to concord_app;

-- What the embedded sign-in provider keeps (demonstration only), so that two servers can be signed in to and a restart signs nobody out.
create table provider_state (
  model      text not null,
  id         text not null,
  payload    jsonb not null,
  grant_id   text,
  user_code  text,
  uid        text,
  expires_at timestamptz,
  primary key (model, id)
);
create index provider_state_grant on provider_state (grant_id) where grant_id is not null;
create index provider_state_uid on provider_state (uid) where uid is not null;
create index provider_state_expiry on provider_state (expires_at);
create table provider_key (name text primary key, value jsonb not null);
-- A sign-in under way: what must come back with the answer. Ten minutes at most.
create table sign_in_attempt (
  id            uuid primary key,
  state_hash    text not null unique,
  nonce         text not null,
  code_verifier text not null,
  return_to     text not null,
  began_at      timestamptz not null default now()
);
grant select, insert, update, delete on provider_state, provider_key, sign_in_attempt to concord_app;
