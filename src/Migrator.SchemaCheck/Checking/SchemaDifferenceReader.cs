using Npgsql;
using NpgsqlTypes;

namespace Migrator.SchemaCheck;

/// <summary>
/// Asks a database how it differs from what a build needs: one query, without a lock, a write, or a right beyond SELECT on the
/// version table and the journal. Only differences come back, however many migrations there are.
/// </summary>
public static class SchemaDifferenceReader
{
    /// <summary>Reads the difference. What a database lacks or an older tool left out (the journal, its newer columns) costs a
    /// second query.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="requirement">What is needed.</param>
    /// <param name="table">Where the applied versions are.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="PostgresException">The role may not read the tables (42501).</exception>
    /// <exception cref="InvalidOperationException">They are none of FluentMigrator's and ours, or row level security hides rows
    /// of them.</exception>
    public static async Task<SchemaDifference> ReadAsync(
        NpgsqlConnection connection, SchemaRequirement requirement, VersionTable table,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(requirement);
        ArgumentNullException.ThrowIfNull(table);
        var parts = Parts.All;
        while (true)
        {
            try
            {
                var (difference, isSecured) = await ReadAsync(connection, requirement, Sql(table, parts), cancellationToken)
                    .ConfigureAwait(false);
                if (isSecured)
                    (await HistoryTables.LocateAsync(connection, table, cancellationToken).ConfigureAwait(false))
                        .VerifyReadable();
                return difference.Standby is null ? difference with { DeployIsKnown = parts.Deploy }
                    : difference with
                    {
                        DeployIsKnown = false,
                        Standby = await StandbyState.ReadAsync(connection, cancellationToken).ConfigureAwait(false),
                    };
            }
            catch (PostgresException exception) when (parts.IsFirstTry && exception.SqlState is PostgresErrorCodes.UndefinedTable
                or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.WrongObjectType)
            {
                var tables = await HistoryTables.LocateAsync(connection, table, cancellationToken).ConfigureAwait(false);
                tables.VerifyReadable();
                parts = new(tables.Versions is not null, tables.Journal is not null,
                    tables.Journal?.Columns.Contains("checksum") ?? false, parts.Deploy, IsFirstTry: false);
            }
            catch (PostgresException exception) when (parts.Deploy
                && exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                // Locks, or the tables: the latter are asked for again.
                parts = parts with { Deploy = false };
            }
        }
    }

    private static async Task<(SchemaDifference Difference, bool IsSecured)> ReadAsync(
        NpgsqlConnection connection, SchemaRequirement requirement, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = requirement.RequiredVersions });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = requirement.KnownVersions });
        command.Parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            Value = requirement.Checksums,
        });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = requirement.Generator });

        long? current = null;
        long? floor = null;
        string? deploy = null;
        var (isSecured, isStandby) = (false, false);
        string? regeneratedFrom = null;
        List<long> missing = [], unknown = [], edited = [], regenerated = [], unfinished = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            long? version = reader.IsDBNull(1) ? null : reader.GetInt64(1);
            switch (reader.GetString(0))
            {
                case "current": current = version; break;
                case "missing": missing.Add(version!.Value); break;
                case "unknown": unknown.Add(version!.Value); break;
                case "edited": edited.Add(version!.Value); break;
                case "regenerated":
                    regenerated.Add(version!.Value);
                    regeneratedFrom = reader.GetString(2);
                    break;
                case "unfinished": unfinished.Add(version!.Value); break;
                case "floor": floor = version; break;
                case "secured": isSecured = true; break;
                case "standby": isStandby = true; break;
                default: deploy = reader.IsDBNull(2) ? "" : reader.GetString(2); break;
            }
        }

        return (new(current, missing, unknown, edited, unfinished, floor, deploy)
        {
            Standby = isStandby ? new() : null,
            Regenerated = regenerated,
            RegeneratedFrom = regeneratedFrom,
        },
            isSecured);
    }

    private static string Sql(VersionTable table, Parts parts)
    {
        var (exists, hasJournal, hasChecksums, hasDeploy, _) = parts;
        var version = "v." + Identifier.Quote(table.VersionColumn);
        var applied = exists
            ? $"SELECT DISTINCT {version}::bigint AS version FROM {table.QuotedName} v WHERE {version} IS NOT NULL"
            : "SELECT 0::bigint AS version WHERE false";
        var unfinished = !hasJournal ? "" : $"""
            UNION ALL SELECT 'unfinished', j.version, NULL FROM {table.QuotedJournalName} j
                WHERE {JournalRules.IsUnfinished("j.")} AND NOT EXISTS (SELECT FROM {table.QuotedJournalName} l WHERE l.version = j.version AND l.id > j.id)
            UNION ALL SELECT 'secured', NULL, NULL WHERE {SchemaHistoryReader.IsSecured(table.QuotedJournalName)}
            UNION ALL {JournalRules.Floor(table, "'floor', j.version, NULL", "j.version IN (SELECT version FROM applied)")}
            """;
        var secured = !exists ? "" : $"""

            UNION ALL SELECT 'secured', NULL, NULL WHERE {SchemaHistoryReader.IsSecured(table.QuotedName)}
            """;
        var deploy = !hasDeploy ? "" : $"""

            UNION ALL SELECT 'deploy', NULL, a.application_name FROM {DeployLockKey.LocksSql} l LEFT JOIN {DeployLockKey.SessionsSql} a ON a.pid = l.pid
                WHERE l.granted AND {DeployLockKey.Matches(DeployLockKey.Of(table), "l")}
            """;
        // Most entries agree: only those that do not are asked whether they are the last word, and who wrote them, which a journal
        // of an older tool has no column for.
        var generator = $"coalesce(to_jsonb(j) ->> 'generator', '{GeneratorRecord.First}')";
        var edited = !hasChecksums ? "" : $"""

            UNION ALL SELECT CASE {generator} WHEN $4 THEN 'edited' ELSE 'regenerated' END, j.version, {generator} FROM unnest($2, $3) known (version, checksum)
                JOIN {table.QuotedJournalName} j ON j.version = known.version AND left(j.checksum, {SchemaRequirement.ComparedDigits}) <> known.checksum
                WHERE {JournalRules.HasChecksum("j.")} AND j.version IN (SELECT version FROM applied)
                  AND NOT EXISTS (SELECT FROM {table.QuotedJournalName} l
                      WHERE l.version = j.version AND l.id > j.id AND {JournalRules.HasChecksum("l.")})
            """;

        return $"""
            WITH applied AS MATERIALIZED ({applied})
            SELECT 'current' AS what, max(version) AS version, NULL AS text FROM applied
            UNION ALL SELECT 'missing', version, NULL FROM unnest($1) required (version) WHERE version NOT IN (SELECT version FROM applied)
            UNION ALL SELECT 'unknown', version, NULL FROM applied WHERE version NOT IN (SELECT unnest($2)){secured}{unfinished}{edited}
            UNION ALL SELECT 'standby', NULL, NULL WHERE {StandbyState.IsOneSql}{deploy}
            ORDER BY 1, 2
            """;
    }
    // What there is to ask of, and may be asked.
    private sealed record Parts(bool Versions, bool Journal, bool Checksums, bool Deploy, bool IsFirstTry)
    {
        public static Parts All { get; } = new(true, true, true, true, IsFirstTry: true);
    }
}
