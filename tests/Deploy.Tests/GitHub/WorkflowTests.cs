using System.Text.RegularExpressions;
using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.GitHub;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Names => [.. YamlFile.Workflows];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Actionlint_FindsNothing(string name) =>
        Assert.Equal("", await Actionlint.RunAsync(name, YamlFile.Text(name)));

    [Theory]
    [InlineData("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.4", "runner-label")]
    [InlineData("      - run: .ci/run", "      - run: echo ${{ github.head_ref }}", "expression")]
    [InlineData("    needs: test", "    needs: tests", "job-needs")]
    [InlineData("      attestations: write", "      attestation: write", "permissions")]
    [InlineData("steps.nuget.outputs", "steps.nugget.outputs", "expression")]
    public async Task Actionlint_FindsAMistake(string text, string mistake, string kind)
    {
        var workflow = YamlFile.Text("release.yml");
        Assert.Contains(text, workflow, StringComparison.Ordinal);

        Assert.Contains($"[{kind}]",
            await Actionlint.RunAsync("release.yml", workflow.Replace(text, mistake, StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Workflow_MayReadOnly_UnlessAJobSaysMore(string name) =>
        Assert.Equal([KeyValuePair.Create("contents", "read")], YamlFile.Parse(YamlFile.Text(name)).Scalars("permissions"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Checkout_KeepsNoToken(string name) =>
        Assert.All(YamlFile.Parse(YamlFile.Text(name)).Steps()
            .Where(step => step.Scalar("uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true),
            step => Assert.Contains(KeyValuePair.Create("persist-credentials", "false"), step.Scalars("with")));

    [Theory]
    [InlineData("deploy.yml")]
    [InlineData("release.yml")]
    public void WhereSecretsAre_EveryActionIsPinnedByItsCommit_AndSaysItsVersion(string name) =>
        Assert.All(Uses().Matches(YamlFile.Text(name)), use => Assert.Matches(Pinned(), use.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryScript_IsBash(string name)
    {
        foreach (var script in YamlFile.Parse(YamlFile.Text(name)).Steps().Select(step => step.Scalar("run")).OfType<string>())
            await Shell.SucceedAsync("bash -n", Repository.Root, input: script);
    }

    [Fact]
    public void Deploy_UsesTheMigrateAction_WithInputsThatItHas_AndTheConnectionOnlyWhereItMigrates()
    {
        var inputs = MigrateAction.Definition.Map("inputs");
        var steps = YamlFile.Parse(YamlFile.Text("deploy.yml")).Steps().ToList();
        var uses = steps.Where(step => step.Scalar("uses") == "./.github/actions/migrate").ToList();

        Assert.Equal(["manifest", null], uses.Select(step => step.Map("with").Scalar("command")));
        Assert.All(uses, step => Assert.Subset(inputs.Keys().ToHashSet(), step.Map("with").Keys().ToHashSet()));
        Assert.All(uses, step => Assert.NotNull(step.Map("with").Scalar("version")));
        Assert.Same(uses[1],
            Assert.Single(steps,
                step => step.Scalars("env").Any(variable => variable.Value.Contains("secrets.", StringComparison.Ordinal))));
        Assert.DoesNotContain("secrets.",
            string.Concat(steps.SelectMany(step => step.Scalars("with")).Select(input => input.Value)), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"uses: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^(\./\.github/actions/[a-z]+|[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$")]
    private static partial Regex Pinned();
}
