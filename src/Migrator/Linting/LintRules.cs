using Migrator.Linting.Rules;

namespace Migrator;

/// <summary>Every rule. docs/lint.md is this table; a test holds them together.</summary>
public static class LintRules
{
    internal static IReadOnlyList<CheckedRule> Checked { get; } =
        [.. IndexRules.All, .. ColumnRules.All, .. ConstraintRules.All, .. ReleaseRules.All, .. DataRules.All, .. LockRules.All,
            .. ExtensionRules.All, .. VersionRules.All, .. TextRules.All];

    /// <summary>The rules, in the order in which they are documented.</summary>
    public static IReadOnlyList<LintRule> All { get; } = [.. Checked.Select(one => one.Rule)];

    private static readonly Dictionary<string, LintRule> ById = All.ToDictionary(rule => rule.Id);

    /// <summary>What can never run.</summary>
    internal static LintRule Invalid { get; } = Find("invalid")!;

    /// <summary>What does nothing.</summary>
    internal static LintRule SendsNothing { get; } = Find("sends-nothing")!;

    /// <summary>What is lost between the code and its SQL.</summary>
    internal static LintRule SilentLoss { get; } = Find("silent-loss")!;

    /// <summary>What cannot be known from text.</summary>
    internal static LintRule Opaque { get; } = Find("opaque")!;

    /// <summary>The rule of that id; null if there is none.</summary>
    public static LintRule? Find(string id) => ById.GetValueOrDefault(id);
}
