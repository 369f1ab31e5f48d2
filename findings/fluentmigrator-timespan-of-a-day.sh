#!/usr/bin/env bash
# FluentMigrator 8.0.1, PostgreSQL: a TimeSpan of a day and more is written as .NET prints it, 1.02:03:04. The server reads that as 1.02 days and
# 3 hours, 4 minutes: no error, another interval. DateTime loses its fraction of a second, and DateOnly is written without quotes, which is a division.
# Needs the .NET 10 SDK and PostgreSQL's server programs; seen with PostgreSQL 15.18.
set -euo pipefail
folder=$(mktemp -d)
bin=${MIGRATOR_POSTGRES_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)}
as=; [ "$(id -u)" != 0 ] || { as="runuser -u postgres --"; chown postgres "$folder"; }
trap '$as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cat >/tmp/finding-$$.cs <<'CS'
#:package FluentMigrator@8.0.1
#:package FluentMigrator.Runner.Postgres@8.0.1
#:property PublishAot=false
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;

var quoter = new PostgresQuoter(new PostgresOptions());
Console.WriteLine("SELECT interval " + quoter.QuoteValue(new TimeSpan(1, 2, 3, 4)) + ";");
Console.WriteLine("SELECT timestamp " + quoter.QuoteValue(new DateTime(2026, 1, 2, 3, 4, 5, 678)) + ";");
Console.WriteLine("SELECT " + quoter.QuoteValue(new DateOnly(2026, 1, 2)) + ";");
CS
sql=$(dotnet run /tmp/finding-$$.cs); rm -f /tmp/finding-$$.cs
echo "$sql"
$as "$bin/initdb" -D "$folder/data" -A trust >/dev/null
$as "$bin/pg_ctl" -D "$folder/data" -o "-c listen_addresses='' -c unix_socket_directories='$folder'" -w -l "$folder/log" start >/dev/null
seen=$($as psql -X -At -h "$folder" -d postgres <<<"$sql")
echo "$seen"
[ "$seen" = '1 day 03:32:48
2026-01-02 03:04:05
0' ]
