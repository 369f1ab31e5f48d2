using Migrator.Sql.Texts;

namespace Migrator.Rehearsal;

/// <summary>What the statements of one migration mean for others. Pure.</summary>
internal static class Judgement
{
    /// <param name="transactional">Whether locks are held to the migration's end, and not only to the statement's.</param>
    /// <param name="statements">What was seen, in order.</param>
    public static IReadOnlyList<RehearsalFinding> Of(bool transactional, IReadOnlyList<ObservedStatement> statements) =>
    [
        .. Locks(transactional, statements),
        .. statements.Where(one => !one.LocksAreKnown)
        .Select(one => new RehearsalFinding(RehearsalFindingKind.UnseenLocks, RehearsalVerdict.Unseen) { Statement = one }),
        .. statements.SelectMany(
            one => one.Rewritten.Select(table => new RehearsalFinding(RehearsalFindingKind.Rewrite, RehearsalVerdict.Rewrites)
            { Relation = table, Statement = one })),
        .. statements.SelectMany(
            one => one.Emptied.Select(table => new RehearsalFinding(RehearsalFindingKind.Emptied, RehearsalVerdict.DataLoss)
            { Relation = table, Statement = one })),
        .. statements.Where(one => one.Sql is { } sql && StatementText.MayDelete(sql))
        .Select(one => new RehearsalFinding(RehearsalFindingKind.Deletes, RehearsalVerdict.DataLoss) { Statement = one }),
    ];

    // Of each relation the lock that hurts most. A brief one is not told beside a long one.
    private static IEnumerable<RehearsalFinding> Locks(bool transactional, IReadOnlyList<ObservedStatement> statements) =>
        statements.SelectMany((statement, index) => Blocking(statement).Select(one => Of(one, statement,
                transactional ? statements.Skip(index)
                    .FirstOrDefault(later => later.WorksThroughRows) : statement.WorksThroughRows ? statement : null)))
            .GroupBy(finding => finding.Relation)
            .Select(findings => findings.OrderByDescending(finding => finding.Verdict).ThenByDescending(finding => finding.Lock)
                .First());

    private static RehearsalFinding Of(ObservedLock taken, ObservedStatement statement, ObservedStatement? worker) => new(
        worker is null ? RehearsalFindingKind.BriefLock : RehearsalFindingKind.LongLock,
        worker is null ? RehearsalVerdict.Safe : taken.Mode == LockMode.AccessExclusive
            ? RehearsalVerdict.BlocksReads : RehearsalVerdict.BlocksWrites)
    {
        Relation = taken.Relation,
        Lock = taken.Mode,
        Statement = statement,
        Worker = worker,
    };

    // Who has the table needs not be told of its indexes.
    private static IEnumerable<ObservedLock> Blocking(ObservedStatement statement)
    {
        ObservedLock[] blocking = [.. statement.Locks.Where(one => one.Mode >= LockMode.Share)];
        var whole = blocking.Any(one => one is { Mode: LockMode.AccessExclusive, Relation.Kind: 'r' or 'p' or 'm' });
        return blocking.Where(one => !(whole && one.Relation.Kind is ('i' or 'I')));
    }
}
