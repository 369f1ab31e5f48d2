using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>What the session of a run is like, whatever role and database say.</summary>
public sealed class SessionTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    private static string Note(long version, params string[] settings) => CompiledMigrations.Sql(version, $"Note{version}",
        [$"CREATE TABLE note{version} AS SELECT concat_ws('|', "
        + $"{string.Join(", ", settings.Select(name => $"current_setting('{name}')"))}) AS seen"]);

    [Fact]
    public async Task Up_SettingsInsideAMigration_AreTheRunsOwn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var run = new RunIdentity("7f3a9c", "ci-7");
        var engine = database.Engine(
            Note(1, "application_name", "TimeZone", "search_path", "client_connection_check_interval", "idle_session_timeout",
                "idle_in_transaction_session_timeout", "standard_conforming_strings")
            + Note(2, "lock_timeout", "statement_timeout"),
            options => options with { LockTimeout = TimeSpan.FromSeconds(7), StatementTimeout = TimeSpan.FromMinutes(2) },
            options: new() { Run = run });

        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);

        Assert.Equal("migrator 7f3a9c ci-7|UTC|\"public\"|500ms|0|0|on",
            await database.ScalarAsync<string>("SELECT seen FROM note1"));
        Assert.Equal("7s|2min", await database.ScalarAsync<string>("SELECT seen FROM note2"));
    }

    [Fact]
    public async Task Up_RoleWithShortTimeouts_IsNotKilledByThem()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateRoleAsync("hasty", "SUPERUSER");
        await database.ExecuteAsync($"""
            ALTER ROLE "{database.Name}_hasty" SET statement_timeout = '1s';
            ALTER ROLE "{database.Name}_hasty" SET lock_timeout = '1s';
            ALTER ROLE "{database.Name}_hasty" SET idle_in_transaction_session_timeout = '1s';
            ALTER ROLE "{database.Name}_hasty" SET idle_session_timeout = '1s';
            ALTER ROLE "{database.Name}_hasty" SET search_path = 'pg_catalog';
            ALTER ROLE "{database.Name}_hasty" SET TimeZone = 'Asia/Tokyo';
            """);
        // Short, yet long enough for a busy machine to get from opening the session to setting its own.
        // The thread sleeps while the server sees an idle session: in a transaction, then outside of one.
        const string Idle = "Execute.WithConnection((_, _) => System.Threading.Thread.Sleep(1300));";
        var engine = database.Engine(
            CompiledMigrations.Sql(1, "Slow", ["SELECT pg_sleep(1.3)"])
            + $"[Migration(2)] public class IdleInside : Migration {{ public override void Up() {{ Execute.Sql(\"SELECT 1\"); "
            + $"{Idle} }} public override void Down() {{ }} }}\n"
            + $"[Migration(3, TransactionBehavior.None)] public class IdleOutside : Migration {{ public override void Up() {{ "
            + $"{Idle} }} public override void Down() {{ }} }}\n"
            + Note(4, "statement_timeout", "lock_timeout", "TimeZone"),
            options => options with { Connection = DatabaseOptions.Fixed(connection) });

        var outcome = await engine.Up();

        Assert.Null(outcome.Failed?.Failure?.Message);
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("0|1s|UTC", await database.ScalarAsync<string>("SELECT seen FROM public.note4"));
    }

    [Fact]
    public async Task Up_ConcurrentIndexWithinAWaitForLocks_IsNotTimedOut_AndTheLimitIsBackAfterIt()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE busy (id int)");
        await using var writer = await database.OpenAsync();
        await writer.ExecuteAsync("BEGIN; INSERT INTO busy VALUES (1)");
        var source = CompiledMigrations.Sql(1, "Index",
            ["CREATE INDEX CONCURRENTLY ix ON busy (id)", "CREATE TABLE note AS SELECT current_setting('lock_timeout') AS seen"],
            attribute: None);
        var up = database.Engine(source,
            options => options with { LockTimeout = TimeSpan.FromMilliseconds(100), LockRetry = TimeSpan.FromMinutes(2) }).Up();

        // Several times the limit.
        await database.UntilAsync("""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%'
                           AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '500 ms')
            """, TestContext.Current.CancellationToken);
        await writer.ExecuteAsync("COMMIT");

        Assert.Equal(OutcomeKind.Applied, (await up).Kind);
        Assert.Equal("100ms", await database.ScalarAsync<string>("SELECT seen FROM note"));
        Assert.True(await database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"));
    }

    [Fact]
    public async Task Up_FluentConcurrentIndex_IsBuiltOutsideATransaction()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration { public override void Up() => Create.Table("t").WithColumn("id").AsInt32(); public override void Down() { } }
            [Migration(2, TransactionBehavior.None)] public class Two : Migration
            {
                public override void Up() => Create.Index("ix").OnTable("t").OnColumn("id").Ascending().WithOptions().AsConcurrently();
                public override void Down() { }
            }
            """).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix'::regclass"));
    }

    [Fact]
    public async Task Up_ManyStatementsInOneText_AllRun()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One",
            ["CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO a VALUES (1); /* ; */ INSERT INTO b SELECT id FROM a -- ;"])).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT id FROM b"));
    }

    [Theory]
    [InlineData("SELECT 'a:b', '{0}', '@p', ':p', '$1'")]
    [InlineData("SELECT '{\"a\": 1}'::jsonb ? 'a'")]
    [InlineData("SELECT 1 AS \"{braces}\"")]
    public async Task Up_TextThatLooksLikeParametersOrFormats_IsSentAsItIs(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [sql])).Up();

        Assert.Null(outcome.Failed?.Failure?.Message);
        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
    }

    [Fact]
    public async Task Up_TellsTheDatabaseAndTheRun()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var (log, run) = (new ProgressLog(), RunIdentity.Create());

        var outcome = await database.Engine(Note(1, "TimeZone"), options: new() { Run = run }).Up(progress: log);

        var connected = Assert.Single(log.Of<MigrationProgress.Connected>());
        Assert.Equal((database.Name, run.Id), (connected.Database.Name, connected.Run));
        Assert.Equal(connected.Database, outcome.Database);
        Assert.Equal(await database.ScalarAsync<string>("SELECT split_part(current_setting('server_version'), ' ', 1)"),
            outcome.Database!.ServerVersion);
        Assert.Equal(
            ["Connected", "Planned", "StepStarted", "StepFinished"], log.All.Select(progress => progress.GetType().Name));
    }
}
