-- What a marker about an address or a vehicle is about, and what is asked of it, are functions (0066) that were begun for every marker of every
-- record read, to say nothing: most are about the person, and nothing is asked of them. Now only where they have something to say.
do $do$
declare
  name text;
  was text;
  becomes text;
begin
  foreach name in array array['record_json(uuid, text[], text)', 'kept_record_json(uuid, text[], text)'] loop
    was := pg_get_functiondef(name::regprocedure);
    becomes := replace(replace(was,
      $t$'aboutInWords', marker_about(f.about, f.scope, 'infinity')$t$, $t$'aboutInWords', case when f.about is null then '' else marker_about(f.about, f.scope, 'infinity') end$t$),
      $t$'asked', marker_asked(f.id, 'infinity')$t$, $t$'asked', case when exists (select from marker_request r where r.marker_id = f.id) then marker_asked(f.id, 'infinity') end$t$);
    if position('f.about is null' in becomes) = 0 or position('exists (select from marker_request r' in becomes) = 0 then
      raise exception '% does not read its markers as 0066 did', name;
    end if;
    execute becomes;
  end loop;
end $do$;
