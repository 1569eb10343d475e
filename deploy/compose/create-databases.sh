#!/usr/bin/env bash
# Roles and databases from the same files as everywhere, on the server of this composition; the passwords are those that the
# connection strings in the secrets name.
set -euo pipefail
secrets=${SECRETS:-/run/secrets} sql=$(dirname "${BASH_SOURCE[0]}")
PGPASSWORD=$(< "$secrets/postgres_password")
export PGPASSWORD PGHOST=${PGHOST:-postgres} PGUSER=postgres
{
  for service in ingestion calculation ledger gateway; do
    for role in migrator service; do
      password=$(sed -n 's/.*;Password=\([^;]*\).*/\1/p' "$secrets/${service}_$role")
      printf "SET carbon.%s_%s_password = '%s';\n" "$service" "$role" "${password:?no password in ${service}_$role}"
    done
  done
  cat "$sql/roles.sql" "$sql/databases.sql"
} | psql -X -q -v ON_ERROR_STOP=1 postgres
