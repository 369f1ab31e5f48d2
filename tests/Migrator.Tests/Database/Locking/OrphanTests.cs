using Migrator.Database.Locking;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Locking;

/// <summary>What is left of a run whose client is gone, and still holds the deploy lock.</summary>
public sealed class OrphanTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Fact]
    public void IsOrphan_OnlyARunOfOursThatIsSilentForLong()
    {
        static bool Orphan(string application, double? silent) =>
            new LockHolder(1, application, null, null, null, silent is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
                .IsOrphan;

        Assert.True(Orphan("migrator 7f3a9c ci-runner-7", 31));
        Assert.False(Orphan("migrator 7f3a9c ci-runner-7", 29));
        Assert.False(Orphan("migrator 7f3a9c ci-runner-7", null));
        Assert.False(Orphan("psql", 3600));
    }

    [Fact]
    public async Task Up_OrphanHoldsTheLock_IsNamedAndEndedOnlyIfThatIsWanted()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        await using var orphan = await OrphanAsync(database);
        // Seen through the server's own clock, which is waited for.
        await database.UntilAsync(
            $"SELECT clock_timestamp() - state_change > interval '31 seconds' FROM pg_stat_activity WHERE pid = "
            + $"{orphan.ProcessID}", TestContext.Current.CancellationToken);

        var log = new ProgressLog();
        var waited = await database.Engine(One, options => options with { LockWait = TimeSpan.Zero }).Up(progress: log);
        var ended = await database.Engine(One, options => options with { TerminateOrphans = true }).Up(progress: log);

        Assert.Equal(OutcomeKind.LockTimeout, waited.Kind);
        Assert.True(waited.Holder!.IsOrphan);
        Assert.Contains("no sign of life for", waited.Holder.ToString(), StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.NothingToDo, ended.Kind);
        Assert.Contains(log.Of<MigrationProgress.Note>(),
            note => note.Text.StartsWith("Ended what was left of run 7f3a9c on gone-host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_HolderIsAlive_IsNeverEnded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        await using var orphan = await OrphanAsync(database);

        var outcome = await database.Engine(One,
            options => options with { TerminateOrphans = true, LockWait = TimeSpan.FromMilliseconds(300) }).Up();

        Assert.Equal((OutcomeKind.LockTimeout, orphan.ProcessID), (outcome.Kind, outcome.Holder!.Pid));
        Assert.Equal(System.Data.ConnectionState.Open, orphan.FullState);
    }

    // The owner may not end the login role's session; the login role itself may.
    [Fact]
    public async Task Up_OrphanOfARunThatTakesARole_IsEndedAsTheLoginRole()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var owner = $"{database.Name}_owner";
        await database.CreateRoleAsync("owner");
        var connection = await database.CreateRoleAsync("deploy", "NOINHERIT");
        await database.ExecuteAsync($"GRANT \"{owner}\" TO \"{database.Name}_deploy\"; GRANT CREATE ON SCHEMA public TO "
            + $"\"{owner}\"");
        DatabaseOptions AsOwner(DatabaseOptions options) =>
            options with { Connection = DatabaseOptions.Fixed(connection), Role = owner };
        await database.Engine(One, AsOwner).Up();
        await using var orphan = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connection)
            { ApplicationName = new RunIdentity("7f3a9c", "gone-host").ApplicationName }.ConnectionString);
        await orphan.OpenAsync(TestContext.Current.CancellationToken);
        Assert.True(await new DeployLock(SchemaCheck.VersionTable.Default)
            .TryTakeAsync(orphan, TestContext.Current.CancellationToken));
        await database.UntilAsync(
            $"SELECT clock_timestamp() - state_change > interval '31 seconds' FROM pg_stat_activity WHERE pid = "
            + $"{orphan.ProcessID}", TestContext.Current.CancellationToken);

        var log = new ProgressLog();
        var outcome = await database.Engine(One + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"]),
            options => AsOwner(options) with { TerminateOrphans = true }).Up(progress: log);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Contains(log.Of<MigrationProgress.Note>(),
            note => note.Text.StartsWith("Ended what was left of run 7f3a9c on gone-host", StringComparison.Ordinal));
        Assert.Equal(owner, await database.ScalarAsync<string>("SELECT tableowner FROM pg_tables WHERE tablename = 'two'"));
    }

    private static async Task<NpgsqlConnection> OrphanAsync(TestDatabase database)
    {
        var orphan = await database.OpenAsync(new RunIdentity("7f3a9c", "gone-host").ApplicationName);
        Assert.True(await new DeployLock(SchemaCheck.VersionTable.Default)
            .TryTakeAsync(orphan, TestContext.Current.CancellationToken));
        return orphan;
    }
}
