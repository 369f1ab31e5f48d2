using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Databases that are valid and not as usual: what the tool says of them, and with which exit code.</summary>
public sealed class OddDatabaseTests(TestServer server)
{
    [Fact]
    public async Task RowLevelSecurityOnTheVersionTable_IsRefusedByAll()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("""
            ALTER TABLE "VersionInfo" ENABLE ROW LEVEL SECURITY; ALTER TABLE "VersionInfo" FORCE ROW LEVEL SECURITY;
            CREATE POLICY w ON "VersionInfo" FOR INSERT WITH CHECK (true)
            """);

        foreach (string[] verb in (string[][])[["up"], ["up", "--dry-run"], ["down", "--target", "zero", "--yes"], ["status"],
            ["wait", "--timeout", "0"]])
            (await sandbox.RunAsync([.. verb, "--assembly", Samples.Two])).Exits(ExitCode.Usage)
                .Complains("Row level security hides rows of \"public\".\"VersionInfo\"", "exit 2");
        Assert.False(await sandbox.Database.ExistsAsync("orders"));
    }

    [Fact]
    public async Task SomethingElseByTheVersionTablesName_IsRefusedInTheSameWords()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync("CREATE SEQUENCE \"VersionInfo\"");

        foreach (string[] verb in (string[][])[["up"], ["up", "--dry-run"], ["status"]])
            (await sandbox.RunAsync([.. verb, "--assembly", Samples.Two])).Exits(ExitCode.Usage)
                .Complains("\"public\".\"VersionInfo\" is a sequence, and not FluentMigrator's version table.", "--version-table",
                    "exit 2");
    }

    [Fact]
    public async Task SearchPathInTheConnection_IsRefused_UnlessItIsTheSchemas()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var connection = new NpgsqlConnectionStringBuilder(sandbox.Connection) { SearchPath = "my_app" }.ConnectionString;

        (await sandbox.Bare("up", "--assembly", Samples.Two, "--connection", connection).RunAsync()).Exits(ExitCode.Usage)
            .Complains("Search Path", "--schema", "exit 2");
        (await sandbox.Tool("up", "--assembly", Samples.Two).With("PGOPTIONS", "-c search_path=my_app").RunAsync())
            .Exits(ExitCode.Usage).Complains("PGOPTIONS", "--schema");
        (await sandbox.Bare("up", "--schema", "my_app", "--assembly", Samples.Two, "--connection", connection).RunAsync())
            .Exits(ExitCode.Success);
        Assert.True(await sandbox.Database.ExistsAsync("my_app.orders"));
    }

    [Fact]
    public async Task HistoryInAnotherSchema_IsToldAndNotBegunAnew()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--schema", "app", "--assembly", Samples.Two)).Exits(ExitCode.Success);

        (await sandbox.RunAsync("status", "--assembly", Samples.Two)).Exits(ExitCode.Success).Says("never migrated",
            "A history of these migrations is in \"app\".\"VersionInfo\"", "--schema app");
        foreach (string[] verb in (string[][])[["up"], ["up", "--dry-run"]])
            (await sandbox.RunAsync([.. verb, "--assembly", Samples.Two])).Exits(ExitCode.Usage)
                .Complains("A history of these migrations is in \"app\".\"VersionInfo\"", "--schema app",
                    "--version-table-schema public", "exit 2");
        (await sandbox.RunAsync("up", "--version-table-schema", "public", "--assembly", Samples.Two)).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task LocksThatNobodyMaySee_AreToldAsNotKnown()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers))).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("REVOKE SELECT ON pg_locks, pg_stat_activity, pg_database FROM PUBLIC; "
            + "REVOKE EXECUTE ON FUNCTION pg_lock_status() FROM PUBLIC");

        (await sandbox.RunAsync("status", "--assembly", Samples.Two)).Exits(ExitCode.Success)
            .Says("Whether a run is at work is not known", "Behind by 1.");
        (await sandbox.RunAsync("wait", "--timeout", "0", "--assembly", Samples.Two)).Exits(ExitCode.Pending)
            .Complains("not known", "dotnet migrator up");
        var shadow = await sandbox.ShadowAsync();
        foreach (var verb in (string[])["drift", "rehearse"])
            (await sandbox.RunAsync(verb, "--shadow", shadow, "--assembly", Samples.Two)).Exits(ExitCode.Success)
                .Says("Whether a run is at work is not known");
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task PublicationForAllTables_LetsDownTakeItsVersionsOut_ByRunAndByScript()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync("CREATE PUBLICATION everything FOR ALL TABLES");
        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await using var psql = await sandbox.CopyAsync();

        (await sandbox.RunAsync("down", "--target", "-1", "--dry-run", "--assembly", Samples.Two)).Exits(ExitCode.Success)
            .Says("REPLICA IDENTITY USING INDEX \"UC_Version\"");
        (await sandbox.RunAsync("down", "--target", "-1", "--yes", "--assembly", Samples.Two)).Exits(ExitCode.Success);
        var script = (await sandbox.Bare("script", "--down", "--to", "20260110120000", "--assembly", Samples.Two).RunAsync())
            .Exits(ExitCode.Success).Out;
        var run = await PostgresClient.PsqlAsync(psql.Connection, script);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([20260110120000], await sandbox.VersionsAsync());
        Assert.Equal([20260110120000], await psql.VersionsAsync());
    }
}
