using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs;

public sealed class StatusTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Fact]
    public async Task Status_VersionTableLocked_GivesUpInTime()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One, all => all with { LockTimeout = TimeSpan.FromMilliseconds(100) });
        await engine.Up();
        await using var other = await database.OpenAsync();
        await other.ExecuteAsync("""BEGIN; LOCK TABLE "VersionInfo" IN ACCESS EXCLUSIVE MODE""");

        var exception = await Assert.ThrowsAsync<LockTimeoutException>(engine.Status);

        Assert.Contains("55P03", exception.Message, StringComparison.Ordinal);
        await other.ExecuteAsync("ROLLBACK");
        Assert.Equal(SchemaVerdict.UpToDate, (await engine.Status()).Comparison.Verdict);
    }

    [Fact]
    public async Task Status_RoleWithShortStatementTimeout_IsNotEndedByIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        // A view in the version table's place, so that reading it takes longer than the role's own limit.
        await database.ExecuteAsync("""
            ALTER TABLE "VersionInfo" RENAME TO kept;
            CREATE VIEW "VersionInfo" AS SELECT k.* FROM kept k, (SELECT pg_sleep(1.5)) AS slow
            """);
        var connection = await database.CreateRoleAsync("short", "SUPERUSER");
        await database.ExecuteAsync($"ALTER ROLE \"{database.Name}_short\" SET statement_timeout = '1s'");

        var status = await database.Engine(One, all => all with { Connection = DatabaseOptions.Fixed(connection) }).Status();

        Assert.Equal(1, status.History.Current);
    }

    [Fact]
    public async Task Status_TableOfAnotherShape_IsAConfigurationErrorThatNamesIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("""CREATE TABLE "VersionInfo" (something text)""");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(database.Engine(One).Status);

        Assert.Contains("\"VersionInfo\" cannot be read", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--version-table", exception.Message, StringComparison.Ordinal);
    }
}
