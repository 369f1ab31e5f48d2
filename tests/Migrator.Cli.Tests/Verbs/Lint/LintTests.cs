using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Lint;

/// <summary><c>lint</c>: no database; 5 if something counts; which migrations, which severities, which waivers.</summary>
public sealed class LintTests : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    [Fact]
    public async Task NothingFound_Is0_WithoutAnyConnection()
    {
        var run = await RunAsync(Samples.Two);

        run.Exits(ExitCode.Success).Says("2 migrations looked at: nothing found.");
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Error_Is5_AndSaysWhatInsteadAndWhatNext()
    {
        var run = await RunAsync(Samples.Assembly(Samples.Orders, LintedSamples.Blocking));

        run.Exits(ExitCode.Refused)
            .Says("20260115080000  IndexOrdersByState", "error    index-not-concurrent   statement 1",
                "index ix_orders_state on orders is not built CONCURRENTLY", "instead: ")
            .Complains("lint finds 1 error.", "LintWaiver(\"rule\", \"why\")", "--since VERSION", "exit 5");
    }

    [Theory]
    [InlineData("us", 0, "2 migrations looked at: nothing found.")]
    [InlineData("eu", 5, "20260115080000  IndexOrdersByState")]
    [InlineData(null, 5, "20260115080000  IndexOrdersByState")]
    public async Task Tags_ChooseWhatIsLookedAt(string? tag, int code, string said)
    {
        var tagged = Samples.Assembly(Samples.Orders, $"[Tags(\"eu\")] {LintedSamples.Blocking}",
            $"[Tags(\"us\")] {CompiledMigrations.Sql(20260116080000, "ForTheUs", ["CREATE TABLE only_us (id int)"])}");

        (await RunAsync(tagged, tag is null ? [] : ["--tag", tag])).Exits((ExitCode)code).Says(said);
    }

    [Fact]
    public async Task Tags_OfNoMigration_AreTold()
    {
        var tagged = Samples.Assembly($"[Tags(\"eu\")] {LintedSamples.Blocking}");

        (await RunAsync(tagged, "--tag", "us")).Exits(ExitCode.Usage).Complains("The tags us match none of the 1 migrations");
    }

    [Fact]
    public async Task Since_MayNameAMigrationOfAnyTags()
    {
        var tagged = Samples.Assembly($"[Tags(\"eu\")] {LintedSamples.Blocking}", LintedSamples.Warned);

        (await RunAsync(tagged, "--since", "20260115080000")).Exits(ExitCode.Success).Says("1 migration looked at");
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("warning", 5)]
    [InlineData("note", 5)]
    public async Task Warning_CountsFromTheSeverityOnThatIsAskedFor(string failOn, int code)
    {
        (await RunAsync(Samples.Assembly(LintedSamples.Warned), "--fail-on", failOn)).Exits((ExitCode)code)
            .Says("warning  drop-index-not-concurrent");
        (await LintedSamples.Tool(Samples.Assembly(LintedSamples.Warned), _directory).With("MIGRATOR_FAIL_ON", failOn).RunAsync())
            .Exits((ExitCode)code);
    }

    [Fact]
    public async Task Waived_Is0_AndStillShown_WithItsReason()
    {
        var run = await RunAsync(Samples.Assembly(Samples.Orders, LintedSamples.Waived));

        run.Exits(ExitCode.Success)
            .Says("waived   index-not-concurrent", "waived: five rows", "2 migrations looked at: nothing found, 1 waived.");
    }

    [Fact]
    public async Task Waiver_OfNothing_IsNoted()
    {
        var unused = LintedSamples.Attribute + LintedSamples.Waiver("truncate", "none") + Samples.Orders;

        (await RunAsync(Samples.Assembly(unused))).Exits(ExitCode.Success)
            .Says("note: 20260114093000 CreateOrders waives truncate, but there is nothing to waive. Remove it.");
    }

    [Theory]
    [InlineData("trunkate", "none", "waives \"trunkate\", which is no rule. Nearest: truncate.")]
    [InlineData("*", "all of it", "waives \"*\", which is no rule.")]
    [InlineData("truncate", " ", "20260114093000 CreateOrders has a waiver without a reason")]
    public async Task Waiver_ThatMakesNoSense_Is2(string rule, string reason, string said)
    {
        var run = await RunAsync(Samples.Assembly(LintedSamples.Attribute + LintedSamples.Waiver(rule, reason) + Samples.Orders));

        run.Exits(ExitCode.Usage).Complains(said, "exit 2");
    }

    [Fact]
    public async Task Waiver_WithoutAReasonAtAll_Is2()
    {
        const string Bare = "[AttributeUsage(AttributeTargets.Class)] internal sealed class LintWaiverAttribute : Attribute { "
            + "public LintWaiverAttribute(string rule) { } }\n";

        (await RunAsync(Samples.Assembly(Bare + "[LintWaiver(\"truncate\")] " + Samples.Orders))).Exits(ExitCode.Usage)
            .Complains("has a waiver without a reason");
    }

    [Theory]
    [InlineData("20260115080000", 0)]
    [InlineData("IndexOrdersByState", 0)]
    [InlineData("20260114093000", 5)]
    public async Task Since_LooksAtNewerOnesOnly(string since, int code)
    {
        var run = await RunAsync(Samples.Assembly(Samples.Orders, LintedSamples.Blocking, Samples.Last), "--since", since);

        run.Exits((ExitCode)code).Says(code == 0 ? "1 migration looked at: nothing found." : "index-not-concurrent");
        Assert.DoesNotContain("--since VERSION", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20260101000000", "There is no migration \"20260101000000\".")]
    [InlineData("latest", "latest is no migration. Give a version or a name.")]
    public async Task Since_WhatIsNotThere_Is2(string since, string said) =>
        (await RunAsync(Samples.Two, "--since", since)).Exits(ExitCode.Usage).Complains(said);

    [Fact]
    public async Task SinceManifest_LooksAtWhatItDoesNotHave()
    {
        var manifest = Path.Combine(_directory.Path, SchemaManifest.FileName);
        var old = Samples.Assembly(Samples.Orders, LintedSamples.Blocking);
        (await new ToolStart("manifest", "--assembly", old, "--manifest", manifest).RunAsync()).Exits(ExitCode.Success);

        var same = await RunAsync(old, "--since-manifest", SchemaManifest.FileName);
        var more = await RunAsync(Samples.Assembly(Samples.Orders, LintedSamples.Blocking, LintedSamples.Warned),
            "--since-manifest", manifest, "--fail-on", "warning");
        var none = await RunAsync(old, "--since-manifest", "other.json");
        var both = await RunAsync(old, "--since-manifest", manifest, "--since", "IndexOrdersByState");

        same.Exits(ExitCode.Success).Says("0 migrations looked at: nothing found.");
        more.Exits(ExitCode.Refused).Says("drop-index-not-concurrent");
        Assert.DoesNotContain("IndexOrdersByState", more.Out, StringComparison.Ordinal);
        none.Exits(ExitCode.Usage).Complains("other.json cannot be read");
        both.Exits(ExitCode.Usage).Complains("--since", "--since-manifest", "Give one of them");
    }

    [Fact]
    public async Task ProjectFile_SaysHowMuchARuleMatters()
    {
        var assembly = Samples.Assembly(Samples.Orders, LintedSamples.Blocking);

        _directory.Write("migrator.json", """{ "lint": { "rules": { "index-not-concurrent": "warning" } } }""");
        var warning = await RunAsync(assembly);
        _directory.Write("migrator.json", """{ "failOn": "warning", "lint": { "rules": { "index-not-concurrent": "off" } } }""");
        var off = await RunAsync(assembly);

        warning.Exits(ExitCode.Success).Says("warning  index-not-concurrent", "2 migrations looked at: 1 warning found.");
        off.Exits(ExitCode.Success).Says("nothing found.");
    }

    [Theory]
    [InlineData("""{ "lint": { "rules": { "json-colum": "off" } } }""", "\"lint.rules.json-colum\" in {0} is no rule. Rules: "
        + "index-not-concurrent,")]
    [InlineData("""{ "lint": { "rules": { "json-column": "fatal" } } }""", "\"lint.rules.json-column\" in {0} is \"fatal\": it "
        + "must be off, note, warning or error.")]
    [InlineData("""{ "lint": { "rules": { "json-column": 1 } } }""", "\"lint.rules.json-column\" in {0} is \"1\"")]
    [InlineData("""{ "lint": { "rule": {} } }""", "\"lint.rule\" is not known")]
    [InlineData("""{ "lint": { "rules": "off" } }""", "\"lint.rules\" is not known or does not fit")]
    [InlineData("""{ "lint": { "up": "maybe" } }""", "\"lint\" in {0} is \"maybe\": it must be off or warn or refuse")]
    public async Task ProjectFile_ThatIsWrong_IsNamed(string content, string said)
    {
        var file = _directory.Write("migrator.json", content);

        var run = await (new ToolStart("up", "--assembly", Samples.Two, "--connection", "Host=nowhere.invalid;Database=shop")
        { Directory = _directory.Path }).RunAsync();

        run.Exits(ExitCode.Usage).Complains(said.Replace("{0}", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailOn_Nonsense_Is2() =>
        (await RunAsync(Samples.Two, "--fail-on", "fatal")).Exits(ExitCode.Usage)
            .Complains("--fail-on is \"fatal\"", "note or warning or error");

    public void Dispose() => _directory.Dispose();

    private Task<ToolResult> RunAsync(string assembly, params string[] more) =>
        LintedSamples.Tool(assembly, _directory, more).RunAsync();
}
