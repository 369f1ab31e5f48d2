using System.Reflection;

namespace Migrator.Tests.Linting.Rules;

/// <summary>No rule without a case in every direction.</summary>
public sealed class EveryRuleTests
{
    // Whether a table is new changes nothing of these: they fail, or are cut, or are not known all the same.
    private static readonly string[] OfNoTable =
    [
        "concurrently-in-transaction", "concurrent-on-partitioned", "drop-schema", "transaction-control", "not-in-transaction",
        "identifier-too-long", "invalid", "sends-nothing", "silent-loss", "opaque", "missing-extension", "version-length", "newer-than-server", "enum-new-and-use",
    ];

    [Fact]
    public void EveryRule_IsTestedToFindSomething() => Assert.Empty(Ids.Except(Cases("Finds")));

    [Fact]
    public void EveryRule_IsTestedToBeSilentOnTheSafeForm() => Assert.Empty(Ids.Except(Cases("SilentOnTheSafeForm")));

    [Fact]
    public void EveryRuleAboutATable_IsTestedToBeSilentOnANewOne() =>
        Assert.Equal(OfNoTable.Order(), Ids.Except(Cases("SilentOnANewTable")).Order());

    [Fact]
    public void EveryCase_IsOfARule() =>
        Assert.Empty(((string[])["Finds", "SilentOnTheSafeForm", "SilentOnANewTable"]).SelectMany(Cases).Except(Ids));

    private static IEnumerable<string> Ids => LintRules.All.Select(rule => rule.Id);

    private static IEnumerable<string> Cases(string method) =>
        typeof(RuleTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleTests)))
        .SelectMany(type => type.GetMethod(method)?.GetCustomAttributes<InlineDataAttribute>() ?? [])
        .Select(data => (string)data.Data[0]!).Distinct();
}
