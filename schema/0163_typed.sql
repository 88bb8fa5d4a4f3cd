-- Characters that nobody sees (src/platform/unseen.ts, which explains), and names without a letter. What stands already, and what an extract
-- says, is left to people.

-- Why a draft was kept: besides what 0065 says, that it was sent with such characters, and has been cleaned of them.
alter table draft drop constraint draft_because_check;
alter table draft add constraint draft_because_check check (because in ('', 'earlier session', 'cleaned'));

alter table known_name
  add constraint name_has_a_letter check (source_kind = 'extract' or full_name !~ '^[ -@\[-`{-~]*$') not valid,
  add constraint name_is_seen check (source_kind = 'extract' or full_name !~ '[\u200B\u202A-\u202E\u2060-\u206F\uFEFF]') not valid;
alter table address add constraint address_is_seen
  check (source_kind = 'extract' or concat_ws(' ', flat, line, town) !~ '[\u200B\u202A-\u202E\u2060-\u206F\uFEFF]') not valid;
alter table entry add constraint words_are_seen check (source_kind = 'extract' or words !~ '[\u200B\u202A-\u202E\u2060-\u206F\uFEFF]') not valid;

-- What was typed in a page of a session that is over, by time or by hand (signed out in another tab, ended from another browser): its form token
-- says whose it was. Null: it is of no session of the last day, or of one that goes on.
create index session_form_token on session (form_token_of(token_hash)) where kind = 'browser';
create function keep_draft_of_left(form_token text, id uuid, at text, action text, fields jsonb, out officer uuid, out kept uuid)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  select s.officer_id into officer from session s join officer o on o.id = s.officer_id and o.disabled_at is null
   where s.kind = 'browser' and form_token_of(s.token_hash) = form_token and s.seen_at > now() - interval '24 hours'
     and (s.ended_at is not null or s.ends_at <= now() or s.seen_at <= now() - interval '15 minutes');
  if officer is null then return; end if;
  kept := keep_draft(officer, keep_draft_of_left.id, keep_draft_of_left.at, keep_draft_of_left.action, keep_draft_of_left.fields);
end $$;
revoke all on function keep_draft_of_left(text, uuid, text, text, jsonb) from public;
grant execute on function keep_draft_of_left(text, uuid, text, text, jsonb) to concord_app;
