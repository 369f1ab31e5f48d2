using Migrator.SchemaCheck;
using Npgsql;
using NpgsqlTypes;

namespace Migrator.Database.History;

/// <summary>
/// Our table beside the version table: who ran what, when, how long, how it ended. The version table stays the truth; without
/// the journal nothing but knowledge is lost.
/// </summary>
/// <remarks>The states of an entry: <see cref="JournalRules"/>.</remarks>
internal sealed class Journal(VersionTable table, RunIdentity run, string toolVersion, string? build, string generator)
{
    /// <summary>Who runs.</summary>
    public RunIdentity Run => run;

    /// <summary>The tool's version.</summary>
    public string ToolVersion => toolVersion;

    /// <summary>The build that deploys; null if unknown.</summary>
    public string? Build => build;

    /// <summary>What writes the SQL, for the checksums.</summary>
    public string Generator => generator;

    /// <summary>Its columns.</summary>
    public static readonly IReadOnlyList<(string Name, string Type)> Columns =
    [
        ("id", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        ("run", "text NOT NULL"),
        ("version", "bigint NOT NULL"),
        ("name", "text NOT NULL"),
        ("direction", "text NOT NULL"),
        ("state", "text NOT NULL"),
        ("transactional", "boolean NOT NULL"),
        ("breaking", "boolean NOT NULL DEFAULT false"),
        ("started_at", "timestamptz NOT NULL"),
        ("ended_at", "timestamptz"),
        ("duration_ms", "bigint"),
        ("statement", "integer"),
        ("sql_state", "text"),
        ("statements_done", "integer"),
        ("done_hash", "text"),
        ("begun_hash", "text"),
        ("checksum", "text"),
        ("tool_version", "text NOT NULL"),
        ("database_user", "text NOT NULL DEFAULT session_user"),
        ("host", "text NOT NULL"),
        ("build", "text"),
        ("generator", "text"),
    ];

    /// <summary>What has to be run for the journal to have every column of this version.</summary>
    public static IEnumerable<string> MissingSql(VersionTable table, IReadOnlySet<string> present)
    {
        if (present.Count == 0)
        {
            yield return $"CREATE TABLE {table.QuotedJournalName} "
                + $"({string.Join(", ", Columns.Select(column => $"{column.Name} {column.Type}"))})";
            yield return $"CREATE INDEX ON {table.QuotedJournalName} (version, id)";
            yield break;
        }

        // A column that a later version of the tool adds must be nullable or have a default.
        foreach (var (name, type) in Columns.Where(column => !present.Contains(column.Name)))
            yield return $"ALTER TABLE {table.QuotedJournalName} ADD {name} {type}";
    }

    /// <summary>
    /// Inserts an entry that has ended. Times are the server's: the start is its clock less the measured duration.
    /// </summary>
    /// <param name="entry">The migration and how it ended.</param>
    /// <param name="state">One of the states.</param>
    /// <param name="elapsed">How long it took, by this machine's monotonic clock; null if nothing ran.</param>
    public NpgsqlBatchCommand Ended(JournalEntry entry, string state, TimeSpan? elapsed)
    {
        var command = new NpgsqlBatchCommand(
            $"""
            INSERT INTO {table.QuotedJournalName}
              (run, version, name, direction, state, transactional, breaking, started_at, ended_at, duration_ms, statement, sql_state, tool_version, host, build, checksum, generator)
            SELECT $1, $2, $3, $4, $5, $6, $7, clock_timestamp() - coalesce({Duration("$8")}, 0) * interval '1 millisecond', clock_timestamp(), {Duration("$8")}, $9, $10, $11, $12, $13, $14, $15
            """);
        Add(command, run.Id, entry.Version, entry.Name, entry.DirectionWord, state, entry.Transactional, entry.Breaking);
        AddNullable(command, NpgsqlDbType.Bigint, (long?)elapsed?.TotalMilliseconds);
        AddNullable(command, NpgsqlDbType.Integer, entry.Statement);
        AddNullable(command, NpgsqlDbType.Text, entry.SqlState);
        Add(command, toolVersion, run.Host);
        AddNullable(command, NpgsqlDbType.Text, build);
        AddNullable(command, NpgsqlDbType.Text, entry.Checksum);
        Add(command, entry.Generator ?? generator);
        return command;
    }

    /// <summary>Records that a non-transactional migration begins, or goes on; gives the entry's id.</summary>
    /// <param name="entry">The migration.</param>
    /// <param name="onlyIf">SQL; without it being true, no entry is made.</param>
    /// <param name="earlier">Where an earlier run stopped; null if none began it.</param>
    public NpgsqlBatchCommand Begun(JournalEntry entry, string onlyIf, DirtyMigration? earlier)
    {
        var command = new NpgsqlBatchCommand(
            $"""
            INSERT INTO {table.QuotedJournalName}
              (run, version, name, direction, state, transactional, breaking, started_at, tool_version, host, build, statements_done, done_hash, begun_hash, checksum, generator)
            SELECT $1, $2, $3, $4, '{JournalRules.Begun}', $5, $6, clock_timestamp(), $7, $8, $9, $10, $11, $12, $13, $14 WHERE {onlyIf} RETURNING id
            """);
        Add(command, run.Id, entry.Version, entry.Name, entry.DirectionWord, entry.Transactional, entry.Breaking, toolVersion,
            run.Host);
        AddNullable(command, NpgsqlDbType.Text, build);
        Add(command, earlier?.StatementsDone ?? 0);
        AddNullable(command, NpgsqlDbType.Text, earlier?.DoneHash);
        AddNullable(command, NpgsqlDbType.Text, earlier?.BegunHash);
        AddNullable(command, NpgsqlDbType.Text, entry.Checksum);
        Add(command, generator);
        return command;
    }

    /// <summary>Records that a statement begins whose work cannot be recorded together with it.</summary>
    public NpgsqlBatchCommand StatementBegins(long id, int number, string hash)
    {
        var command = new NpgsqlBatchCommand(
            $"UPDATE {table.QuotedJournalName} SET statement = $2, begun_hash = $3 WHERE id = $1");
        Add(command, id, number, hash);
        return command;
    }

    /// <summary>Records that a statement is done.</summary>
    public NpgsqlBatchCommand StatementDone(long id, int done, string hash)
    {
        var command = new NpgsqlBatchCommand(
            $"UPDATE {table.QuotedJournalName} SET statements_done = $2, done_hash = $3, begun_hash = NULL WHERE id = $1");
        Add(command, id, done, hash);
        return command;
    }

    /// <summary>Asks how far an entry that was begun is.</summary>
    public NpgsqlCommand Progress(NpgsqlConnection connection, long id)
    {
        var command = new NpgsqlCommand(
            $"SELECT coalesce(statements_done, 0), done_hash, begun_hash FROM {table.QuotedJournalName} WHERE id = $1",
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        return command;
    }

    /// <summary>Ends an entry that was begun.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="state">One of the states.</param>
    /// <param name="elapsed">How long it took, by this machine's monotonic clock.</param>
    /// <param name="statement">The number of the statement that failed; null if none did.</param>
    /// <param name="sqlState">What it failed with.</param>
    /// <param name="begunHash">Of a statement that may have left something; null if none did.</param>
    public NpgsqlBatchCommand End(
        long id, string state, TimeSpan elapsed, int? statement = null, string? sqlState = null, string? begunHash = null)
    {
        var command = new NpgsqlBatchCommand(
            $"""
            UPDATE {table.QuotedJournalName}
            SET state = $2, ended_at = clock_timestamp(), duration_ms = {Duration("$3")}, statement = $4, sql_state = $5, begun_hash = $6
            WHERE id = $1
            """);
        Add(command, id, state, (long)elapsed.TotalMilliseconds);
        AddNullable(command, NpgsqlDbType.Integer, statement);
        AddNullable(command, NpgsqlDbType.Text, sqlState);
        AddNullable(command, NpgsqlDbType.Text, begunHash);
        return command;
    }

    // The statements that were sent along with the entry are not in our measurement yet: the transaction's age has them.
    internal static string Duration(string measured) =>
        $"({measured} + greatest(0, (extract(epoch FROM clock_timestamp() - now()) * 1000)::bigint - {measured}))";

    internal static void Add(NpgsqlBatchCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    internal static void AddNullable(NpgsqlBatchCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}
