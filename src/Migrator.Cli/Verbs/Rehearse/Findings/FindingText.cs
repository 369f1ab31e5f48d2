using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Rehearse.Findings;

/// <summary>One finding in a line.</summary>
internal static class FindingText
{
    public static string Of(Finding finding, RehearsalResult result)
    {
        var name = finding.Relation?.DottedName(result.DefaultSchema);
        var weight = finding.Relation is { } relation
            && result.Weights.TryGetValue((relation.Schema, relation.Name), out var found) ? $" ({WeightText.Of(found)})" : "";
        return finding.Kind switch
        {
            FindingKind.BriefLock =>
                $"{Mode(finding.Lock!.Value)} on {name}{weight}, for a moment: {Statement(finding.Statement!)}",
            FindingKind.LongLock when finding.Worker == finding.Statement =>
                $"{Blocks(finding)} {name}{weight}: {Statement(finding.Statement!)} works through rows under "
                    + $"{Mode(finding.Lock!.Value)}",
            FindingKind.LongLock =>
                $"{Blocks(finding)} {name}{weight}: {Mode(finding.Lock!.Value)} of {Statement(finding.Statement!)} is held "
                    + $"while {Statement(finding.Worker!)} works through rows",
            FindingKind.UnseenLocks => $"locks of {Statement(finding.Statement!)} were not seen: it runs outside a transaction",
            FindingKind.Rewrite => $"rewrites {name}{weight}: {Statement(finding.Statement!)}",
            FindingKind.Dropped when finding.Column is { } column => $"drops column {name}.{column}{weight}",
            FindingKind.Dropped => $"drops table {name}{weight}",
            FindingKind.Emptied => $"empties {name}{weight}: {Statement(finding.Statement!)}",
            FindingKind.Deletes => $"deletes rows: {Statement(finding.Statement!)}",
            FindingKind.NoWayBack => $"no way back: {finding.Reason}",
            FindingKind.DownFails => $"its down fails: {finding.Reason}",
            FindingKind.NotRestored =>
                $"its down does not bring the schema back: {finding.Difference!.Word} "
                    + $"{DifferenceText.Of(finding.Difference, result.DefaultSchema)}",
            FindingKind.Reordered => $"its down leaves another {DifferenceText.Of(finding.Difference!, result.DefaultSchema)}",
            _ when finding.Difference is { } difference =>
                $"applied again, it makes something else: {difference.Word} "
                    + $"{DifferenceText.Of(difference, result.DefaultSchema)}",
            _ => $"cannot be applied again after its down: {finding.Reason}",
        };
    }

    /// <summary>The lock as the server's documentation writes it: <c>ACCESS EXCLUSIVE</c>.</summary>
    public static string Mode(LockMode mode) =>
        string.Concat(mode.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}"))
            .ToUpperInvariant();

    private static string Blocks(Finding finding) =>
        finding.Lock == LockMode.AccessExclusive ? "blocks reads and writes on" : "blocks writes on";

    private static string Statement(ObservedStatement statement) => $"statement {statement.Number}, {statement.Command}";
}
