-- What is said of a file is corrected as a fact is (0012): a further row, with the reason, that supersedes the one before. Its bytes never change: what came
-- and what is kept of it are the database's to carry on, so that every reader of a version finds them there, and nobody writes others.

alter table file add constraint correction_of_a_file_says_why check (supersedes is null or btrim(why) <> '');

create function file_is_carried_on() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before file%rowtype;
begin
  if new.supersedes is null then
    -- Sent twice is kept once (file_given_once), also where what was said of it has been corrected since. An extract passes over what is there.
    if exists (select from file f where f.nominal_id = new.nominal_id and f.given_sha256 = new.given_sha256 and f.superseded_at is null and f.supersedes is not null) then
      if new.source_kind = 'extract' then return null; end if;
      raise exception 'the file is on the record already' using errcode = 'unique_violation';
    end if;
    return new;
  end if;
  select * into before from file f where f.id = new.supersedes and f.nominal_id = new.nominal_id;
  if before.id is null then raise exception 'the file that is corrected is not on this record' using errcode = 'CC409'; end if;
  new.name := before.name;
  new.given_type := before.given_type;
  new.given_size := before.given_size;
  new.given_sha256 := before.given_sha256;
  new.rewritten := before.rewritten;
  new.source_row := before.source_row;
  if new.kind = 'photograph' and before.given_type not like 'image/%' then
    raise exception 'a photograph is a picture' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger file_is_carried_on before insert on file for each row execute function file_is_carried_on();

create function contents_are_carried_on() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into file_content (file_id, form, nominal_id, object_id, media_type, size, sha256, key)
    select new.id, c.form, c.nominal_id, c.object_id, c.media_type, c.size, c.sha256, c.key from file_content c where c.file_id = new.supersedes;
  return null;
end $$;
create trigger contents_are_carried_on after insert on file for each row when (new.supersedes is not null) execute function contents_are_carried_on();

drop policy added_with_its_file on file_content;
create policy added_with_its_file on file_content for insert to concord_app with check (
  exists (select from file f where f.id = file_id and f.nominal_id = file_content.nominal_id and f.recorded_at = now() and f.supersedes is null
             and f.recorded_by = (select nullif(current_setting('app.officer', true), '')::uuid)));
revoke all on function file_is_carried_on(), contents_are_carried_on() from public;
