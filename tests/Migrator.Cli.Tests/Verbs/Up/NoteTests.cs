using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>What a team believes to be so and is not: tags, classes that are passed over, edits that nobody notices.</summary>
public sealed class NoteTests(TestServer server)
{
    private const string NoManifest = "That an applied migration was edited cannot be noticed: there is no manifest.";

    private static readonly string Seed = "[Tags(\"seed\")]\n"
        + CompiledMigrations.Sql(2, "Seeds", ["CREATE TABLE seeds (id int)"]);

    private static readonly string Demo = "[Tags(\"demo\")]\n"
        + CompiledMigrations.Sql(3, "Demo", ["CREATE TABLE demo (id int)"]);

    [Fact]
    public async Task LeftOutByTags_IsToldByUpStatusAndTheDryRun()
    {
        const string Told = "2 migrations are left out by their tags: demo (1), seed (1).";
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Seed, Demo);

        (await sandbox.RunAsync("up", "--dry-run", "--assembly", assembly)).Exits(ExitCode.Success).Says(Told);
        (await sandbox.RunAsync("status", "--assembly", assembly)).Exits(ExitCode.Success).Says(Told);
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success).Says(Told);
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success).Says(Told);
        (await sandbox.RunAsync("up", "--tag", "seed", "--out-of-order", "allow", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("1 migration is left out by its tags: demo (1).");
        var status = (await sandbox.RunAsync("status", "--output", "json", "--assembly", assembly)).Json;

        // What was applied with another tag is not left out any more.
        Assert.Contains("1 migration is left out by its tags: demo (1).",
            status.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.Equal(["2", "3"], status.GetProperty("leftOut").EnumerateArray().Select(one => $"{one.GetProperty("version")}"));
    }

    [Fact]
    public async Task MissingTable_OfALeftOutMigration_NamesIt()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Seed, CompiledMigrations.Sql(3, "Needs", ["INSERT INTO seeds VALUES (1)"]));

        var text = await sandbox.RunAsync("up", "--assembly", assembly);
        var json = await sandbox.RunAsync("up", "--output", "json", "--assembly", assembly);

        text.Exits(ExitCode.Failed).Complains("relation \"seeds\" does not exist (42P01)",
            "The relation \"seeds\" is made by 2 Seeds, which its tags leave out (seed): --tag seed takes it.");
        Assert.Contains("2 Seeds", json.Json.GetProperty("error").GetProperty("explanations")[0].GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_ThatNoMigrationHas_IsToldWithThoseThatThereAre()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, Seed, Demo);
        string[] with = ["--tag", "sead", "--assembly", assembly];

        foreach (var verb in (string[][])[["up", "--dry-run"], ["status"], ["up"]])
            (await sandbox.RunAsync([.. verb, .. with])).Exits(ExitCode.Success)
                .Says("No migration has the tag \"sead\". There are: demo, seed.");
        (await sandbox.RunAsync("up", "--tag", "sead", "--assembly", Samples.Assembly(Seed, Demo))).Exits(ExitCode.Usage)
            .Complains("There are: demo, seed.");
        (await sandbox.RunAsync("status", "--tag", "sead", "--assembly", Samples.Two)).Exits(ExitCode.Success)
            .Says("No migration has the tag \"sead\". None has any tag.");
    }

    [Theory]
    [InlineData("--tag", "EU,Live")]
    [InlineData("--tag", "EU", "--tag", "Live")]
    [InlineData("--tag", " EU , Live ")]
    public async Task Tags_ByCommasOrRepeated_AreTheSame(params string[] tags)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly("[Tags(\"EU\", \"Live\")]\n" + CompiledMigrations.Sql(1, "Both", []), Seed);

        var run = await sandbox.RunAsync(["up", .. tags, "--assembly", assembly]);

        run.Exits(ExitCode.Success).Says("1 applied");
        Assert.DoesNotContain("No migration has", run.ToString(), StringComparison.Ordinal);
    }

    [Trait("Of", "the .NET tool")]
    [Theory]
    [InlineData("[Migration(5)] class Hidden : Migration", "Hidden (version 5) is passed over, since it is not public.")]
    [InlineData("[Migration(5)] internal class Hidden : Migration", "Hidden (version 5) is passed over, since it is not public.")]
    [InlineData("[Migration(5)] public abstract class Hidden : Migration",
        "Hidden (version 5) is passed over, since it is abstract")]
    [InlineData("[Maintenance(MigrationStage.BeforeEach)] class Hidden : Migration", "Hidden (maintenance) is passed over")]
    [InlineData("[Profile(\"x\")] class Hidden : Migration", "Hidden (a profile) is passed over")]
    public async Task PassedOver_IsToldByEveryVerbThatReadsMigrations(string declaration, string told)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers,
            $"{declaration} {{ public override void Up() {{ }} public override void Down() {{ }} }}\n");

        string[][] verbs = [["up", "--dry-run"], ["status"], ["up"], ["up"], ["lint"], ["manifest", "--manifest", "m.json"]];
        foreach (var verb in verbs)
            (await sandbox.RunAsync([.. verb, "--assembly", assembly])).Exits(ExitCode.Success).Says(told);
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task PassedOver_NestedOrNoMigration_IsToldWithTheReason()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(Samples.Customers, """
            class Outer { [Migration(5)] public class Inner : ForwardOnlyMigration { public override void Up() { } } }
            [Migration(6)] public class Forgot { }
            // What is derived from it does not have its attribute.
            [Migration(7)] public abstract class Base : Migration { public override void Down() { } }
            public class Derived : Base { public override void Up() { } }

            """);

        var run = await sandbox.RunAsync("status", "--assembly", assembly);

        run.Exits(ExitCode.Success).Says(
            "Outer.Inner (version 5) is passed over, since Outer, in which it stands, is not public.",
            "Forgot (version 6) is passed over, since it is no Migration",
            "Base (version 7) is passed over, since it is abstract: what is derived from it needs a [Migration] of its own.");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task PassedOver_WhereTheManifestIsEmbeddedAndNothingIsPending_IsToldAllTheSame()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var source = Samples.Customers + "[Migration(5)] class Hidden : ForwardOnlyMigration { public override void Up() { } }";
        var manifest = MigrationEngine.CreateManifest(MigrationAssembly.Load(Samples.Assembly(Samples.Customers))).Text;
        var assembly = CompiledMigrations.ToFile(source,
            new Dictionary<string, string> { ["migrations.manifest.json"] = manifest });
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success).Says("Hidden (version 5) is passed over");
        (await sandbox.RunAsync("status", "--assembly", assembly)).Exits(ExitCode.Success)
            .Says("Hidden (version 5) is passed over");
    }

    [Trait("Of", "the .NET tool")]
    [Fact]
    public async Task Edits_WithoutAManifest_CannotBeNoticed_AndThatIsToldOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var first = await sandbox.RunAsync("up", "--target", "+1", "--assembly", Samples.Two);
        Assert.DoesNotContain(NoManifest, first.Exits(ExitCode.Success).ToString(), StringComparison.Ordinal);

        foreach (var verb in (string[][])[["up", "--dry-run"], ["status"], ["up"], ["up"]])
            Assert.Equal(2, (await sandbox.RunAsync([.. verb, "--assembly", Samples.Two])).Exits(ExitCode.Success)
                .Says(NoManifest, "dotnet migrator manifest").Out.Split(NoManifest).Length);
    }

    [Fact]
    public async Task Edits_OfWhatTheManifestStillHasAsItWas_AreTold()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var manifest = Path.Combine(sandbox.Directory.Path, "m.json");
        var edited = Samples.Assembly(Samples.Customers.Replace("bigint", "integer", StringComparison.Ordinal), Samples.Orders);
        (await sandbox.RunAsync("manifest", "--manifest", manifest, "--assembly", Samples.Two)).Exits(ExitCode.Success);
        (await sandbox.RunAsync("up", "--target", "+1", "--manifest", manifest, "--assembly", Samples.Two))
            .Exits(ExitCode.Success);

        foreach (var verb in (string[][])[["up", "--dry-run"], ["up"]])
            (await sandbox.RunAsync([.. verb, "--manifest", manifest, "--assembly", edited])).Exits(ExitCode.Success)
                .Says("The manifest was not written anew since 20260110120000 was edited");
    }

    [Fact]
    public async Task Edits_OfWhatAnotherRunnerApplied_CannotBeNoticed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var manifest = Path.Combine(sandbox.Directory.Path, "m.json");
        (await sandbox.RunAsync("manifest", "--manifest", manifest, "--assembly", Samples.Two)).Exits(ExitCode.Success);
        await sandbox.Database.ExecuteAsync("CREATE TABLE \"VersionInfo\" (\"Version\" bigint NOT NULL, \"AppliedOn\" timestamp, "
            + "\"Description\" varchar(1024)); INSERT INTO \"VersionInfo\" VALUES (20260110120000, now(), 'CreateCustomers'); "
            + $"ALTER TABLE \"VersionInfo\" OWNER TO {sandbox.Settings.Username}");

        foreach (var verb in (string[][])[["status"], ["up"], ["up"]])
            (await sandbox.RunAsync([.. verb, "--manifest", manifest, "--assembly", Samples.Two])).Exits(ExitCode.Success)
                .Says("That 20260110120000 was edited cannot be noticed: no checksum is on record");
    }

    [Fact]
    public async Task VersionsOfDifferentLength_AlignInEveryListing()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly(CompiledMigrations.Sql(9, "Nine", []), CompiledMigrations.Sql(10, "Ten", []),
            CompiledMigrations.Sql(202601010900, "Dated", []));

        (await sandbox.RunAsync("status", "--assembly", assembly))
            .Says("\n               9  Nine\n              10  Ten\n    202601010900  Dated\n");
        (await sandbox.RunAsync("up", "--target", "+2", "--assembly", assembly)).Says("\n   9  Nine ", "\n  10  Ten ");
        (await sandbox.RunAsync("status", "--assembly", assembly))
            .Says("\n              10  Ten ", "\n               9  Nine ", "\n    202601010900  Dated\n");
    }
}
