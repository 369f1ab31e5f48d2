using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>What can never run is told by every verb, before anything is touched.</summary>
public sealed class InvalidTests(TestServer server)
{
    private static readonly string First = CompiledMigrations.Sql(1, "First", ["CREATE TABLE first (id int)"],
        ["DROP TABLE first"]);

    private const string Missing = """
        [Migration(2)] public class Missing : Migration
        {
            public override void Up() => Execute.EmbeddedScript("Missing.sql");
            public override void Down() { }
        }

        """;

    private const string HalfDown = """
        [Migration(1)] public class Half : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE half (id int)");
            public override void Down() => Delete.Index("ix_a");
        }

        """;

    [Fact]
    public async Task AMigrationThatEndsItsTransaction_Is6_AndNothingWasSent()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(First,
            CompiledMigrations.Sql(2, "OwnTransaction", ["BEGIN;\nCREATE TABLE own_tx(a int);\nCOMMIT;"]));

        foreach (var verb in (string[])["up", "up --dry-run", "script"])
        {
            (await sandbox.RunAsync([.. verb.Split(' '), "--assembly", assembly])).Exits(ExitCode.Failed)
                .Complains("2 OwnTransaction cannot run: BEGIN in line 1 of its statement 1", "Nothing was sent.",
                    "TransactionBehavior.None", "exit 6");
        }

        var json = await sandbox.RunAsync("up", "--output", "json", "--assembly", assembly);
        json.Exits(ExitCode.Failed);
        Assert.Equal(("Refused", "Invalid"), (json.Json.GetProperty("outcome").GetString(),
            json.Json.GetProperty("error").GetProperty("kind").GetString()));
        Assert.False(await sandbox.Database.ExistsAsync("first"));
        Assert.False(await sandbox.Database.ExistsAsync("own_tx"));
        Assert.False(await sandbox.Database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public async Task ADumpsWordsForPsql_AreToldAsThat()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "Dump",
            ["--\n-- PostgreSQL database dump\n--\n\n\\restrict Q6uxRaC8\n\nSET check_function_bodies = false;\n\n\\unrestrict "
            + "Q6uxRaC8\n"],
            attribute: "TransactionBehavior.None"));

        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Failed)
            .Complains("\\restrict in line 5 of its statement 1 is a psql command: psql commands are not SQL",
                "delete the lines with \\restrict and \\unrestrict", "exit 6");
        (await sandbox.Bare("lint", "--assembly", assembly).RunAsync()).Exits(ExitCode.Refused)
            .Says("invalid", "\\restrict in line 5");
    }

    [Fact]
    public async Task AMissingScript_IsAnErrorOfEveryVerb()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(First, Missing);
        var shadow = await sandbox.ShadowAsync();

        foreach (var verb in (string[])["up", "up --dry-run", "script", $"rehearse|--shadow|{shadow}"])
        {
            (await sandbox.RunAsync([.. verb.Split(verb.Contains('|', StringComparison.Ordinal) ? '|' : ' '), "--assembly",
                assembly]))
                .Exits(ExitCode.Failed).Complains("2 Missing cannot run", "Missing.sql", "exit 6");
        }

        (await sandbox.Bare("manifest", "--manifest", "m.json", "--assembly", assembly).RunAsync()).Exits(ExitCode.Failed)
            .Complains("Missing can never run", "Missing.sql", "exit 6");
        Assert.False(File.Exists(Path.Combine(sandbox.Directory.Path, "m.json")));
        (await sandbox.Bare("lint", "--assembly", assembly).RunAsync()).Exits(ExitCode.Refused).Says("invalid", "Missing.sql");
        Assert.False(await sandbox.Database.ExistsAsync("first"));
    }

    [Fact]
    public async Task ADownThatIsNotValid_Is5_AndNothingIsTouched()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(HalfDown,
            CompiledMigrations.Sql(2, "Good", ["CREATE TABLE good (id int)"], ["DROP TABLE good"]));
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        foreach (var how in (string[])["--yes", "--dry-run"])
        {
            (await sandbox.RunAsync("down", "--target", "zero", how, "--assembly", assembly)).Exits(ExitCode.Refused)
                .Complains("1 Half cannot be reverted: its Down is not valid", "nothing was touched.", "exit 5");
        }

        Assert.Equal([1, 2], await sandbox.VersionsAsync());
    }

    [Fact]
    public async Task AMigrationThatSendsNothing_IsAppliedWithAWord()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly("""
            [Migration(1)] public class Guarded : Migration
            {
                public override void Up() => IfDatabase(ProcessorIdConstants.SqlServer).Execute.Sql("CREATE TABLE guarded(i int)");
                public override void Down() { }
            }

            """);

        (await sandbox.RunAsync("up", "--dry-run", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("1 Guarded sends nothing");
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("1 Guarded sends nothing", "1 applied");
        (await sandbox.Bare("lint", "--assembly", assembly).RunAsync()).Exits(ExitCode.Success)
            .Says("sends-nothing", "IfDatabase(\"PostgreSQL\")");
    }
}
