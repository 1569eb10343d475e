-- Roles of the four service databases. Run by a superuser, any number of times; it only adds what is missing
-- and sets the passwords anew. Plain SQL, so that psql and tests run the same file. Passwords come as settings:
--
--   SET carbon.ledger_migrator_password = '...';  SET carbon.ledger_service_password = '...';  (and so on)
--
-- Per database S:
--   S_owner     owns database and schema; nobody logs in as the owner
--   S_migrator  logs in for the few seconds of the job that brings the schema up to date, acts as S_owner; no service
--               has its password
--   S_service   what the service works with; owns nothing, may do what the migrations grant it
-- How long a statement of a service may take, and a transaction stand still, is a backstop against what hangs (clients
-- give up after 30 seconds without a row): the Ledger adds up, and Calculation calculates, while rows come. A migration
-- takes what it takes.
-- The databases themselves follow in databases.sql, because CREATE DATABASE cannot stand in a block.
DO $$
DECLARE
  service text;
  role_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('carbon roles')); -- two starting at once: CREATE ROLE has no IF NOT EXISTS
  FOREACH service IN ARRAY ARRAY['ingestion', 'calculation', 'ledger', 'gateway'] LOOP
    role_name := service || '_owner';
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    END IF;
    FOREACH role_name IN ARRAY ARRAY[service || '_migrator', service || '_service'] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', role_name);
      END IF;
      EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', role_name, current_setting('carbon.' || role_name || '_password'));
    END LOOP;
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', service || '_service',
      CASE service WHEN 'gateway' THEN '30s' WHEN 'ingestion' THEN '1min' ELSE '5min' END);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', service || '_service', '2min');
    EXECUTE format('ALTER ROLE %I SET statement_timeout = 0', service || '_migrator');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = 0', service || '_migrator');
    IF NOT pg_has_role(service || '_migrator', service || '_owner', 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', service || '_owner', service || '_migrator');
    END IF;
  END LOOP;
END
$$;
