using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Session;

/// <summary>Servers whose hoster lets nobody read some of the catalog.</summary>
public sealed class RevokedCatalogTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Theory]
    [InlineData("SELECT ON pg_database", true)]
    [InlineData("SELECT ON pg_locks", true)]
    [InlineData("SELECT ON pg_stat_activity", true)]
    [InlineData("SELECT ON pg_database, pg_locks, pg_stat_activity", true)]
    [InlineData("EXECUTE ON FUNCTION pg_lock_status()", false)]
    [InlineData("EXECUTE ON FUNCTION pg_stat_get_activity(int)", false)]
    public async Task UpStatusPreviewAndWait_DoTheirWork_AndTellWhatTheyCannotKnow(string revoked, bool isKnown)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("plain");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_plain\"; REVOKE {revoked} FROM PUBLIC");
        var first = database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(connection) });
        var second = database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(connection) });

        Assert.Null((await first.Up()) is { Kind: OutcomeKind.Applied } ? null : "not applied");
        var status = await second.Status();
        var preview = await second.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        var waited = await second.WaitAsync(new() { Wait = TimeSpan.Zero },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((SchemaVerdict.Behind, isKnown), (status.Comparison.Verdict, status.RunningIsKnown));
        Assert.NotEqual(isKnown, preview.Notes.Any(note => note.Contains("not known", StringComparison.Ordinal)));
        Assert.Equal((SchemaVerdict.Behind, isKnown), (waited.Verdict, waited.Difference!.DeployIsKnown));
        Assert.Contains(isKnown ? "No deploy is running" : "not known", waited.DeploySentence, StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.Applied, (await second.Up()).Kind);
    }

    // Seen through nothing, a build that waits for others would wait for ever.
    [Fact]
    public async Task UpThatWaitsForLocks_GivesUpAfterItsBudget_AndSaysWhoIsInTheWay()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("plain");
        await database.ExecuteAsync($"GRANT ALL ON SCHEMA public TO \"{database.Name}_plain\"; CREATE TABLE busy (id int); "
            + $"ALTER TABLE busy OWNER TO \"{database.Name}_plain\"; "
            + "REVOKE SELECT ON pg_database, pg_locks, pg_stat_activity, pg_stat_progress_create_index FROM PUBLIC");
        await using var writer = await database.OpenAsync();
        await writer.ExecuteAsync("BEGIN; INSERT INTO busy VALUES (1)");

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "Index", ["CREATE INDEX CONCURRENTLY ix ON busy (id)"],
                attribute: "TransactionBehavior.None"),
            options => options with
            {
                Connection = DatabaseOptions.Fixed(connection),
                LockTimeout = TimeSpan.FromMilliseconds(100),
                LockRetry = TimeSpan.FromSeconds(2),
            }).Up();

        Assert.Equal(StepFailureKind.LockTimeout, outcome.Failed?.Failure?.Kind);
        Assert.Equal(writer.ProcessID, Assert.Single(outcome.Failed!.Failure!.Blockage!.Blockers).Pid);
    }

    [Fact]
    public async Task RunThatWorks_IsSeenAllTheSame()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("plain");
        await database.ExecuteAsync("REVOKE SELECT ON pg_database, pg_locks, pg_stat_activity FROM PUBLIC");
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(One).Up()).Kind);
        await database.ExecuteAsync("GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO PUBLIC");
        await using var other = await database.OpenAsync("migrator 7f3a9c ci-7");
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({DeployLockKey.Of(VersionTable.Default)})", other))
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var status = await database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(connection) })
            .Status();

        Assert.Equal("migrator 7f3a9c ci-7", status.Running?.ApplicationName);
    }

    [Fact]
    public async Task VersionTableOfAnotherRole_SaysWhoseItIs()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var owner = await database.CreateRoleAsync("owner");
        var connection = await database.CreateRoleAsync("deploy");
        await database.ExecuteAsync("GRANT ALL ON SCHEMA public TO PUBLIC");
        Assert.Equal(OutcomeKind.Applied,
            (await database.Engine(One, options => options with { Connection = DatabaseOptions.Fixed(owner) }).Up()).Kind);
        var engine = database.Engine(One + Two, options => options with { Connection = DatabaseOptions.Fixed(connection) });

        var unreadable = await engine.Up();
        var status = await Assert.ThrowsAsync<ConfigurationException>(() => engine.Status());
        await database.ExecuteAsync("GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO PUBLIC");
        var unwritable = await engine.Up();
        await database.ExecuteAsync("GRANT ALL ON \"VersionInfo\", \"VersionInfoJournal\" TO PUBLIC; "
            + "ALTER TABLE \"VersionInfoJournal\" DROP COLUMN checksum");
        var incomplete = await engine.Up();

        foreach (var refused in (MigrationOutcome[])[unreadable, unwritable, incomplete])
        {
            Assert.Equal(RefusalReason.InsufficientPrivilege, refused.Refusal?.Reason);
            Assert.Contains($"belongs to the role {database.Name}_owner", refused.Refusal!.Message, StringComparison.Ordinal);
            Assert.Contains($"--set-role {database.Name}_owner", refused.Refusal.Next, StringComparison.Ordinal);
        }

        Assert.Contains($"belongs to the role {database.Name}_owner", status.Message, StringComparison.Ordinal);
    }
}
