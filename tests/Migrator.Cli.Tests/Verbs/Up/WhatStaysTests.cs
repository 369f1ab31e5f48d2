using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>What a failure says of the database is what the server says.</summary>
public sealed class WhatStaysTests(TestServer server)
{
    private const string None = "TransactionBehavior.None";

    [Fact]
    public async Task OwnCodeThatCommits_Is7_AndSaysWhatStays()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly("""
            [Migration(1)] public class Commits : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "CREATE TABLE stays (id int); COMMIT";
                    command.ExecuteNonQuery();
                    throw new InvalidOperationException("no region is configured");
                });
                public override void Down() { }
            }

            """);

        var run = await sandbox.RunAsync("up", "--assembly", assembly);
        var again = await sandbox.RunAsync("up", "--assembly", assembly);

        run.Exits(ExitCode.Partial).Complains("no region is configured",
            "Its own code committed the transaction that it was given: what the migration did up to there stays, without a record",
            "dotnet migrator resolve 1 --applied (or --rolled-back)", "exit 7");
        Assert.DoesNotContain("olled back;", run.ToString(), StringComparison.Ordinal);
        Assert.True(await sandbox.Database.ExistsAsync("stays"));
        again.Exits(ExitCode.Partial).Complains("1 Commits stopped in the middle of being applied", "exit 7");
    }

    [Theory]
    [InlineData("VACUUM first", "")]
    [InlineData("DO $$ BEGIN EXECUTE 'VACUUM first'; END $$", "")]
    public async Task WhatRunsInNoTransaction_EndsWithTheWayOut(string sql, string attribute)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--assembly",
            Samples.Assembly(CompiledMigrations.Sql(1, "One", ["CREATE TABLE first (id int)", sql], attribute: attribute))))
            .Exits(ExitCode.Failed).Complains("(25001)", "Rolled back", "[Migration(..., TransactionBehavior.None)]", "exit 6");
    }

    [Fact]
    public async Task SeveralInOneText_EndsWithAnExecuteSqlForEach()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(
            CompiledMigrations.Sql(1, "One", ["CREATE TABLE first (id int); VACUUM first"], attribute: None))))
            .Exits(ExitCode.Failed).Complains("(25001)", "nothing of it is left", "an Execute.Sql for each statement", "exit 6");
    }

    [Fact]
    public async Task WhatFailsAsAWholeOutsideATransaction_Is6_AndRunsAgainOnceMended()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        string Assembly(string sql) => Samples.Assembly(CompiledMigrations.Sql(1, "Once", [sql], attribute: None));

        (await sandbox.RunAsync("up", "--assembly", Assembly("CREATE TABLESPACE nowhere LOCATION '/not/there'")))
            .Exits(ExitCode.Failed).Complains("(42501)", "Its first statement failed as a whole, so nothing of it is left", "exit 6");
        (await sandbox.RunAsync("up", "--assembly", Assembly("CALL not_there()")))
            .Exits(ExitCode.Failed).Complains("(42883)", "nothing of it is left", "exit 6");
        (await sandbox.RunAsync("up", "--assembly", Assembly("VACUUM"))).Exits(ExitCode.Success).Says("1 applied");
    }

    [Fact]
    public async Task AMigrationThatDropsTheVersionTable_Is6_AndToldAsThat()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync($"ALTER SCHEMA public OWNER TO {sandbox.Database.Name}_owner");

        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(Samples.Customers, CompiledMigrations.Sql(20260111000000, "Clean",
            ["DROP SCHEMA public CASCADE; CREATE SCHEMA public"])))).Exits(ExitCode.Failed)
            .Complains("the migration removed the version table public.VersionInfo", "Rolled back; the database is at 20260110120000",
                "exit 6");
        Assert.True(await sandbox.Database.ExistsAsync("customers"));
    }

    [Fact]
    public async Task AForeignServerThatIsDown_IsTheMigrationsFailure_Once()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync("up", "--assembly", Samples.Assembly(CompiledMigrations.Sql(1, "Far",
            ["DO $$ BEGIN RAISE EXCEPTION 'could not connect to server \"far\"' USING ERRCODE = '08001'; END $$"])));

        run.Exits(ExitCode.Failed).Complains("could not connect to server \"far\" (08001)", "Rolled back", "exit 6");
        Assert.DoesNotContain("onnecting again", run.ToString(), StringComparison.Ordinal);
    }
}
