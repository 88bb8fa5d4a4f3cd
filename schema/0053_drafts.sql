-- What somebody had typed and not sent when their session ended: put into the same form again for the same officer, whoever else signs in
-- at that browser. It is as much about people as a record is, and is seen by its writer alone; after 24 hours, or once the form is
-- accepted, it is gone. (Not encrypted apart from the rest: the key would lie beside it, and the records themselves are in the next table.)
create table draft (
  id         uuid primary key,
  officer_id uuid not null references officer,
  at         text not null check (at ~ '^/[^/]' and length(at) <= 1000),              -- the page of the form, where its writer is led back to
  action     text not null check (action ~ '^/[^/]' and length(action) <= 1000),      -- where the form is sent
  fields     jsonb not null check (jsonb_typeof(fields) = 'object' and length(fields::text) <= 262144),
  kept_at    timestamptz not null default now(),
  unique (officer_id, at, action)
);
create index draft_age on draft (kept_at);
alter table draft enable row level security;
alter table draft force row level security;
create policy owner_keeps on draft to concord_owner using (true) with check (true);
create policy ones_own on draft to concord_app
  using (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid) and kept_at > now() - interval '24 hours')
  with check (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid));
grant select, insert, update, delete on draft to concord_app;

-- At most 20 of one officer: the oldest goes. Runs as whoever asks: under row security for somebody signed in.
create function keep_draft(officer uuid, id uuid, at text, action text, fields jsonb) returns uuid
language plpgsql volatile security invoker set search_path = public, pg_temp as $$
#variable_conflict use_column
declare kept uuid;
begin
  insert into draft as d (id, officer_id, at, action, fields) values (keep_draft.id, officer, keep_draft.at, keep_draft.action, keep_draft.fields)
    on conflict (officer_id, at, action) do update set fields = excluded.fields, kept_at = now() returning d.id into kept;
  delete from draft d where d.officer_id = officer and d.id in (
    select o.id from draft o where o.officer_id = officer order by o.kept_at desc, o.id desc offset 20);
  return kept;
end $$;

-- For a session that has ended by itself, by idleness or its twelve hours, and not long ago; its holder shows the token. Null: it did not.
create function keep_draft_of_ended(token text, id uuid, at text, action text, fields jsonb, out officer uuid, out kept uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  select s.officer_id into officer from session s join officer o on o.id = s.officer_id and o.disabled_at is null
   where s.token_hash = token and s.kind = 'browser' and s.ended_at is null and s.seen_at > now() - interval '24 hours'
     and (s.ends_at <= now() or s.seen_at <= now() - interval '15 minutes');
  if officer is null then return; end if;
  kept := keep_draft(officer, keep_draft_of_ended.id, keep_draft_of_ended.at, keep_draft_of_ended.action, keep_draft_of_ended.fields);
end $$;

-- Whether the officer who is signed in with a token has something kept at a page: asked for each form that is shown, before anything is read.
create function has_draft(token text, at text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from draft d where d.officer_id = (actor_of($1)).officer_id and d.at = $2 and d.kept_at > now() - interval '24 hours')
$$;

-- The form was accepted.
create function forget_draft(token text, at text, action text) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  delete from draft d where d.officer_id = (actor_of($1)).officer_id and d.at = $2 and d.action = $3
$$;

create function forget_drafts() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (delete from draft where kept_at < now() - interval '24 hours' returning 1) select count(*)::integer from gone
$$;
revoke all on function keep_draft(uuid, uuid, text, text, jsonb), keep_draft_of_ended(text, uuid, text, text, jsonb), has_draft(text, text), forget_draft(text, text, text),
  forget_drafts() from public;
grant execute on function keep_draft(uuid, uuid, text, text, jsonb), keep_draft_of_ended(text, uuid, text, text, jsonb), has_draft(text, text), forget_draft(text, text, text),
  forget_drafts() to concord_app;
