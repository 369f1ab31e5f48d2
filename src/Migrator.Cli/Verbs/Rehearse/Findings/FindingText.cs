using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Rehearse.Findings;

/// <summary>One finding in a line.</summary>
internal static class FindingText
{
    public static string Of(RehearsalFinding finding, RehearsalReport result)
    {
        var name = finding.Relation?.DottedName(result.DefaultSchema);
        var weight = finding.Relation is { } relation
            && result.Weights.TryGetValue((relation.Schema, relation.Name), out var found) ? $" ({WeightText.Of(found)})" : "";
        return finding.Kind switch
        {
            RehearsalFindingKind.BriefLock =>
                $"{finding.Lock!.Value.Words()} on {name}{weight}, for a moment: {Statement(finding.Statement!)}",
            RehearsalFindingKind.LongLock when finding.Worker == finding.Statement =>
                $"{Blocks(finding)} {name}{weight}: {Statement(finding.Statement!)} works through rows under "
                    + $"{finding.Lock!.Value.Words()}",
            RehearsalFindingKind.LongLock =>
                $"{Blocks(finding)} {name}{weight}: {finding.Lock!.Value.Words()} of {Statement(finding.Statement!)} is held "
                    + $"while {Statement(finding.Worker!)} works through rows",
            RehearsalFindingKind.UnseenLocks =>
                $"locks of {Statement(finding.Statement!)} were not seen: it runs outside a transaction",
            RehearsalFindingKind.Rewrite => $"rewrites {name}{weight}: {Statement(finding.Statement!)}",
            RehearsalFindingKind.Dropped when finding.Column is { } column => $"drops column {name}.{column}{weight}",
            RehearsalFindingKind.Dropped => $"drops table {name}{weight}",
            RehearsalFindingKind.Emptied => $"empties {name}{weight}: {Statement(finding.Statement!)}",
            RehearsalFindingKind.Deletes => $"deletes rows: {Statement(finding.Statement!)}",
            RehearsalFindingKind.NoWayBack => $"no way back: {finding.Reason}",
            RehearsalFindingKind.DownFails => $"its down fails: {finding.Reason}",
            RehearsalFindingKind.NotRestored =>
                $"its down does not bring the schema back: {finding.Difference!.Word} "
                    + $"{DifferenceText.Of(finding.Difference, result.DefaultSchema)}",
            RehearsalFindingKind.Reordered =>
                $"its down leaves another {DifferenceText.Of(finding.Difference!, result.DefaultSchema)}",
            _ when finding.Difference is { } difference =>
                $"applied again, it makes something else: {difference.Word} "
                    + $"{DifferenceText.Of(difference, result.DefaultSchema)}",
            _ => $"cannot be applied again after its down: {finding.Reason}",
        };
    }

    private static string Blocks(RehearsalFinding finding) =>
        finding.Lock == LockMode.AccessExclusive ? "blocks reads and writes on" : "blocks writes on";

    private static string Statement(ObservedStatement statement) => $"statement {statement.Number}, {statement.Command}";
}
