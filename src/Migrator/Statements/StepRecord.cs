using Migrator.Database.Locking;
using Migrator.SchemaCheck;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements;

/// <summary>The record of a step, in one statement: version row and journal entry change together or not at all.</summary>
internal static class StepRecord
{
    public static NpgsqlBatchCommand Applied(LockedSession locked, StepContext step, string description, string held)
    {
        var table = locked.Table;
        return Of(locked, step, held,
            first => $"""
                INSERT INTO {table.QuotedName} ({Identifier.Quote(table.VersionColumn)}, {Identifier.Quote(table.AppliedOnColumn)}, {Identifier.Quote(table.DescriptionColumn)})
                SELECT ${first}, now() AT TIME ZONE 'UTC', left(${first + 1}, 1024)
                """,
            new NpgsqlParameter<long> { TypedValue = step.Entry!.Version }, new NpgsqlParameter<string> { TypedValue = description });
    }

    public static NpgsqlBatchCommand Reverted(LockedSession locked, StepContext step, string held) => Of(locked, step, held,
        first => $"DELETE FROM {locked.Table.QuotedName} WHERE {Identifier.Quote(locked.Table.VersionColumn)} = ${first}",
        new NpgsqlParameter<long> { TypedValue = step.Entry!.Version });

    private static NpgsqlBatchCommand Of(LockedSession locked, StepContext step, string held, Func<int, string> change, params NpgsqlParameter[] parameters)
    {
        var entry = step.BegunId is { } id
            ? locked.Journal.End(id, "done", step.Elapsed, withVersion: true)
            : locked.Journal.Ended(step.Entry!, "done", step.Elapsed, withVersion: true);
        var sql = change(entry.Parameters.Count + 1);
        entry.CommandText = $"""
            WITH version AS ({sql} {(sql.StartsWith("DELETE", StringComparison.Ordinal) ? "AND" : "WHERE")} {held} RETURNING 1)
            {entry.CommandText}
            """;
        entry.Parameters.AddRange(parameters);
        return entry;
    }
}
