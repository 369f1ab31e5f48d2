using System.Text.Json;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Lint;

/// <summary><c>--server-version</c>: which PostgreSQL the migrations are meant for, where nobody can be asked.</summary>
public sealed class ServerVersionTests : IDisposable
{
    private static readonly string Assembly = Samples.Assembly(
        CompiledMigrations.Sql(1, "Orders", ["CREATE TABLE orders (id int, total int)"]),
        CompiledMigrations.Sql(2, "Required", ["ALTER TABLE orders ALTER total SET NOT NULL"]),
        CompiledMigrations.Sql(3, "Checked", ["ALTER TABLE orders ADD CONSTRAINT k CHECK (total > 0) NOT ENFORCED"]));

    private readonly WorkingDirectory _directory = new();

    [Theory]
    [InlineData("15")]
    [InlineData("17.2")]
    [InlineData("14.23 (Debian 14.23-1.pgdg12+1)")]
    public async Task AnOlderOne_HasItsOwnSafeForms_AndLacksWhatCameLater(string version)
    {
        var run = await LintedSamples.Tool(Assembly, _directory, "--server-version", version).RunAsync();

        run.Exits(ExitCode.Refused)
            .Says("instead: `ADD CONSTRAINT c CHECK (column IS NOT NULL) NOT VALID`", "newer-than-server",
                $"NOT ENFORCED came with PostgreSQL 18, and the server is {version[..2]}")
            .Complains("lint finds 2 errors");
    }

    [Theory]
    [InlineData("flag")]
    [InlineData("variable")]
    [InlineData("file")]
    [InlineData("number in the file")]
    public async Task AsAnySetting_ItIsSaidInThreeWays(string where)
    {
        if (where.EndsWith("file", StringComparison.Ordinal))
            _directory.Write("migrator.json", where == "file"
                ? """{ "serverVersion": "18.4" }""" : """{ "serverVersion": 18 }""");
        var tool = LintedSamples.Tool(Assembly, _directory, where == "flag" ? ["--server-version", "18"] : []);

        var run = await (where == "variable" ? tool.With("MIGRATOR_SERVER_VERSION", "18") : tool).RunAsync();

        run.Exits(ExitCode.Refused).Says("instead: `ADD CONSTRAINT c NOT NULL column NOT VALID`").Complains("lint finds 1 error.");
    }

    [Fact]
    public async Task OneThatIsNotKnownYet_IsTakenForTheNewest_AndJsonSaysWhichItIs()
    {
        var newer = await LintedSamples.Tool(Assembly, _directory, "--server-version", "19", "--output", "json").RunAsync();
        var unsaid = await LintedSamples.Tool(Assembly, _directory, "--output", "json").RunAsync();

        using var document = JsonDocument.Parse(newer.Exits(ExitCode.Refused).Out);
        Assert.Equal(19, document.RootElement.GetProperty("serverVersion").GetInt32());
        Assert.Contains("PostgreSQL 19 is newer than what this build knows",
            Assert.Single(document.RootElement.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
        using var without = JsonDocument.Parse(unsaid.Out);
        Assert.Equal(JsonValueKind.Null, without.RootElement.GetProperty("serverVersion").ValueKind);
    }

    [Theory]
    [InlineData("9.6", "from 14 on")]
    [InlineData("13", "from 14 on")]
    [InlineData("eighteen", "such as 17 or 17.2")]
    [InlineData("180004", "such as 17 or 17.2")]
    [InlineData("17.2.1", "such as 17 or 17.2")]
    [InlineData("-17", "such as 17 or 17.2")]
    [InlineData("v17", "such as 17 or 17.2")]
    public async Task Nonsense_Is2(string version, string said) =>
        (await LintedSamples.Tool(Assembly, _directory, $"--server-version={version}").RunAsync()).Exits(ExitCode.Usage)
            .Complains($"--server-version is \"{version}\": it must be a version of PostgreSQL", said);

    [Fact]
    public async Task Script_LintsForIt()
    {
        var tool = new ToolStart("script", "--assembly", Assembly, "--lint", "refuse", "--server-version", "16")
        { Directory = _directory.Path };

        (await tool.RunAsync()).Exits(ExitCode.Refused).Complains("NOT ENFORCED came with PostgreSQL 18, and the server is 16");
    }

    public void Dispose() => _directory.Dispose();
}
