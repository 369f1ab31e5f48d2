using Npgsql;

namespace Migrator.Database.Session;

/// <summary>The indexes of a table, and whether each is valid: an interrupted concurrent build leaves one that is not.</summary>
internal static class TableIndexes
{
    /// <summary>The indexes of a table, by bare name.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="table">The table as SQL names it. One that is not there has none.</param>
    public static NpgsqlCommand Query(NpgsqlConnection connection, string table)
    {
        var command = new NpgsqlCommand(
            """
            SELECT c.relname::text, i.indisvalid AND i.indisready, pg_catalog.format('%I.%I', n.nspname, c.relname)
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE i.indrelid = to_regclass($1)
            """,
            connection)
        { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return command;
    }

    /// <summary>Whether a relation is there.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="name">The relation as SQL names it.</param>
    public static NpgsqlCommand Exists(NpgsqlConnection connection, string name)
    {
        var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return command;
    }
}
