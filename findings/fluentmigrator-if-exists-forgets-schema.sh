#!/usr/bin/env bash
# FluentMigrator 8.0.1, PostgreSQL: Delete.Table(t).IfExists().InSchema(s) drops the table of that name in public, and leaves the one in s.
# Without IfExists() the schema is heeded. Needs the .NET 10 SDK; no server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/app.cs" <<'CS'
#:package FluentMigrator@8.0.1
#:package FluentMigrator.Runner.Postgres@8.0.1
#:property PublishAot=false
using FluentMigrator.Expressions;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;

var generator = new Postgres15_0Generator(new PostgresQuoter(new PostgresOptions()));
foreach (var ifExists in new[] { false, true })
    Console.WriteLine(generator.Generate(new DeleteTableExpression { TableName = "orders", SchemaName = "archive", IfExists = ifExists }));
CS
seen=$(dotnet run "$folder/app.cs")
echo "$seen"
[ "$seen" = 'DROP TABLE "archive"."orders";
DROP TABLE IF EXISTS "public"."orders";' ]
