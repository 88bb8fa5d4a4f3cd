-- A file that should never have been there, a photograph of somebody else above all, is withdrawn like any fact (0012): its row and the reason stay,
-- and it leaves the headline and the list at once.
create or replace function kinds_of_fact() returns text[] language sql immutable set search_path = public, pg_temp as $$
  select array['known_name', 'birth', 'sex', 'nationality', 'identifier', 'address', 'marker', 'court_order', 'registration', 'custody', 'entry', 'statement', 'basis',
    'ethnicity', 'description', 'mark', 'language', 'adjustment', 'contact_person', 'self_risk', 'telephone', 'email', 'online_name', 'vehicle',
    'account', 'identity_document', 'employment', 'education', 'associate', 'whereabouts', 'release_date', 'offence', 'sentence', 'licence_condition', 'category',
    'risk_of_harm', 'archiving', 'residence', 'file']
$$;
