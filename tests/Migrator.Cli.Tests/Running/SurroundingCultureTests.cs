using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Running;

/// <summary>The tool on machines of other cultures and encodings.</summary>
public sealed class SurroundingCultureTests(TestServer server)
{
    private static string Source => Samples.Assembly(Samples.Customers, """
        [Migration(20260201120000)] public class Minus : Migration
        {
            public override void Up()
            {
                Create.Table("items").WithColumn("id").AsInt64().PrimaryKey().WithColumn("name").AsString();
                Insert.IntoTable("items").Row(new { id = -5L, name = "Müller €" });
            }
            public override void Down() => Delete.Table("items");
        }

        """);

    [Theory]
    [InlineData("sv_SE.UTF-8")]
    [InlineData("th_TH.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("ar_SA.UTF-8")]
    public async Task EveryVerb_SaysAndDoesTheSame(string locale)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        ToolStart Tool(params string[] arguments) => sandbox.Tool([.. arguments, "--assembly", Source])
            .With("LC_ALL", locale).With("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "false");

        var script = await Tool("script").RunAsync();
        (await Tool("up", "--target", "latest").RunAsync()).Exits(ExitCode.Success).Says("The schema is at 20260201120000.");
        var status = await Tool("status").RunAsync();
        (await Tool("down", "--target", "zero", "--yes").RunAsync()).Exits(ExitCode.Success);

        Assert.DoesNotContain("\u2212", script.Exits(ExitCode.Success).Out, StringComparison.Ordinal);
        status.Exits(ExitCode.Success).Says($"{TimeProvider.System.GetUtcNow().Year}-", "Up to date at 20260201120000.");
    }

    [Fact]
    public async Task EncodingOfTheSurroundings_LosesNoLetter()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        (await sandbox.Tool("up", "--assembly", Source).With("PGCLIENTENCODING", "LATIN1")
            .With("PGOPTIONS", "-c client_encoding=LATIN1 -c DateStyle=German").With("PGTZ", "Asia/Tokyo").RunAsync())
            .Exits(ExitCode.Success);

        Assert.Equal("Müller €", await sandbox.Database.ScalarAsync<string>("SELECT name FROM items"));
    }

    [Fact]
    public async Task ReadOnlyDefault_IsRefusedByUpAndByScript()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var role = sandbox.Settings.Username!;
        await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{role}\" SET default_transaction_read_only = on");

        (await sandbox.RunAsync("up", "--assembly", Samples.Two)).Exits(ExitCode.Usage)
            .Complains($"default_transaction_read_only is on for the role {role}",
                $"ALTER ROLE \"{role}\" RESET default_transaction_read_only", "exit 2");
        (await sandbox.RunAsync("status", "--assembly", Samples.Two)).Exits(ExitCode.Success).Says("Behind by 2");
        var script = (await sandbox.Bare("script", "--assembly", Samples.Two).RunAsync()).Exits(ExitCode.Success).Out;
        var refused = await PostgresClient.PsqlAsync(sandbox.Connection, script);
        await sandbox.Database.ExecuteAsync($"ALTER ROLE \"{role}\" RESET default_transaction_read_only");
        var applied = await PostgresClient.PsqlAsync(sandbox.Connection, script);

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("default_transaction_read_only is on", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, applied.ExitCode);
    }
}
