using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>
/// Makes sure that the version table and the journal are there, as FluentMigrator would make them. Under the deploy lock only:
/// two sessions that both CREATE IF NOT EXISTS end in 23505.
/// </summary>
internal sealed class VersionTableCreator(NpgsqlConnection connection, VersionTable table, string schema)
{
    /// <summary>
    /// Finds out whether the role may do it at all, before anything is created.
    /// </summary>
    /// <exception cref="RefusedException">A right is missing; it is named.</exception>
    public async Task VerifyRightsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT current_user::text, n.oid IS NOT NULL, t.oid IS NOT NULL, j.oid IS NOT NULL,
                   has_database_privilege(current_database(), 'CREATE'),
                   n.oid IS NOT NULL AND has_schema_privilege(n.oid, 'USAGE'),
                   n.oid IS NOT NULL AND has_schema_privilege(n.oid, 'CREATE'),
                   t.oid IS NULL OR has_table_privilege(t.oid, 'SELECT') AND has_table_privilege(t.oid, 'INSERT') AND has_table_privilege(t.oid, 'DELETE'),
                   j.oid IS NULL OR has_table_privilege(j.oid, 'SELECT') AND has_table_privilege(j.oid, 'INSERT') AND has_table_privilege(j.oid, 'UPDATE'),
                   s.oid IS NULL OR has_schema_privilege(s.oid, 'CREATE') OR t.oid IS NOT NULL AND pg_has_role(t.relowner, 'USAGE'),
                   pg_catalog.pg_get_userbyid(t.relowner)::text
            FROM (SELECT) one
            LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1
            LEFT JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = $2
            LEFT JOIN pg_catalog.pg_class j ON j.relnamespace = n.oid AND j.relname = $3
            LEFT JOIN pg_catalog.pg_namespace s ON s.nspname = $4
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Schema });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.JournalName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });

        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var user = reader.GetString(0);
        var (schemaThere, tableThere, journalThere) = (reader.GetBoolean(1), reader.GetBoolean(2), reader.GetBoolean(3));

        if (!schemaThere && !reader.GetBoolean(4))
            throw Missing(user, $"CREATE on the database, to create the schema {table.Schema}");
        if (schemaThere && !reader.GetBoolean(5))
            throw Missing(user, $"USAGE on the schema {table.Schema}");
        if (schemaThere && !(tableThere && journalThere) && !reader.GetBoolean(6))
            throw Missing(user, $"CREATE on the schema {table.Schema}");
        var owner = reader.IsDBNull(10) ? null : reader.GetString(10);
        if (!reader.GetBoolean(7))
            throw Missing(user, $"SELECT, INSERT and DELETE on {table.QuotedName}", owner);
        if (!reader.GetBoolean(8))
            throw Missing(user, $"SELECT, INSERT and UPDATE on {table.QuotedJournalName}", owner);
        // Neither may it create anything, nor is what is there its own: no migration could do more than change rows.
        if (!reader.GetBoolean(9))
            throw Missing(user, $"CREATE on the schema {schema}", owner);
    }

    /// <summary>Creates what is missing, in one transaction.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var missing = await MissingSqlAsync(cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
            return;

        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in missing)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var tables = await HistoryTables.LocateAsync(connection, table, cancellationToken).ConfigureAwait(false);
            throw new RefusedException(new(RefusalReason.InsufficientPrivilege,
                $"The version table {table.QuotedName} or its journal cannot be completed: {denied.MessageText}. "
                + $"{tables.Ownership}",
                tables.Versions is { Owner: var owner } ? $"Use its owner's rights, once: --set-role {owner}"
                    : "Use a role that may create tables there, once: --set-role"));
        }
    }

    /// <summary>What <see cref="EnsureAsync"/> would run now. Needs no rights.</summary>
    public async Task<IReadOnlyList<string>> MissingSqlAsync(CancellationToken cancellationToken)
    {
        var (schema, columns, journalColumns) = await ReadCatalogAsync(cancellationToken).ConfigureAwait(false);
        return [.. schema ? [] : (string[])[VersionTableSql.Schema(table)], .. VersionTableSql.Missing(table, columns),
            .. Journal.MissingSql(table, journalColumns)];
    }

    private async Task<(bool Schema, HashSet<string> Columns,
        HashSet<string> JournalColumns)> ReadCatalogAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname::text, a.attname::text
            FROM pg_catalog.pg_namespace n
            LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname IN ($2, $3)
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname = $1
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Schema });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.JournalName });

        var schema = false;
        HashSet<string> columns = new(StringComparer.Ordinal), journal = new(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            schema = true;
            if (!reader.IsDBNull(0) && !reader.IsDBNull(1))
                (reader.GetString(0) == table.Name ? columns : journal).Add(reader.GetString(1));
        }

        return (schema, columns, journal);
    }

    private RefusedException Missing(string user, string right, string? owner = null) => new(new(
        RefusalReason.InsufficientPrivilege, $"The role {user} may not migrate this database: it lacks {right}."
        + (owner is null ? "" : $" {table.QuotedName} belongs to the role {owner}."),
        owner is null ? "Use the migrator's connection, not the application's, or name the owner with --set-role."
            : $"Use the migrator's connection, not the application's, or the owner's rights: --set-role {owner}"));
}
