-- The four databases, after roles.sql; for psql (\gexec runs what the SELECT prints). Any number of times.
SELECT format('CREATE DATABASE %I OWNER %I', service, service || '_owner')
FROM unnest(ARRAY['ingestion', 'calculation', 'ledger', 'gateway']) AS service
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = service)
\gexec

-- Nobody else's business: without this every role may connect to every database, those of the server too.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
SELECT format('REVOKE ALL ON DATABASE %1$I FROM PUBLIC; GRANT CONNECT ON DATABASE %1$I TO %2$I, %3$I',
              service, service || '_migrator', service || '_service')
FROM unnest(ARRAY['ingestion', 'calculation', 'ledger', 'gateway']) AS service
\gexec

-- Large objects are tables of nobody: whatever a role may write, it could fill the disk with them.
\set large_objects 'REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;'
\connect ingestion
:large_objects
\connect calculation
:large_objects
\connect ledger
:large_objects
\connect gateway
:large_objects
