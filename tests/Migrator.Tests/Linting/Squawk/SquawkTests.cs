using System.Reflection;
using System.Text.RegularExpressions;
using Migrator.Tests.Linting.Rules;
using Migrator.TestSupport.Tool;

namespace Migrator.Tests.Linting.Squawk;

/// <summary>
/// The linter against one by others, on every case of every rule: each disagreement is listed in disagreements.txt
/// (UPDATE_GOLDEN=1 writes it), and docs/lint.md says of each kind who is right.
/// </summary>
public sealed partial class SquawkTests
{
    private const string Nothing = "-";

    private static readonly string Listed = Repository.PathOf("tests", "Migrator.Tests", "Linting", "Squawk",
        "disagreements.txt");

    [Fact]
    public async Task EveryDisagreement_IsListed()
    {
        var lines = string.Concat((await DisagreementsAsync()).Select(one => $"{one.Squawk,-45} {one.Ours,-28} {one.Case}\n"));

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(Listed, lines, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(Listed, TestContext.Current.CancellationToken), lines);
    }

    [Fact]
    public async Task EveryKindOfDisagreement_IsJudgedInTheDocumentation()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "lint.md"), TestContext.Current.CancellationToken);
        var judged = Row().Matches(page[page.IndexOf("## Against squawk", StringComparison.Ordinal)..])
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value));

        Assert.Equal((await DisagreementsAsync()).Select(one => (one.Squawk, one.Ours)).Distinct().Order(), judged.Order());
    }

    [Fact]
    public void EveryCounterpart_IsARuleOfOurs() =>
        Assert.Empty(SquawkRules.Ours.Values.SelectMany(ours => ours).Except(LintRules.All.Select(rule => rule.Id)));

    // What stands in a case of more than one migration is given to it alone: it knows no other file.
    private static async Task<IReadOnlyList<(string Squawk, string Ours, string Case)>> DisagreementsAsync()
    {
        string[] cases = [.. typeof(RuleTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleTests))
            // Of C#, which squawk does not read.
            && type != typeof(SilentLossRuleTests))
            .OrderBy(type => type.Name)
            .SelectMany(type => type.GetMethods().OrderBy(method => method.Name))
            .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>())
            .Select(data => (string)data.Data[^1]!).Where(text => text.Contains(' ', StringComparison.Ordinal)).Distinct()];
        List<(string, string, string)> found = [];
        foreach (var group in cases.GroupBy(IsInTransaction).OrderByDescending(group => group.Key))
        {
            string[] texts = [.. group];
            var theirs = await SquawkProgram.RulesAsync([.. texts.Select(Sql)], group.Key);
            Assert.Empty(theirs.SelectMany(rules => rules).Except(SquawkRules.Ours.Keys).Except(SquawkRules.OfStyle));
            for (var i = 0; i < texts.Length; i++)
                found.AddRange(Compare(theirs[i], Linted.Rules(texts[i]))
                    .Select(pair => (pair.Squawk, pair.Ours, texts[i].ReplaceLineEndings(" "))));
        }

        return found;
    }

    private static IEnumerable<(string Squawk, string Ours)> Compare(IReadOnlySet<string> theirs, IReadOnlyList<string> ours)
    {
        foreach (var rule in theirs.Order()
            .Where(rule => SquawkRules.Ours.TryGetValue(rule, out var same) && !same.Intersect(ours).Any()))
            yield return (rule, Nothing);
        foreach (var rule in ours.Order().Where(rule => SquawkRules.Ours.Values.Any(same => same.Contains(rule))
            && !theirs.Any(one => SquawkRules.Ours.GetValueOrDefault(one, []).Contains(rule))))
            yield return (Nothing, rule);
    }

    private static bool IsInTransaction(string text) => !Last(text).StartsWith("outside:", StringComparison.Ordinal);

    private static string Last(string text) => text.Split("=>")[^1].Trim();

    private static string Sql(string text) =>
        string.Concat(Mark().Replace(Last(text), "").Split("||").Select(command => command.Trim().TrimEnd(';') + ";\n"));

    [GeneratedRegex(@"^(on \d\d: *)?((outside|breaking):)?")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\| `?([a-z-]+)`? \| `?([a-z-]+)`? \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
