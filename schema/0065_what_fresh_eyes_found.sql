-- First: what was typed in a page of an earlier session: its writer has signed in again meanwhile, in another tab perhaps, and sends the old
-- page. Its form token is not this session's, so nothing is done; but where it is that of a session of the very same person, what they
-- typed is kept for them, and they are led back to it.

-- Why it was kept: its page was of an earlier session, or (empty) its session was ending, or it is being typed.
alter table draft add column because text not null default '' check (because in ('', 'earlier session'));

create or replace function keep_draft(officer uuid, id uuid, at text, action text, fields jsonb) returns uuid
language plpgsql volatile security invoker set search_path = public, pg_temp as $$
#variable_conflict use_column
declare kept uuid;
begin
  insert into draft as d (id, officer_id, at, action, fields) values (keep_draft.id, officer, keep_draft.at, keep_draft.action, keep_draft.fields)
    on conflict (officer_id, at, action) do update set fields = excluded.fields, kept_at = now(), because = '' returning d.id into kept;
  delete from draft d where d.officer_id = officer and d.id in (
    select o.id from draft o where o.officer_id = officer order by o.kept_at desc, o.id desc offset 20);
  return kept;
end $$;

-- The form token of a session, as src/platform/caller.ts derives it from what the database knows of the session's own token.
create function form_token_of(token_hash text) returns text language sql immutable set search_path = public, pg_temp as $$
  select translate(rtrim(encode(sha256(convert_to('concord form ' || token_hash, 'UTF8')), 'base64'), '='), '+/', '-_')
$$;

-- Whether a form token is that of another session of whoever holds `token`, which is asked before anything is written down of it.
create function form_is_of_earlier(token text, form_token text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from session s join (select (actor_of($1)).*) me on s.officer_id = me.officer_id and s.id <> me.session_id
                  where s.kind = 'browser' and s.started_at > now() - interval '24 hours' and form_token_of(s.token_hash) = $2)
$$;

-- For whoever is asking now, in their own session: `form_token` must be that of a browser session of theirs that began in the last day,
-- which is as long as anything is kept. Null: it is not, and nothing was kept.
create function keep_draft_of_earlier(form_token text, id uuid, at text, action text, fields jsonb) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  current constant uuid := nullif(current_setting('app.session', true), '')::uuid;
  kept uuid;
begin
  if me is null or not exists (
      select from session s where s.officer_id = me and s.kind = 'browser' and s.id is distinct from current
         and s.started_at > now() - interval '24 hours' and form_token_of(s.token_hash) = form_token) then
    return null;
  end if;
  kept := keep_draft(me, keep_draft_of_earlier.id, keep_draft_of_earlier.at, keep_draft_of_earlier.action, keep_draft_of_earlier.fields);
  update draft d set because = 'earlier session' where d.id = kept;
  return kept;
end $$;
revoke all on function form_token_of(text), form_is_of_earlier(text, text), keep_draft_of_earlier(text, uuid, text, text, jsonb) from public;
grant execute on function form_is_of_earlier(text, text), keep_draft_of_earlier(text, uuid, text, text, jsonb) to concord_app;

-- When a record was last changed, as it was known at a moment: never later than that; null before anything was said. Of a record that is
-- open to whoever asks.
do $do$
declare
  t text;
  moments text := '';
begin
  foreach t in array kinds_of_fact() loop
    moments := moments || format($q$
        select greatest(max(f.recorded_at) filter (where f.recorded_at <= known), max(f.superseded_at) filter (where f.superseded_at <= known)) as at
          from %I f where f.nominal_id = nominal union all $q$, t);
  end loop;
  execute format($f$create function known_changed_at(nominal uuid, known timestamptz) returns timestamptz
    language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set jit = off as $b$
    begin
      return (select max(m.at) from (%s select a.approved_at from marker_approval a where a.nominal_id = nominal and a.approved_at <= known) m);
    end $b$ $f$, moments);
end $do$;
revoke all on function known_changed_at(uuid, timestamptz) from public;
grant execute on function known_changed_at(uuid, timestamptz) to concord_app;

do $$
declare
  was constant text := pg_get_functiondef('known_record_json(uuid, text[], timestamptz, date)'::regprocedure);
begin
  if position($q$'changedAt', r.changed_at$q$ in was) = 0 then raise exception 'known_record_json does not tell when it was changed as 0014 wrote it'; end if;
  execute replace(was, $q$'changedAt', r.changed_at$q$, $q$'changedAt', known_changed_at(nominal, known)$q$);
end $$;

-- More of the markings that the program knows (src/nominals/marked-too-high.ts, which explains): letter by letter, and after the letter of a
-- paragraph. It never refuses what the program lets through; what stands already is left to people.
alter table entry add constraint words_bear_no_disguised_marking check (source_kind = 'extract' or
  words !~* '(^|[^[:alnum:]])s[ ._*-]{1,3}e[ ._*-]{1,3}c[ ._*-]{1,3}r[ ._*-]{1,3}e[ ._*-]{1,3}t($|[^[:alnum:]])' and words !~ '[(]T?S[)] *(TOP[ -]*)?SECRET($|[^[:alnum:]])') not valid;
