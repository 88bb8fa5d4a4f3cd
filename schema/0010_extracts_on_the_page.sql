-- A data steward brings files on a page. Whether an extract may be given a file asked the extract, whose policy asks its files, and so
-- on without end: it is asked here, past the policies, and tells nothing but whether the actor may.

create function i_began_extract(asked uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from extract e
                  where e.id = $1 and e.finished_at is null
                    and e.asked_by = nullif(current_setting('app.officer', true), '')::uuid
                    and e.agency_id = nullif(current_setting('app.agency', true), '')::uuid)
$$;
revoke all on function i_began_extract(uuid) from public;
grant execute on function i_began_extract(uuid) to concord_app;

alter policy asked_for on extract_file
  with check (agency_id = (select nullif(current_setting('app.agency', true), '')::uuid)
              and (select current_setting('app.role', true)) = 'data-steward' and i_began_extract(extract_id));

-- Rows that wait for a nominal are looked for among the rows that came and among those that people corrected.
create index extract_correction_agency on extract_correction (agency_id);
