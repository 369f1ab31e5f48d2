using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.Standalone;

/// <summary>Which statements wait without a lock timeout is decided by what they are: those that block nobody
/// meanwhile.</summary>
public sealed class PatienceTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    [Theory]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", "REFRESH MATERIALIZED VIEW m")]
    [InlineData("ALTER TABLE t ADD COLUMN c text DEFAULT 'concurrently' /* CONCURRENTLY */", "LOCK TABLE t")]
    public async Task Up_WhatOthersWouldQueueBehind_GivesWay(string sql, string held)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await PrepareAsync(database);
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync($"BEGIN; {held}");
        var freeing = new OnProgress<MigrationProgress.GaveWay>(() => holder.ExecuteAsync("COMMIT"));

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [sql], attribute: None), Timed)
            .Up(progress: freeing);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("55P03", Assert.Single(freeing.Seen).SqlState);
        Assert.Equal(["1 One up done"], await database.JournalAsync());
    }

    [Theory]
    [InlineData("ALTER TABLE t DETACH PARTITION t1 CONCURRENTLY")]
    [InlineData("REINDEX (CONCURRENTLY) TABLE t1")]
    [InlineData("DROP INDEX CONCURRENTLY ix")]
    public async Task Up_WhatBlocksNobody_Waits(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await PrepareAsync(database);
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; SELECT FROM t");
        var gave = new ProgressLog();
        var freeing = new OnProgress<MigrationProgress.StatementRunning>(() => holder.ExecuteAsync("COMMIT"),
            running => running.Running > TimeSpan.FromSeconds(1.5) && running.Blockage is not null);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [sql], attribute: None), Timed)
            .Up(progress: new Both(gave, freeing));

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.NotEmpty(freeing.Seen);
        Assert.Empty(gave.Of<MigrationProgress.GaveWay>());
    }

    private static Task PrepareAsync(TestDatabase database) => database.ExecuteAsync(
        "CREATE TABLE t (a int, b int) PARTITION BY RANGE (a); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10); "
        + "CREATE INDEX ix ON t1 (b); CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; CREATE UNIQUE INDEX ON m (a)");

    private static DatabaseOptions Timed(DatabaseOptions options) =>
        options with { LockRetry = TimeSpan.FromMinutes(1), LockTimeout = TimeSpan.FromSeconds(1) };

    private sealed class Both(params IProgress<MigrationProgress>[] all) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            foreach (var one in all)
                one.Report(value);
        }
    }
}
