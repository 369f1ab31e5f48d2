using Npgsql;

namespace Migrator.SchemaCheck;

/// <summary>
/// What stands where the version table and the journal should be, by the catalog: whether they are what they are taken for.
/// </summary>
/// <param name="Table">Their names.</param>
/// <param name="Versions">The version table; null where nothing has its name.</param>
/// <param name="Journal">The journal; null where nothing has its name.</param>
/// <param name="IndexNameIsTaken">Whether the schema has a relation by the name of the version table's index.</param>
internal sealed record HistoryTables(VersionTable Table, FoundTable? Versions, FoundTable? Journal, bool IndexNameIsTaken)
{
    private const string Elsewhere = "Correct --version-table or --version-table-schema.";

    // A policy that lets all rows through hides none; any other may.
    private const string Sql =
        """
        SELECT CASE c.relname WHEN $2 THEN 'versions' WHEN $3 THEN 'journal' ELSE 'index' END, c.relkind::text,
               pg_catalog.pg_get_userbyid(c.relowner)::text, c.secured AND NOT c.opened_for_reading, c.secured AND NOT c.opened,
               a.attname::text, coalesce(a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', false)
        FROM (SELECT c.*, pg_catalog.row_security_active(c.oid) AS secured,
                     NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
                     AND EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')
                         AND pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'
                         AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_catalog.pg_has_role(r, 'USAGE'))) AS opened_for_reading,
                     NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
                     AND EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                         AND pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'
                         AND coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), 'true') = 'true'
                         AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_catalog.pg_has_role(r, 'USAGE'))) AS opened
              FROM pg_catalog.pg_class c) c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = $1 AND c.relname IN ($2, $3, $4)
        UNION ALL
        SELECT CASE t.typname WHEN $2 THEN 'versions' ELSE 'journal' END, 'T', pg_catalog.pg_get_userbyid(t.typowner)::text, false, false,
               NULL, false
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = $1 AND t.typname IN ($2, $3) AND t.typrelid = 0
        """;

    /// <summary>Whose the version table is, in a sentence; empty where there is none.</summary>
    public string Ownership => Versions is null ? "" : $"It belongs to the role {Versions.Owner}.";

    /// <summary>Looks. A round trip; no right is needed.</summary>
    // pg_catalog, not information_schema: the latter hides what the role may not use, and "no rights" must not look like "no
    // table".
    public static async Task<HistoryTables> LocateAsync(NpgsqlConnection connection, VersionTable table,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        foreach (var name in (string[])[table.Schema, table.Name, table.JournalName, table.UniqueIndexName])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });

        var found = new Dictionary<string, FoundTable>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var what = reader.GetString(0);
            if (!found.TryGetValue(what, out var one))
                found[what] = one = new(reader.GetString(1)[0], reader.GetString(2), reader.GetBoolean(3), reader.GetBoolean(4),
                    new(StringComparer.Ordinal), new(StringComparer.Ordinal));
            if (reader.IsDBNull(5))
                continue;

            one.Columns.Add(reader.GetString(5));
            if (reader.GetBoolean(6))
                one.Unfilled.Add(reader.GetString(5));
        }

        return new(table, found.GetValueOrDefault("versions"), found.GetValueOrDefault("journal"), found.ContainsKey("index"));
    }

    /// <summary>Both can be read, and say all that they know.</summary>
    /// <exception cref="UnfitTableException">One cannot.</exception>
    public void VerifyReadable()
    {
        if (Versions is { IsReadable: false })
            throw new UnfitTableException($"{Table.QuotedName} is {Versions.Word}, and not FluentMigrator's version table.",
                Elsewhere);
        if (Versions is not null && !Versions.Columns.Contains(Table.VersionColumn))
            throw new UnfitTableException($"{Table.QuotedName} cannot be read as FluentMigrator's version table: "
                + $"it has no column \"{Table.VersionColumn}\".", Elsewhere);
        if (Journal is { IsReadable: false })
            throw new UnfitTableException($"{Table.QuotedJournalName} is {Journal.Word}, and not this tool's journal.",
                Elsewhere);
        VerifyJournal(JournalRules.Essentials);
        VerifyOpen(Versions is { Hidden: true } ? Table.QuotedName : Journal is { Hidden: true } ? Table.QuotedJournalName : null,
            "hides rows of");
    }

    /// <summary>Our role can write both, or make them.</summary>
    /// <param name="fills">The columns of the journal that an entry fills.</param>
    /// <exception cref="UnfitTableException">It cannot.</exception>
    public void VerifyWritable(IEnumerable<string> fills)
    {
        VerifyShape(fills);
        VerifyOpen(Versions is { Guarded: true }
            ? Table.QuotedName : Journal is { Guarded: true } ? Table.QuotedJournalName : null,
            "may keep the run from writing");
    }

    /// <summary>Both can be written, or made, with the rights for it.</summary>
    /// <param name="fills">The columns of the journal that an entry fills.</param>
    /// <exception cref="UnfitTableException">One cannot.</exception>
    public void VerifyShape(IEnumerable<string> fills)
    {
        if (Versions is { IsWritable: false })
            throw new UnfitTableException($"{Table.QuotedName} is {Versions.Word}: nothing can be recorded in it.", Elsewhere);
        if (Journal is { IsWritable: false })
            throw new UnfitTableException($"{Table.QuotedJournalName} is {Journal.Word}: nothing can be recorded in it.",
                Elsewhere);
        VerifyJournal(JournalRules.OfFirstDay);
        VerifyFilled(Versions, Table.QuotedName, "FluentMigrator's version table",
            [Table.VersionColumn, Table.AppliedOnColumn, Table.DescriptionColumn]);
        VerifyFilled(Journal, Table.QuotedJournalName, "this tool's journal", fills);
        if (Versions is null && IndexNameIsTaken)
            throw new UnfitTableException($"The version table {Table.QuotedName} cannot be made: the schema {Table.Schema} has "
                + $"something "
                + $"by the name of its index already, {Identifier.Quote(Table.UniqueIndexName)}.",
                "Rename that, or name the version table otherwise: --version-table or --version-table-schema.");
    }

    private void VerifyJournal(IEnumerable<string> columns)
    {
        if (Journal is not null && columns.FirstOrDefault(column => !Journal.Columns.Contains(column)) is { } missing)
            throw new UnfitTableException($"{Table.QuotedJournalName} is not this tool's journal: it has no column {missing}.",
                "Rename it, or keep the versions elsewhere: --version-table or --version-table-schema.");
    }

    private static void VerifyFilled(FoundTable? found, string name, string kind, IEnumerable<string> fills)
    {
        if (found?.Unfilled.Except(fills).Order(StringComparer.Ordinal).FirstOrDefault() is { } column)
            throw new UnfitTableException(
                $"{name} cannot be written as {kind}: its column \"{column}\" must be filled, and has no "
                + "default.",
                    $"Give it one: ALTER TABLE {name} ALTER COLUMN {Identifier.Quote(column)} SET DEFAULT ...; or: {Elsewhere}");
    }

    private static void VerifyOpen(string? name, string does)
    {
        if (name is not null)
            throw new UnfitTableException(
                $"Row level security {does} {name}: what it does not show would be taken for not applied.",
                $"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY; or use a role that it does not apply to: the table's owner, where it "
                + "is not FORCED, or one with BYPASSRLS.");
    }
}
