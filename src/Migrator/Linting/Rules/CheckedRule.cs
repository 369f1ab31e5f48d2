using Migrator.Linting.State;
using Migrator.Sql.Reading;

namespace Migrator.Linting.Rules;

/// <summary>A rule and how it is looked for. What finds something gives the words that begin its message.</summary>
internal sealed record CheckedRule(LintRule Rule)
{
    /// <summary>Looks at a change; null for nothing.</summary>
    public Func<SqlChange, LintState, string?>? OfChange { get; init; }

    /// <summary>Looks at a whole statement, whatever it does; null for nothing.</summary>
    public Func<SqlStatement, LintState, string?>? OfStatement { get; init; }

    /// <summary>What to write instead, where that depends on more than the rule; null, or a null of it, for what the rule
    /// says.</summary>
    public Func<SqlChange, LintState, string?>? Instead { get; init; }

    /// <summary>A rule about one kind of change.</summary>
    public static CheckedRule Of(
        string id, LintSeverity severity, string why, string safeForm, ChangeKind kind,
        Func<SqlChange, LintState, string?> find) =>
        new(new LintRule(id, severity, why, safeForm))
        { OfChange = (change, state) => change.Kind == kind ? find(change, state) : null };
}
