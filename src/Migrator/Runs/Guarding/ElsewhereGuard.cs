using Migrator.Database.History;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Runs.Guarding;

/// <summary>Whether the first migrations of a database are the first: or whether their history lies elsewhere in it.</summary>
internal static class ElsewhereGuard
{
    private const string DefaultSchema = "public";
    private const int MostNamed = 3;

    /// <summary>The refusal, where nobody said where the history is to be; a note, where somebody did. Null where there is none
    /// elsewhere.</summary>
    public static async Task<(Refusal? Refusal, string? Note)> CheckAsync(NpgsqlConnection connection, VersionTable table,
        DatabaseOptions options, MigrationCatalog catalog, SchemaHistory history, CancellationToken cancellationToken)
    {
        if (history.Applied.Count > 0 || options.VersionTableSchema is not null || options.VersionTableName is not null)
            return (null, null);

        // A schema each for many: only what lies outside of all of them is worth a word.
        var isDefault = options.Schema == DefaultSchema;
        var places = await HistoryElsewhere.FindAsync(connection, table, catalog, isDefault ? null : DefaultSchema,
            cancellationToken)
            .ConfigureAwait(false);
        if (places.Count == 0)
            return (null, null);

        var where = string.Join(", ", places.Take(MostNamed).Select(place => place.QuotedName))
            + (places.Count > MostNamed ? $" and {places.Count - MostNamed} more" : "");
        return isDefault
            ? (new(RefusalReason.HistoryElsewhere,
                $"A history of these migrations is in {where}, and none in {table.QuotedName}: all of them would be applied "
                + $"once more.",
                $"To go on with it: {GoOn(places[0], table)}. To begin another one here all the same: "
                + $"--version-table-schema {table.Schema}"), null)
            : (null, $"A history of these migrations is in {where}, too. This run begins another one in {table.QuotedName}.");
    }

    private static string GoOn(VersionTable place, VersionTable table) =>
        (place.Schema == table.Schema
            ? "" : $"--schema {place.Schema} (or --version-table-schema {place.Schema}, if only it lies there)")
        + (place.Name == table.Name ? "" : $"{(place.Schema == table.Schema ? "" : " ")}--version-table {place.Name}");
}
