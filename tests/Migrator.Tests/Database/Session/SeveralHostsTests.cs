using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Session;

/// <summary>Connections that name several hosts.</summary>
public sealed class SeveralHostsTests(TestServer primary, OwnServer standby) : IClassFixture<OwnServer>
{
    private static readonly string Two = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)", "SELECT pg_sleep(0.3)"],
        ["DROP TABLE one"]) + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Fact]
    public async Task Several_LeadToThePrimary_AndStandbysAloneAreRefused()
    {
        // The same login on both, as on servers that follow each other.
        await using var database = await primary.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var role = new NpgsqlConnectionStringBuilder(await database.CreateRoleAsync("both"));
        await database.ExecuteAsync($"ALTER DATABASE {database.Name} OWNER TO {role.Username}");
        await using (var source = NpgsqlDataSource.Create(standby.AdminConnectionString))
        {
            foreach (var sql in (string[])[$"CREATE ROLE {role.Username} LOGIN PASSWORD '{role.Password}'",
                $"CREATE DATABASE {database.Name} OWNER {role.Username}"])
            {
                await using var command = source.CreateCommand(sql);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        await standby.BecomeStandbyAsync();
        var (first, second) = ($"127.0.0.1:{standby.Settings.Port}", $"{role.Host}:{role.Port}");
        var login = $"Database={database.Name};Username={role.Username};Password={role.Password}";
        string[] connections =
        [
            $"Host={first},{second};{login}",
            $"Host={second}, {first};{login};Target Session Attributes=any",
            $"Host=127.0.0.1:1,{second};{login}",
            $"postgres://{role.Username}:{role.Password}@{first},{second}/{database.Name}?target_session_attrs=read-write",
            $"postgres:///{database.Name}?host=127.0.0.1,{role.Host}&port={standby.Settings.Port},{role.Port}"
                + $"&user={role.Username}&password={role.Password}",
        ];
        foreach (var connection in connections)
        {
            var engine = Engine(database, connection);

            Assert.Equal((role.Host, role.Port), await AtAsync(engine.Up()));
            Assert.Equal((role.Host, role.Port), ((await engine.Status()).Database.Host, (await engine.Status()).Database.Port));
            Assert.Equal((role.Host, role.Port), await AtAsync(engine.Down("zero")));
        }

        var refused = await Engine(database, $"Host={first},localhost:{standby.Settings.Port};{login}").Up();

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Standby), (refused.Kind, refused.Refusal!.Reason));
        Assert.Equal($"None of the hosts {first},localhost:{standby.Settings.Port} is a primary: a standby cannot be migrated.",
            refused.Refusal.Message);

        // To look is not refused, where there is no primary; unless one was asked for.
        var standbys = $"Host={first},{first};{login}";
        Assert.Equal(standby.Settings.Port, (await Engine(database, standbys).Status()).Database.Port);
        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            Engine(database, standbys + ";Target Session Attributes=primary").Status);
        Assert.Contains("Target Session Attributes=primary", exception.Message, StringComparison.Ordinal);

        // One that cannot be reached may be the primary.
        var unreachable = await Engine(database, $"Host={first},127.0.0.1:1;{login}").Up();
        Assert.Equal(OutcomeKind.Unreachable, unreachable.Kind);
    }

    private static MigrationEngine Engine(TestDatabase database, string connection) => database.Engine(Two,
        all => all with { Connection = DatabaseOptions.Fixed(connection), ConnectWait = TimeSpan.FromSeconds(1) });

    private static async Task<(string? Host, int Port)> AtAsync(Task<MigrationOutcome> run)
    {
        var outcome = await run;
        Assert.True(outcome.Kind == OutcomeKind.Applied, outcome.ToString());
        return (outcome.Database!.Host, outcome.Database.Port);
    }
}
