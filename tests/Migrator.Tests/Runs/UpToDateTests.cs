using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.Tests.Runs;

/// <summary>A run that has nothing to do finds that out with one look; whatever is not plainly so is the whole run's to find
/// out.</summary>
public sealed class UpToDateTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"]);

    [Fact]
    public async Task Up_UpToDate_IsOneLook()
    {
        await using var database = await MigratedAsync();

        var (outcome, looked) = await UpAsync(database, WithManifest.Load(One + Two));

        Assert.True(looked);
        Assert.Equal((OutcomeKind.NothingToDo, 2, 2, 2), (outcome.Kind, outcome.From, outcome.To, outcome.AppliedCount));
        Assert.NotNull(outcome.Database);
    }

    [Fact]
    public async Task Up_CompiledIn_IsOneLookByItsIndex()
    {
        await using var database = await MigratedAsync();
        foreach (var assembly in (MigrationAssembly[])[WithManifest.Load(One + Two), CompiledMigrations.Load(One + Two)])
        {
            var compiledIn = MigrationAssembly.CompiledIn(assembly.Assembly, MigrationIndex.Of(assembly));

            var (outcome, looked) = await UpAsync(database, compiledIn);

            Assert.True(looked);
            Assert.Equal((OutcomeKind.NothingToDo, 2), (outcome.Kind, outcome.AppliedCount));
        }
    }

    [Fact]
    public async Task Up_CompiledInWithOnePending_AppliesIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(One).Up();
        var assembly = WithManifest.Load(One + Two);

        var (outcome, looked) = await UpAsync(database,
            MigrationAssembly.CompiledIn(assembly.Assembly, MigrationIndex.Of(assembly)));

        Assert.False(looked);
        Assert.Equal((OutcomeKind.Applied, 1, 2), (outcome.Kind, outcome.From, outcome.To));
    }

    [Theory]
    [InlineData("[Maintenance(MigrationStage.AfterAll)] public class Check : Migration { public override void Up() { } public "
        + "override void Down() { } }")]
    [InlineData("[Migration(3)] [FluentMigrator.Runner.Constraints.CurrentVersionMigrationConstraint(5)] public class Three : "
        + "Migration { public override void Up() { } public override void Down() { } }")]
    public void Index_WhatIsNotToldByVersions_IsNone(string other)
    {
        var runner = typeof(FluentMigrator.Runner.MigrationRunner).Assembly;

        Assert.Null(MigrationIndex.Of(MigrationAssembly.Load(CompiledMigrations.ToFile(One + other, runner))));
    }

    [Theory]
    // The journal is younger than the table, or is gone.
    [InlineData("DROP TABLE \"VersionInfoJournal\"")]
    [InlineData("ALTER TABLE \"VersionInfoJournal\" DROP COLUMN checksum")]
    // Nothing is known of what was applied by another tool.
    [InlineData("DELETE FROM \"VersionInfoJournal\" WHERE version = 1")]
    // It is ahead.
    [InlineData("INSERT INTO \"VersionInfo\" VALUES (3)")]
    public async Task Up_NotPlainlySo_IsLookedAtAsAWhole(string sql)
    {
        await using var database = await MigratedAsync();
        await database.ExecuteAsync(sql);

        var (outcome, looked) = await UpAsync(database, WithManifest.Load(One + Two));

        Assert.False(looked);
        Assert.Equal(OutcomeKind.NothingToDo, outcome.Kind);
    }

    [Theory]
    [InlineData("UPDATE \"VersionInfoJournal\" SET checksum = md5('a') || md5('b') WHERE version = 1", RefusalReason.Edited)]
    [InlineData("UPDATE \"VersionInfoJournal\" SET checksum = 'not a checksum' WHERE version = 1", RefusalReason.Edited)]
    public async Task Up_Edited_IsRefused(string sql, RefusalReason reason)
    {
        await using var database = await MigratedAsync();
        await database.ExecuteAsync(sql);

        var (outcome, _) = await UpAsync(database, WithManifest.Load(One + Two));

        Assert.Equal((OutcomeKind.Refused, reason), (outcome.Kind, outcome.Refusal?.Reason));
    }

    [Fact]
    public async Task Up_SomebodyIsAtWork_WaitsForTheLock()
    {
        await using var database = await MigratedAsync();
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({DeployLockKey.Of(VersionTable.Default)})", other))
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(WithManifest.Load(One + Two),
            options => options with { LockWait = TimeSpan.Zero }).Up();

        Assert.Equal(OutcomeKind.LockTimeout, outcome.Kind);
    }

    [Fact]
    public async Task Up_TableIsLocked_DoesNotHangOnTheLook()
    {
        await using var database = await MigratedAsync();
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand("LOCK TABLE \"VersionInfo\"", other, transaction))
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(WithManifest.Load(One + Two),
            options => options with { LockTimeout = TimeSpan.FromMilliseconds(100) }).Up();

        Assert.Equal(OutcomeKind.LockTimeout, outcome.Kind);
    }

    [Fact]
    public async Task Up_WithARole_LooksAsThatRole()
    {
        await using var database = await MigratedAsync();
        var connection = await database.CreateRoleAsync("login");
        await database.ExecuteAsync($"CREATE ROLE {database.Name}_owns; GRANT {database.Name}_owns TO {database.Name}_login; "
            + $"GRANT SELECT ON \"VersionInfo\", \"VersionInfoJournal\" TO {database.Name}_owns; ALTER ROLE "
            + $"{database.Name}_login NOINHERIT");
        try
        {
            var (_, looked) = await UpAsync(database, WithManifest.Load(One + Two),
                options => options with { Connection = DatabaseOptions.Fixed(connection), Role = $"{database.Name}_owns" });

            Assert.True(looked);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {database.Name}_owns; DROP ROLE {database.Name}_owns");
        }
    }

    private async Task<TestDatabase> MigratedAsync()
    {
        var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(WithManifest.Load(One + Two)).Up()).Kind);
        return database;
    }

    // A whole run tells its plan, even an empty one.
    private static async Task<(MigrationOutcome Outcome, bool Looked)> UpAsync(
        TestDatabase database, MigrationAssembly assembly, Func<DatabaseOptions, DatabaseOptions>? with = null)
    {
        var log = new ProgressLog();
        var outcome = await database.Engine(assembly, with).Up(progress: log);
        return (outcome, !log.Of<MigrationProgress.Planned>().Any());
    }
}
