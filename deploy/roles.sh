#!/bin/sh
# Once, when the database is made: the owner has the tables and runs migrations; the portal's own role only uses them.
# So the portal can't drop a table, truncate it, or switch off the triggers that guard states and journal.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v owner_password="$OWNER_PASSWORD" -v portal_password="$PORTAL_PASSWORD" <<'SQL'
CREATE ROLE ptsp_owner LOGIN NOSUPERUSER PASSWORD :'owner_password';
CREATE ROLE ptsp LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'portal_password';
CREATE DATABASE ptsp OWNER ptsp_owner;
\connect ptsp
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO ptsp_owner;
GRANT USAGE ON SCHEMA public TO ptsp;
ALTER DEFAULT PRIVILEGES FOR ROLE ptsp_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ptsp;
ALTER DEFAULT PRIVILEGES FOR ROLE ptsp_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ptsp;
SQL
