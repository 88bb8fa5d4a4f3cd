-- What programs need: the keys under which a request is done once, however often it is sent.

-- A request with an Idempotency-Key is done once. The key's row is written in the transaction of the work (act), so there is never the
-- one without the other; the answer is kept when it has been made. A row without an answer: it was done, and what was answered is not known.
create table idempotency_key (
  officer_id  uuid not null references officer,
  key         text not null check (key ~ '^[\x21-\x7e]{1,255}$'),
  asked       text not null check (asked ~ '^[0-9a-f]{64}$'),          -- SHA-256 of what was asked: address, conditions and body
  claim       uuid not null unique,                                   -- the one request that does it
  asked_at    timestamptz not null default now(),
  status      integer check (status between 200 and 499),
  headers     jsonb check (jsonb_typeof(headers) = 'object'),
  body        text check (length(body) <= 1048576),
  subjects    uuid[] not null default '{}',                           -- whom the answer is about, and the access that it was given under
  accesses    text[] not null default '{}',
  answered_at timestamptz,
  primary key (officer_id, key),
  check (cardinality(subjects) = cardinality(accesses) and cardinality(subjects) <= 1000),
  check (num_nonnulls(answered_at, status, headers, body) in (0, 4))
);
create index idempotency_key_age on idempotency_key (asked_at);
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy owner_keeps on idempotency_key to concord_owner using (true) with check (true);
create policy ones_own on idempotency_key to concord_app
  using (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid))
  with check (officer_id = (select nullif(current_setting('app.officer', true), '')::uuid));
grant select, insert, delete on idempotency_key to concord_app;

-- Whether a request may go on (`ours`), or why it is not done: another with this key is at work (`busy`), did something else (`other`), did
-- it and its answer is not known (`unanswered`), or did it and answered (`answered`; `closed`: about somebody whom the officer may see less
-- of since, so that the answer is not theirs any more). The lock makes a second request wait for nothing; the primary key makes it write nothing.
create function claim_idempotency_key(key text, asked text, claim uuid,
                                      out came text, out status integer, out headers jsonb, out body text, out subjects uuid[], out accesses text[])
language plpgsql volatile security invoker set search_path = public, pg_temp as $$
declare
  officer constant uuid := nullif(current_setting('app.officer', true), '')::uuid;
  kept idempotency_key;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('idempotency ' || officer || ' ' || claim_idempotency_key.key, 0)) then
    came := 'busy';
    return;
  end if;
  delete from idempotency_key k where k.officer_id = officer and k.key = claim_idempotency_key.key and k.asked_at < now() - interval '24 hours';
  insert into idempotency_key (officer_id, key, asked, claim)
    values (officer, claim_idempotency_key.key, claim_idempotency_key.asked, claim_idempotency_key.claim) on conflict do nothing;
  select * into kept from idempotency_key k where k.officer_id = officer and k.key = claim_idempotency_key.key;
  came := case when kept.claim = claim_idempotency_key.claim then 'ours'
                when kept.asked <> claim_idempotency_key.asked then 'other'
                when kept.answered_at is null then 'unanswered'
                else 'answered' end;
  if came <> 'answered' then return; end if;
  subjects := kept.subjects; accesses := kept.accesses;
  if exists (select from unnest(kept.subjects, kept.accesses) s(id, access) left join open_records(kept.subjects) o on o.id = s.id
              where array_position(array['none', 'contact', 'summary', 'full'], coalesce(o.access, 'none'))
                  < array_position(array['none', 'contact', 'summary', 'full'], s.access)) then
    came := 'closed';
    return;
  end if;
  status := kept.status; headers := kept.headers; body := kept.body;
end $$;

-- Keeps what was answered: for whoever has the claim, which is told to nobody else.
create function keep_answer(claim uuid, status integer, headers jsonb, body text, subjects uuid[], accesses text[]) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  update idempotency_key k set status = $2, headers = $3, body = $4, subjects = $5, accesses = $6, answered_at = now()
   where k.claim = $1 and k.answered_at is null
$$;

create function forget_idempotency_keys() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
  with gone as (delete from idempotency_key where asked_at < now() - interval '24 hours' returning 1) select count(*)::integer from gone
$$;
revoke all on function claim_idempotency_key(text, text, uuid), keep_answer(uuid, integer, jsonb, text, uuid[], text[]), forget_idempotency_keys() from public;
grant execute on function claim_idempotency_key(text, text, uuid), keep_answer(uuid, integer, jsonb, text, uuid[], text[]), forget_idempotency_keys() to concord_app;
