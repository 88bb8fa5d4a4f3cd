-- Where a database administrator keeps the schema, the server logs in as concord_app alone, and has to know whether the two fit:
-- an older program on a newer schema would write what the newer one does not expect.
grant select on schema_file to concord_app;
