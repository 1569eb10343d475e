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
