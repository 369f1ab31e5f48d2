using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Runs.Guarding;
using Migrator.SchemaCheck;

namespace Migrator.Runs.Looking;

/// <summary>What a dry run has to know of a database, read in one read-only transaction.</summary>
/// <param name="Database">The database.</param>
/// <param name="History">What it says of itself.</param>
/// <param name="Running">Who holds the deploy lock.</param>
/// <param name="RunningIsKnown">Whether that could be asked.</param>
/// <param name="Creates">What would be run to create what is missing of the version table and the journal.</param>
/// <param name="Standby">Whether no run could write here.</param>
internal sealed record PreviewLook(
    DatabaseIdentity Database, SchemaHistory History, LockHolder? Running, bool RunningIsKnown,
    IReadOnlyList<string> Creates, bool Standby)
{
    /// <summary>Why a run would be refused, or null; and what it would note.</summary>
    public (Refusal? Refusal, string? Note) Elsewhere { get; private init; }

    public static async Task<PreviewLook> TakeAsync(DatabaseSession session, VersionTable table, DatabaseOptions options,
        MigrationCatalog catalog, Direction direction, CancellationToken cancellationToken)
    {
        await session.BeginReadingAsync(options, cancellationToken).ConfigureAwait(false);
        var (tables, history) = await LocatedHistory.ReadAsync(session, table, cancellationToken).ConfigureAwait(false);
        tables.VerifyShape(Journal.Columns.Select(column => column.Name));
        var creates = await new VersionTableCreator(session.Connection, table, options.Schema).MissingSqlAsync(cancellationToken)
            .ConfigureAwait(false);
        if (direction == Direction.Down && await ReplicaIdentity.MissingSqlAsync(session.Connection, table, cancellationToken)
            .ConfigureAwait(false) is { } identity)
            creates = [.. creates, identity];
        var standby = await session.IsStandbyAsync(cancellationToken).ConfigureAwait(false);
        var (running, known) = await new DeployLock(table).AskHolderAsync(session, cancellationToken).ConfigureAwait(false);
        return new(session.Identity, history, running, known, creates, standby)
        {
            Elsewhere = direction == Direction.Down
                ? default : await ElsewhereGuard.CheckAsync(session.Connection, table, options,
                catalog, history, cancellationToken).ConfigureAwait(false),
        };
    }
}
