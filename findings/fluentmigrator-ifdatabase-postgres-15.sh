#!/usr/bin/env bash
# FluentMigrator 8.0.1: with AddPostgres15_0() (10_0 and 11_0, too), IfDatabase("postgres") and IfDatabase(ProcessorIdConstants.Postgres) are passed over
# without a word: the processors for later versions answer to "PostgreSQL" and their own name. Teams that move on from AddPostgres92() lose what stands
# behind IfDatabase("postgres92"). Needs the .NET 10 SDK; no server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/app.cs" <<'CS'
#:package FluentMigrator@8.0.1
#:package FluentMigrator.Runner.Core@8.0.1
#:package FluentMigrator.Runner.Postgres@8.0.1
#:package Npgsql@10.0.0
#:property PublishAot=false
using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Processors;
using Microsoft.Extensions.DependencyInjection;

foreach (var add in new (string Name, Func<IMigrationRunnerBuilder, IMigrationRunnerBuilder> To)[]
    { ("92", b => b.AddPostgres92()), ("11", b => b.AddPostgres11_0()), ("15", b => b.AddPostgres15_0()) })
{
    using var services = new ServiceCollection().AddFluentMigratorCore()
        .ConfigureRunner(builder => add.To(builder).WithGlobalConnectionString("Host=nowhere")).BuildServiceProvider();
    using var scope = services.CreateScope();
    var processor = scope.ServiceProvider.GetRequiredService<IMigrationProcessor>();
    Console.WriteLine(add.Name + ": " + string.Join(' ', processor.DatabaseTypeAliases.Append(processor.DatabaseType).Distinct().Order(StringComparer.Ordinal)));
}
CS
seen=$(dotnet run "$folder/app.cs")
echo "$seen"
[ "$seen" = '92: PostgreSQL92 Postgres92
11: PostgreSQL PostgreSQL11_0
15: PostgreSQL PostgreSQL15_0' ]
