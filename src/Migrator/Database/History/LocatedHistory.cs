using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator.Database.History;

/// <summary>Reads a history, and says whose it is where it may not be read.</summary>
internal static class LocatedHistory
{
    /// <summary>Looks where it should be, and reads it.</summary>
    /// <exception cref="RefusedException">Our role may not read it.</exception>
    /// <exception cref="UnfitTableException">There is something else in its place, or row level security hides rows of
    /// it.</exception>
    public static async Task<(HistoryTables Tables, SchemaHistory History)> ReadAsync(
        DatabaseSession session, VersionTable table, CancellationToken cancellationToken)
    {
        var tables = await HistoryTables.LocateAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
        try
        {
            return (tables,
                await SchemaHistoryReader.ReadAsync(session.Connection, tables, cancellationToken).ConfigureAwait(false));
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            var user = session.Identity.User;
            throw new RefusedException(new(RefusalReason.InsufficientPrivilege,
                $"{user} may not read the version table: {denied.MessageText}. {tables.Ownership}", Advice(tables, user)));
        }
    }

    private static string Advice(HistoryTables tables, string user) =>
        (tables.Versions is { Owner: var owner }
            ? $"Use its owner's rights: --set-role {owner} (GRANT \"{owner}\" TO \"{user}\" lets "
            + "it). Or, to read: " : "")
        + $"GRANT USAGE ON SCHEMA {Identifier.Quote(tables.Table.Schema)} TO \"{user}\"; "
        + $"GRANT SELECT ON {tables.Table.QuotedName} TO \"{user}\"; and the same for {tables.Table.QuotedJournalName}, if "
        + $"there is one.";
}
