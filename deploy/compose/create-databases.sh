#!/usr/bin/env bash
# Run by the PostgreSQL image when its volume is empty: roles and databases from the same files as everywhere.
set -euo pipefail
{
  for service in ingestion calculation ledger gateway; do
    for role in migrator service; do
      password=${service^^}_${role^^}_PASSWORD
      printf "SET carbon.%s_%s_password = '%s';\n" "$service" "$role" "${!password}"
    done
  done
  cat /carbon/roles.sql /carbon/databases.sql
} | psql -X -q -v ON_ERROR_STOP=1 -U postgres postgres
