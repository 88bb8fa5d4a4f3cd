-- A partner whose time is ended is asked for nothing more.
do $do$
declare
  was constant text := pg_get_functiondef('end_partner(uuid, uuid)'::regprocedure);
  becomes constant text := regexp_replace(was, '(raise exception ''the partnership has ended'' using errcode = ''CC409''; end if;)', E'\\1\n  perform close_tasks_about(''partner.joined'', end_partner.partner, ''withdrawn'');');
begin
  if becomes = was then raise exception 'end_partner is not as 0092 wrote it'; end if;
  execute becomes;
end $do$;
