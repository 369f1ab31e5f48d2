using System.Text.Json;
using System.Text.RegularExpressions;
using Deploy.Tests.GitHub;
using Deploy.Tests.Roles;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docs;

/// <summary>The pages on deploying are short and true: every command in them is run.</summary>
public sealed partial class PageTests(TestServer server)
{
    private const int Longest = 80;

    public static TheoryData<string> Names => ["kubernetes.md", "ci.md", "roles.md", "why-not-at-startup.md"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_IsShort_AndHasOnlyBlocksThatAreChecked(string name)
    {
        var page = Page.Read(name);

        Assert.InRange(page.Lines, 10, Longest);
        Assert.All(page.Blocks, block => Assert.Contains(block.Language, (string[])["sh", "yaml", "json"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLink_LeadsToAFile(string name) =>
        Assert.All(Page.Read(name).Links(), link => Assert.True(Path.Exists(Repository.PathOf("docs", link)), link));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryCommandInASentence_IsOneThatTheToolKnows(string name)
    {
        foreach (var arguments in Page.Read(name).Inline())
        {
            // Nobody is asked for a database before the command line is understood.
            var result = await new ToolStart(arguments).With("MIGRATOR_ASSEMBLY", Sample.Assembly)
                .With("MIGRATOR_MANIFEST", Repository.PathOf("src", "Migrations", "migrations.manifest.json")).RunAsync();

            if (arguments[0] == "manifest")
                result.Exits(ExitCode.Success);
            else
                result.Exits(ExitCode.Usage).Complains("no database to connect to");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryWorkflow_IsCleanForActionlint(string name)
    {
        foreach (var workflow in Page.Read(name).Of("yaml"))
            Assert.Equal("", await Actionlint.RunAsync(name, workflow));
    }

    [Fact]
    public async Task Ci_EveryCommandRuns()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, script: false);
        using var reader = new Reader(roles);
        reader.Environment["MIGRATOR_CONNECTION"] = roles.Database.ConnectionString;
        var workflow = YamlFile.Parse(Assert.Single(Page.Read("ci.md").Of("yaml")));

        foreach (var block in Page.Read("ci.md").Of("sh"))
            await reader.RunAsync(block);

        Assert.Equal("20251202080000",
            await reader.RunAsync("psql -Atc 'SELECT max(\"Version\") FROM \"VersionInfo\"' | tr -d '\\n'"));
        Assert.All(workflow.Steps().Where(step => step.Scalar("uses")!.Contains("/migrate@", StringComparison.Ordinal)),
            step => Assert.Subset(MigrateAction.Definition.Map("inputs").Keys().ToHashSet(),
                step.Map("with").Keys().ToHashSet()));
    }

    [Fact]
    public async Task Roles_EveryCommandRuns_InTheOrderOfThePage()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, script: false);
        using var reader = new Reader(roles);
        var blocks = Page.Read("roles.md").Of("sh").ToList();
        Assert.Equal(4, blocks.Count);

        await reader.RunAsync(blocks[0]);
        await reader.RunAsync(blocks[1], string.Concat(Enumerable.Repeat(TestDatabase.RolePassword + "\n", 4)));
        reader.Environment["MIGRATOR_CONNECTION"] = roles.Migrator;
        var up = await reader.RunAsync(blocks[2]);

        Assert.Contains(" applied in ", up, StringComparison.Ordinal);
        (await RolesDatabase.Tool(roles.Application, "status", "--exit-code").RunAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task Roles_SaidOnceInTheFile_IsEnough()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        using var reader = new Reader(roles);
        reader.Environment["MIGRATOR_CONNECTION"] = roles.Migrator;
        reader.Write("migrator.json",
            Assert.Single(Page.Read("roles.md").Of("json")).Replace("shop", roles.Database.Name, StringComparison.Ordinal));

        Assert.Contains(" applied in ", await reader.RunAsync("dotnet migrator up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_ADatabaseThatWasMigratedBefore_BecomesTheOwners_AndNothingIsAppliedTwice()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, script: false);
        using var reader = new Reader(roles);
        var admin = roles.Database.Name + "_admin";
        await roles.Database.ExecuteAsync(
            $"CREATE ROLE {admin} LOGIN PASSWORD '{TestDatabase.RolePassword}'; ALTER DATABASE {roles.Database.Name} OWNER TO {admin}");
        reader.Environment["MIGRATOR_CONNECTION"] = roles.ConnectionAs(admin);
        await reader.RunAsync("dotnet migrator up");

        await reader.RunAsync(Page.Read("roles.md").Of("sh").Last());
        await roles.SetPasswordsAsync();

        (await roles.UpAsync()).Exits(ExitCode.Success).Says("Up to date");
        (await RolesDatabase.Tool(roles.Application, "wait", "--timeout", "0").RunAsync()).Exits(ExitCode.Success);
        Assert.Equal([roles.Owner], await roles.Database.ColumnAsync<string>(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace IN ('public'::regnamespace, "
            + "'migrator'::regnamespace)"));
    }

    [Fact]
    public async Task Kubernetes_EveryCommandRuns_AndTheReleaseIsNamedEverywhere()
    {
        await using var roles = await RolesDatabase.CreateAsync(server, script: false);
        using var reader = new Reader(roles);
        reader.Write("migrator.txt", roles.Migrator);
        reader.Write("application.pgpass", "*:*:*:*:none");
        Directory.CreateDirectory(Path.Combine(reader.Folder, "templates"));
        var said = "";

        foreach (var block in Page.Read("kubernetes.md").Of("sh"))
            said += await reader.RunAsync(block);

        Assert.Contains("name: storefront-migrate-1-1-0\n", said, StringComparison.Ordinal);
        Assert.Equal(["1.1.0", "1.1.0", "1.1.0"], Tags().Matches(said).Select(match => match.Groups[1].Value));
        Assert.Contains("helm.sh/hook",
            await File.ReadAllTextAsync(Path.Combine(reader.Folder, "templates", "migrate.yaml"),
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Kubernetes_TheTableOfExitCodes_IsComplete()
    {
        var rows = File.ReadLines(Repository.PathOf("docs", "kubernetes.md")).Where(line => Codes().IsMatch(line))
            .Select(line => line.Split('|')[1]);

        Assert.Equal(Enum.GetValues<ExitCode>().Where(code => code != ExitCode.Success).Select(code => (int)code),
            rows.SelectMany(row => row.Split(','))
                .Select(code => int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void EveryPage_IsJsonWhereItSaysSo()
    {
        foreach (var text in Names.SelectMany(name => Page.Read(name.Data).Of("json")))
            JsonDocument.Parse(text).Dispose();
    }

    [GeneratedRegex(@"image: registry\.example\.com/[a-z-]+:(\S+)")]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\| [0-9, ]+ \|")]
    private static partial Regex Codes();
}
