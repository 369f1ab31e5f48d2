using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Shadow;
using Migrator.Shadow.Snapshot;
using Npgsql;

namespace Migrator.Drift;

/// <summary>What a live database says of itself, at a moment when nobody deploys.</summary>
/// <param name="Database">Which.</param>
/// <param name="History">What it has applied.</param>
/// <param name="Snapshot">What is there.</param>
/// <param name="Note">Why it cannot be known that nobody deploys; null where it can.</param>
internal sealed record LiveSchema(DatabaseIdentity Database, SchemaHistory History, CatalogSnapshot Snapshot, string? Note)
{
    // What the server says when an object that it is asked to print goes away meanwhile.
    private static readonly string[] Gone = [PostgresErrorCodes.InternalError, PostgresErrorCodes.UndefinedTable,
        PostgresErrorCodes.UndefinedObject, PostgresErrorCodes.UndefinedFunction];

    /// <summary>Reads it in read-only transactions.</summary>
    /// <exception cref="LockTimeoutException">A deploy is at work, or was meanwhile; or something is locked.</exception>
    public static async Task<LiveSchema> ReadAsync(DatabaseSession session, DatabaseOptions options, VersionTable table,
        CancellationToken cancellationToken)
    {
        var (history, note) = await LiveHistory.ReadAsync(session, options, table, cancellationToken).ConfigureAwait(false);
        var snapshot = await ReadSnapshotAsync(session, table, cancellationToken).ConfigureAwait(false);

        // The server prints definitions as they are, not as they were when the transaction began.
        await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
        var (again, _) = await LiveHistory.ReadAsync(session, options, table, cancellationToken).ConfigureAwait(false);
        return Versions(again).SequenceEqual(Versions(history)) ? new(session.Identity, history, snapshot, note)
            : throw new LockTimeoutException($"A deploy changed {session.Identity} while it was looked at.");
    }

    private static async Task<CatalogSnapshot> ReadSnapshotAsync(DatabaseSession session, VersionTable table,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SnapshotReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (Gone.Contains(exception.SqlState))
        {
            throw new LockTimeoutException($"Somebody changed {session.Identity} while it was looked at: "
                + $"{exception.MessageText} ({exception.SqlState}).", exception);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new LockTimeoutException($"Somebody has a part of the schema locked: {exception.MessageText} "
                + $"({exception.SqlState}).", exception);
        }
    }

    private static IEnumerable<long> Versions(SchemaHistory history) => history.Applied.Select(migration => migration.Version);
}
