-- The quick way of adding an entry (0121) takes handling caveats too (0125), as the longer way does.
drop function add_entry(text, uuid, uuid, text, text, timestamptz, text, text, text, text, text, text, text, text, text, text, text, text, uuid, text, text[]);
create function add_entry(token text, nominal uuid, id uuid, source text, why text, happened_at timestamptz, kind text, kind_words text, type text, words text, marking text,
    grading_scheme text, source_grade text, information_grade text, handling_code text, handling_conditions text, held_elsewhere text, held_telephone text, caveats text[],
    entry uuid, client text, writing text[], out came text, out fact text, out stale_session uuid)
language plpgsql volatile set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare who actor := enter(token);
begin
  if who.session_id is null or not coalesce(who.role = any(writing), false) then return; end if;
  if open_record(nominal) is distinct from 'full' then return; end if;
  insert into entry as f (id, nominal_id, recorded_by, agency_id, source_kind, source_ref, why, happened_at, kind, kind_words, type, words, marking,
                          grading_scheme, source_grade, information_grade, handling_code, handling_conditions, held_elsewhere, held_telephone, caveats)
  values ($3, $2, who.officer_id, who.agency_id, 'officer', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, coalesce($19, '{}'))
  returning json_build_object('id', f.id, 'recordedAt', f.recorded_at, 'agency', (select g.name from agency g where g.id = f.agency_id), 'sourceKind', f.source_kind,
    'source', f.source_ref, 'by', (select o.name from officer o where o.id = f.recorded_by and not o.service), 'why', f.why,
    'kind', f.kind, 'happenedAt', f.happened_at, 'type', f.type, 'words', f.words, 'sourceGrade', f.source_grade, 'informationGrade', f.information_grade,
    'handlingCode', f.handling_code, 'handlingConditions', f.handling_conditions, 'heldElsewhere', f.held_elsewhere, 'heldTelephone', f.held_telephone, 'caveats', f.caveats,
    'marking', f.marking, 'kindWords', f.kind_words, 'author', f.author, 'gradingScheme', f.grading_scheme, 'current', f.id)::text into fact;
  perform record_audit($20, 'fact.added', 'done', array[$2], array['full'], array[$3], array['entries'], null, null, '{}', null, $21);
  if who.kind = 'browser' and who.seen_at < now() - interval '1 minute' then stale_session := who.session_id; end if;
  came := 'done';
end $$;
revoke all on function add_entry(text, uuid, uuid, text, text, timestamptz, text, text, text, text, text, text, text, text, text, text, text, text, text[], uuid, text, text[]) from public;
grant execute on function add_entry(text, uuid, uuid, text, text, timestamptz, text, text, text, text, text, text, text, text, text, text, text, text, text[], uuid, text, text[]) to concord_app;
