using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.SchemaCheck;

namespace Migrator.Runs.Looking;

/// <summary>What a dry run has to know of a database, read in one read-only transaction.</summary>
/// <param name="Database">The database.</param>
/// <param name="History">What it says of itself.</param>
/// <param name="Running">Who holds the deploy lock.</param>
/// <param name="Creates">What would be run to create what is missing of the version table and the journal.</param>
/// <param name="Standby">Whether no run could write here.</param>
internal sealed record PreviewLook(
    DatabaseIdentity Database, SchemaHistory History, LockHolder? Running, IReadOnlyList<string> Creates, bool Standby)
{
    public static async Task<PreviewLook> TakeAsync(DatabaseSession session, VersionTable table, DatabaseOptions options,
        CancellationToken cancellationToken)
    {
        await session.BeginReadingAsync(options, cancellationToken).ConfigureAwait(false);
        var history = await SchemaHistoryReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
        var running = await new DeployLock(table).FindHolderAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        var creates = await new VersionTableCreator(session.Connection, table, options.Schema).MissingSqlAsync(cancellationToken)
            .ConfigureAwait(false);
        return new(session.Identity, history, running, creates,
            await session.IsStandbyAsync(cancellationToken).ConfigureAwait(false));
    }
}
