using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary>Rehearsals put together, to be shown.</summary>
internal static class Rehearsals
{
    public static Relation Table(string name) => new("public", name, 'r');

    /// <summary>A migration that builds an index under a lock.</summary>
    public static RehearsedMigration Index(int version, string name, Relation table, string sql)
    {
        var statement = new ObservedStatement(1, sql, TimeSpan.FromMilliseconds(2))
        { Locks = [new(table, LockMode.Share)], Scanned = [table], Indexed = [table] };
        return new(new MigrationDescriptor(version, name, true, false), [statement],
            [new(RehearsalFindingKind.LongLock, RehearsalVerdict.BlocksWrites)
                { Relation = table, Lock = LockMode.Share, Statement = statement, Worker = statement }]);
    }

    /// <summary>A migration that locks a table for a moment.</summary>
    public static RehearsedMigration Moment(int version, string name, Relation table)
    {
        var statement = new ObservedStatement(1, "ALTER TABLE x ADD y int", TimeSpan.FromMilliseconds(1))
        { Locks = [new(table, LockMode.AccessExclusive)] };
        return new(new MigrationDescriptor(version, name, true, false), [statement],
            [new(RehearsalFindingKind.BriefLock, RehearsalVerdict.Safe)
                { Relation = table, Lock = LockMode.AccessExclusive, Statement = statement }]);
    }

    public static RehearsalSummary Report(IReadOnlyList<RehearsedMigration> migrations, bool showSql = false,
        params (string Table, long? Rows)[] weights) => new(
        new RehearsalReport
        {
            DefaultSchema = "public",
            Migrations = migrations,
            Weights = weights.ToDictionary(one => ("public", one.Table), one => new TableWeight(one.Rows, 0, 0, 0)),
        }, null, showSql, null);

    /// <summary>300 migrations of 40 tables, of which every third builds an index.</summary>
    public static RehearsalSummary Many() => Report(
    [
        .. Enumerable.Range(1, 300).Select(number => (number, Table: Table($"table_with_a_name_of_some_length_{number % 40}")))
        .Select(one => one.number % 3 == 0
            ? Index(one.number, $"IndexSomethingOfATable{one.number}", one.Table,
                $"CREATE INDEX ix ON {one.Table.Name} "
                + $"({string.Join(", ", Enumerable.Range(0, 20).Select(column => $"column_{column}"))})")
            : Moment(one.number, $"AddAColumnToATable{one.number}", one.Table)),
    ], showSql: true);
}
