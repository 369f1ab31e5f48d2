#!/usr/bin/env bash
# PostgreSQL (seen with 15.18): ALTER TABLE t ALTER c SET NOT NULL, DROP CONSTRAINT k, where k is a valid CHECK (c IS NOT NULL), reads all rows under ACCESS
# EXCLUSIVE: the parts are done in an order of the server's own, drops first, so that the proof is gone when it would be needed. As two statements of one
# transaction no row is read. Needs PostgreSQL's server programs.
set -euo pipefail
folder=$(mktemp -d)
bin=${MIGRATOR_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)}
as=; [ "$(id -u)" != 0 ] || { as="runuser -u postgres --"; chown postgres "$folder"; }
trap '$as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
$as "$bin/initdb" -D "$folder/data" -A trust >/dev/null
$as "$bin/pg_ctl" -D "$folder/data" -o "-c listen_addresses='' -c unix_socket_directories='$folder'" -w -l "$folder/log" start >/dev/null
seen=$($as psql -X -q -At -h "$folder" -d postgres <<'SQL'
CREATE TABLE t (c int, CONSTRAINT k CHECK (c IS NOT NULL));
INSERT INTO t SELECT generate_series(1, 1000);
BEGIN;
ALTER TABLE t ALTER c SET NOT NULL;
ALTER TABLE t DROP CONSTRAINT k;
SELECT 'two statements: ' || seq_scan || ' scans' FROM pg_stat_xact_user_tables WHERE relname = 't';
ROLLBACK;
BEGIN;
ALTER TABLE t ALTER c SET NOT NULL, DROP CONSTRAINT k;
SELECT 'one statement: ' || seq_scan || ' scans' FROM pg_stat_xact_user_tables WHERE relname = 't';
ROLLBACK;
SQL
)
echo "$seen"
[ "$seen" = 'two statements: 0 scans
one statement: 1 scans' ]
