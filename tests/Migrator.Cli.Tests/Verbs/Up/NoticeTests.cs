using System.Text.Json;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>What the server says beside its answers: warnings are shown, notices where they are asked for.</summary>
public sealed class NoticeTests(TestServer server)
{
    private static readonly string Raising = CompiledMigrations.Sql(1, "Raises",
        ["DO $$ BEGIN RAISE WARNING 'three rows are left'; RAISE NOTICE 'looked at ten'; RAISE INFO 'by the way'; END $$"],
        ["DO $$ BEGIN RAISE WARNING 'nothing to undo'; END $$"]);

    private static readonly string Outside = CompiledMigrations.Sql(2, "Outside",
        ["DO $$ BEGIN RAISE WARNING 'outside of it'; END $$"], [], "TransactionBehavior.None");

    [Fact]
    public async Task Warning_IsShownInTheProgress_AndANoticeWhereAskedFor()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Raising, Outside);

        var run = await sandbox.RunAsync("up", "--assembly", assembly);
        var down = await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", assembly);
        var asked = await sandbox.RunAsync("up", "--show-notices", "--assembly", assembly);

        run.Exits(ExitCode.Success).Says("warning: three rows are left", "warning: outside of it");
        Assert.DoesNotContain("looked at ten", run.ToString(), StringComparison.Ordinal);
        down.Exits(ExitCode.Success).Says("warning: nothing to undo");
        asked.Exits(ExitCode.Success).Says("warning: three rows are left", "notice: looked at ten", "info: by the way");
    }

    [Fact]
    public async Task Warning_IsInTheDocument()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Raising, Outside);

        var run = await sandbox.RunAsync("up", "--output", "json", "--assembly", assembly);
        (await sandbox.RunAsync("down", "--target", "zero", "--yes", "--assembly", assembly)).Exits(ExitCode.Success);
        var asked = await sandbox.Tool("up", "--output", "json", "--assembly", assembly).With("MIGRATOR_SHOW_NOTICES", "true")
            .RunAsync();

        Assert.Equal(["1 WARNING 01000 three rows are left", "2 WARNING 01000 outside of it"], Notices(run));
        Assert.Equal(["1 WARNING 01000 three rows are left", "1 NOTICE 00000 looked at ten", "1 INFO 00000 by the way",
            "2 WARNING 01000 outside of it"], Notices(asked));
    }

    [Fact]
    public async Task Warning_OfAStepThatFails_OfAProfileAndUnderAQuietRole_IsShown()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        await sandbox.Database.ExecuteAsync($"ALTER ROLE {sandbox.Settings.Username} SET client_min_messages = 'error'");
        var assembly = Samples.Assembly(Raising, """
            [Profile("Seed")]
            public class Seed : ForwardOnlyMigration
            {
                public override void Up() => Execute.Sql("DO $$ BEGIN RAISE WARNING 'seeded nothing'; END $$");
            }

            """);
        var failing = Samples.Assembly(Raising, CompiledMigrations.Sql(2, "Fails",
            ["DO $$ BEGIN RAISE WARNING 'it will fail'; PERFORM 1/0; END $$"]));

        (await sandbox.RunAsync("up", "--profile", "Seed", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("warning: three rows are left", "warning: seeded nothing");
        (await sandbox.RunAsync("up", "--assembly", failing)).Exits(ExitCode.Failed).Says("warning: it will fail");
    }

    private static string[] Notices(ToolResult run) => [.. run.Exits(ExitCode.Success).Json.GetProperty("steps").EnumerateArray()
        .SelectMany(step => step.GetProperty("notices").EnumerateArray().Select(notice =>
            $"{step.GetProperty("version")} {Text(notice, "severity")} {Text(notice, "sqlState")} {Text(notice, "message")}"))];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
