using Migrator.Database.Locking;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Database.Locking;

public sealed class DeployLockTests(TestServer server)
{
    private const string Held = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid "
        + "FROM pg_database WHERE datname = current_database()))";

    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);

    [Fact]
    public async Task Up_SomebodyHoldsTheLock_WaitsAndNamesThemThenRuns()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var holder = await HoldAsync(database, new RunIdentity("7f3a9c", "ci-7").ApplicationName);
        var log = new ProgressLog();
        var up = database.Engine(One).Up(progress: log);

        var waiting = await log.Waiting;
        var pid = holder.ProcessID;
        await holder.CloseAsync();

        Assert.Equal((pid, "migrator 7f3a9c ci-7", holder.Settings().Username),
            (waiting.Holder.Pid, waiting.Holder.ApplicationName, waiting.Holder.User));
        Assert.NotNull(waiting.Holder.Since);
        Assert.Contains("run 7f3a9c on ci-7", waiting.Holder.ToString(), StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.Applied, (await up).Kind);
        Assert.Single(log.Of<MigrationProgress.WaitingForLock>());
    }

    [Fact]
    public async Task Up_HolderIsAnotherRoleThanOurs_IsStillNamed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var holder = await HoldAsync(database, "their deploy");
        var connection = await database.CreateRoleAsync("deploy");

        var outcome = await database.Engine(One,
            options => options with { Connection = DatabaseOptions.Fixed(connection), LockWait = TimeSpan.Zero }).Up();

        Assert.Equal((OutcomeKind.LockTimeout, holder.ProcessID), (outcome.Kind, outcome.Holder!.Pid));
        Assert.Equal(("their deploy", holder.Settings().Username), (outcome.Holder.ApplicationName, outcome.Holder.User));
    }

    [Fact]
    public async Task Up_NotHadWithinTheWait_IsLockTimeoutWithTheHolder()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var holder = await HoldAsync(database, "somebody");

        foreach (var wait in (int[])[0, 300])
        {
            var outcome = await database.Engine(One, options => options with { LockWait = TimeSpan.FromMilliseconds(wait) }).Up();

            Assert.Equal((OutcomeKind.LockTimeout, "somebody", holder.ProcessID),
                (outcome.Kind, outcome.Holder!.ApplicationName, outcome.Holder.Pid));
            Assert.Empty(outcome.Steps);
        }

        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task Status_WhileSomebodyHoldsTheLock_ReadsAndNamesThem()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var holder = await HoldAsync(database, "somebody");

        var status = await database.Engine(One).Status();

        Assert.Equal((SchemaVerdict.Behind, holder.ProcessID), (status.Comparison.Verdict, status.Running!.Pid));
    }

    [Fact]
    public async Task Up_LockOfAnotherDatabaseOrVersionTable_IsNoneOfOurs()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var other = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var here = await HoldAsync(database, "another table", VersionTable.Default with { Name = "Other" });
        await using var there = await HoldAsync(other, "another database");

        var outcome = await database.Engine(One, options => options with { LockWait = TimeSpan.Zero }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
    }

    [Theory]
    [InlineData("SELECT 1", OutcomeKind.Applied)]
    [InlineData("SELECT 1/0", OutcomeKind.Failed)]
    public async Task Up_Ended_HasGivenTheLockBack(string sql, OutcomeKind kind)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [sql])).Up();

        Assert.Equal(kind, outcome.Kind);
        Assert.False(await database.ScalarAsync<bool>(Held));
    }

    [Fact]
    public async Task Up_Running_HoldsTheLockOnTheSessionThatMigrates()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE note AS SELECT count(*) AS held FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() "
            + "AND granted"])).Up();

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT held FROM note"));
    }

    [Fact]
    public async Task Up_EightAtOnceOnAFreshDatabase_ApplyEachVersionOnce()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(string.Concat(Enumerable.Range(1, 5).Select(version =>
            CompiledMigrations.Sql(version, $"M{version}",
                [$"CREATE TABLE t{version} (id int)", $"INSERT INTO t{version} VALUES (1)"]))));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.Engine(assembly).Up()));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Kind == OutcomeKind.Applied));
        Assert.Equal(7, outcomes.Count(outcome => outcome.Kind == OutcomeKind.NothingToDo));
        Assert.All(outcomes, outcome => Assert.Equal(5, outcome.To));
        Assert.Equal([1, 2, 3, 4, 5], await database.VersionsAsync());
        Assert.Equal(5, await database.ScalarAsync<long>("""SELECT count(*) FROM "VersionInfoJournal" WHERE state = 'done'"""));
    }

    private static async Task<NpgsqlConnection> HoldAsync(TestDatabase database, string applicationName,
        VersionTable? table = null)
    {
        var connection = await database.OpenAsync(applicationName);
        Assert.True(await new DeployLock(table ?? VersionTable.Default)
            .TryTakeAsync(connection, TestContext.Current.CancellationToken));
        return connection;
    }
}
