#!/usr/bin/env bash
# PostgreSQL (seen with 15.18): a foreign key usually takes SHARE ROW EXCLUSIVE on the table that it points at, under which everybody reads. Added to a
# partitioned table whose partition has a validated one of its own, it looks at no row, as one hopes for; but it takes ACCESS EXCLUSIVE on the table that
# it points at: readers of the other table wait. Without the partition's own it reads the rows, and does not. Needs PostgreSQL's server programs.
set -euo pipefail
folder=$(mktemp -d)
bin=${MIGRATOR_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)}
as=; [ "$(id -u)" != 0 ] || { as="runuser -u postgres --"; chown postgres "$folder"; }
trap '$as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
$as "$bin/initdb" -D "$folder/data" -A trust >/dev/null
$as "$bin/pg_ctl" -D "$folder/data" -o "-c listen_addresses='' -c unix_socket_directories='$folder'" -w -l "$folder/log" start >/dev/null
seen=$($as psql -X -q -At -h "$folder" -d postgres <<'SQL'
CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE orders (id int, customer int) PARTITION BY RANGE (id);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (1000);
CREATE VIEW seen AS SELECT string_agg(mode, ' ' ORDER BY mode) AS locks FROM pg_locks
  WHERE pid = pg_backend_pid() AND relation = 'customers'::regclass AND mode NOT IN ('AccessShareLock', 'RowShareLock');
BEGIN;
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer) REFERENCES customers;
SELECT 'without: ' || locks FROM seen;
ROLLBACK;
ALTER TABLE orders_1 ADD CONSTRAINT f1 FOREIGN KEY (customer) REFERENCES customers;
BEGIN;
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer) REFERENCES customers;
SELECT 'with: ' || locks FROM seen;
ROLLBACK;
SQL
)
echo "$seen"
[ "$seen" = 'without: ShareRowExclusiveLock
with: AccessExclusiveLock ShareRowExclusiveLock' ]
