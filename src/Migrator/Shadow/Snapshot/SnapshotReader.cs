using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Shadow.Snapshot;

/// <summary>Reads a snapshot in one query. It needs no right beyond connecting: <c>pg_catalog</c> is everybody's to
/// read.</summary>
internal static class SnapshotReader
{
    // What the server prints definitions by, whatever the login, the database and the server say. With nothing else on the path,
    // it qualifies every name.
    private static readonly (string Name, string Value)[] Printing =
    [
        ("search_path", "pg_catalog"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "postgres"), ("TimeZone", "UTC"),
        ("bytea_output", "hex"), ("quote_all_identifiers", "off"), ("standard_conforming_strings", "on"),
        ("extra_float_digits", "1"), ("lc_monetary", "C"), ("xmlbinary", "base64"), ("array_nulls", "on"),
    ];

    private static readonly string PrintingSql =
        $"SELECT {string.Join(", ", Printing.Select(one => $"pg_catalog.set_config('{one.Name}', '{one.Value}', true)"))}";

    private static readonly Dictionary<string, ObjectKind> Kinds = Enum.GetValues<ObjectKind>()
        .ToDictionary(kind => kind.ToString());

    /// <summary>
    /// Reads everything but what belongs to the server, to extensions, and to the version table and its journal. What has to be
    /// one moment's needs a transaction of its own (repeatable read); <c>search_path</c> and what the server prints by are left set
    /// in it, and restored by its end.
    /// </summary>
    /// <exception cref="PostgresException">An object is locked by somebody else (55P03), or went away while it was
    /// read.</exception>
    public static async Task<CatalogSnapshot> ReadAsync(NpgsqlConnection connection, VersionTable versions,
        CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new(PrintingSql));
        batch.BatchCommands.Add(new(SnapshotQuery.Sql)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = versions.Schema },
                new NpgsqlParameter<string> { TypedValue = versions.Name },
                new NpgsqlParameter<string> { TypedValue = versions.JournalName },
            },
        });

        var objects = new List<SchemaObject>();
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var one = new SchemaObject(Kinds[reader.GetString(0)], reader.GetString(1), reader.GetString(4),
                Text(reader, 5) ?? "")
            {
                Table = Text(reader, 2),
                Column = Text(reader, 3),
            };
            objects.Add(one);
            if (Text(reader, 6) is { } comment)
                objects.Add(one with { Kind = ObjectKind.Comment, On = one.Kind, Definition = comment });
            if (Text(reader, 7) is { } privileges)
                objects.Add(one with { Kind = ObjectKind.Privileges, On = one.Kind, Definition = privileges });
        }

        return new(objects);
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
