using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Services;

/// <summary>Migrations whose text is another one elsewhere, or at another time: said by every verb, and applied as they are.</summary>
// What a migration reads is told from its compiled code, which native code has not.
[Trait("Of", "the .NET tool")]
public sealed class OpaqueTextTests(TestServer server)
{
    private static readonly string Connection = CompiledMigrations.Sql(1, "First", ["CREATE TABLE first (what text)"], ["DROP TABLE first"]) + """
        [Migration(2)] public class Foreign : Migration
        {
            public override void Up()
            {
                Execute.Sql("INSERT INTO first VALUES ('before')");
                Execute.Sql($"INSERT INTO first VALUES ('{new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database}')");
            }
            public override void Down() => Execute.Sql("DELETE FROM first");
        }
        """;

    private const string Clock = """
        [Migration(1)] public class Users : Migration
        {
            public override void Up() => Create.Table("users").WithColumn("name").AsString().WithColumn("created_at").AsDateTime();
            public override void Down() => Delete.Table("users");
        }
        [Migration(2)] public class Guest : Migration
        {
            public override void Up() => Insert.IntoTable("users").Row(new { name = "guest", created_at = DateTime.Today });
            public override void Down() => Delete.FromTable("users").AllRows();
        }
        """;

    [Fact]
    public async Task WhatReadsTheConnection_IsNotKnownOffline_AndRunsWithIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = CompiledMigrations.ToFile(Connection, typeof(Npgsql.NpgsqlConnection).Assembly);
        const string Told = "its text depends on the connection string";

        (await Run("manifest", "--manifest", "m.json")).Exits(ExitCode.Success).Says($"no checksum: Foreign, since {Told}");
        (await Run("lint")).Exits(ExitCode.Success).Says($"not known: {Told}");
        (await Run("script")).Exits(ExitCode.Refused).Complains($"2 Foreign ({Told})");
        var preview = (await Run("up", "--dry-run")).Exits(ExitCode.Success)
            .Says("'before'", $"-- from here on not known without running it: {Told}");
        (await Run("rehearse", "--shadow", await sandbox.ShadowAsync())).Exits(ExitCode.Success);
        (await Run("up", "--manifest", "m.json")).Exits(ExitCode.Success).Says("2 applied");
        (await Run("manifest", "--check", "--manifest", "m.json")).Exits(ExitCode.Success);

        Assert.DoesNotContain("migrator_renders_offline", preview.Out, StringComparison.Ordinal);
        Assert.Equal(["before", sandbox.Database.Name], await sandbox.Database.ColumnAsync<string>("SELECT what FROM first"));
        Assert.Equal([false, true], await sandbox.Database.ColumnAsync<bool>(
            """SELECT checksum IS NULL FROM "VersionInfoJournal" ORDER BY version"""));

        Task<ToolResult> Run(params string[] arguments) => sandbox.RunAsync([.. arguments, "--assembly", assembly]);
    }

    [Fact]
    public async Task WhatAsksTheClock_HasNoChecksum_AndIsNeverStale()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Clock);

        (await Run("manifest", "--manifest", "m.json")).Exits(ExitCode.Success)
            .Says("no checksum: Guest, since it has another text each time (DateTime.Today)");
        (await Run("manifest", "--check", "--manifest", "m.json")).Exits(ExitCode.Success);
        (await Run("up", "--manifest", "m.json")).Exits(ExitCode.Success).Says("2 applied");
        (await Run("wait", "--manifest", "m.json")).Exits(ExitCode.Success);

        Task<ToolResult> Run(params string[] arguments) => sandbox.RunAsync([.. arguments, "--assembly", assembly]);
    }
}
