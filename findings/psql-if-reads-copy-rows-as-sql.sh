#!/usr/bin/env bash
# psql (seen with 15.18): in a branch of \if that is not taken, the rows behind a COPY ... FROM stdin are not passed over as rows but read as SQL. Their end
# mark \. is an invalid command there, at which ON_ERROR_STOP ends a script that would have worked in the other branch. And one apostrophe in a row opens a
# string, in which \. and \endif are no commands: the rest of the file is passed over, and psql only says at its end that an \endif is missing. Needs
# PostgreSQL's server programs and psql.
set -euo pipefail
folder=$(mktemp -d)
bin=${MIGRATOR_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)}
as=; [ "$(id -u)" != 0 ] || { as="runuser -u postgres --"; chown postgres "$folder"; }
trap '$as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
$as "$bin/initdb" -D "$folder/data" -A trust >/dev/null
$as "$bin/pg_ctl" -D "$folder/data" -o "-c listen_addresses='' -c unix_socket_directories='$folder'" -w -l "$folder/log" start >/dev/null
of() {
  printf '%s\n' '\if false' 'COPY t (a) FROM stdin;' "$1" '\.' '\endif' "SELECT 'behind';" |
    $as psql -X -q -At -v ON_ERROR_STOP=1 -h "$folder" -d postgres 2>&1 || true
}
seen="plain: $(of 'Mills')
apostrophe: $(of "Mill's")"
echo "$seen"
[ "$seen" = 'plain: invalid command \.
apostrophe: reached EOF without finding closing \endif(s)' ]
