using Migrator.Database.History;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary><c>resolve</c>: records what a person found out about a migration that did not finish. Runs nothing of it.</summary>
internal sealed class ResolveRun(RunSetup setup, IProgress<MigrationProgress>? progress)
{
    public async Task<MigrationOutcome> RunAsync(long version, bool applied, CancellationToken cancellationToken)
    {
        var outcome = new OutcomeBuilder(applied ? Direction.Up : Direction.Down);
        var sessions = new LockedSessions(setup, outcome, what => progress?.Report(what), progress);
        var end = await sessions.WorkAsync(announces: true, async (locked, catalog) =>
        {
            var unfinished = locked.History.Dirty;
            if (unfinished.FirstOrDefault(dirty => dirty.Version == version) is not { } dirty)
                return new SessionEnd.Ended(outcome.Refused(new(RefusalReason.NotDirty, $"Version {version} is not unfinished: "
                    + $"there is nothing to resolve.",
                    unfinished.Count == 0
                        ? null : "Unfinished: " + string.Join(", ", unfinished.Select(one => $"{one.Version} {one.Name}"))),
                            locked.History));

            locked.Tables.VerifyWritable(Journal.Columns.Select(column => column.Name));
            var connection = locked.Session.Connection;
            if (!applied)
                await ReplicaIdentity.EnsureAsync(connection, locked.Table, cancellationToken).ConfigureAwait(false);
            await new Resolution(connection, locked.Table, locked.Journal)
                .RecordAsync(dirty, catalog.Find(version), applied, cancellationToken)
                .ConfigureAwait(false);
            var after = await SchemaHistoryReader.ReadAsync(connection, locked.Table, cancellationToken).ConfigureAwait(false);
            return new SessionEnd.Ended(outcome.Resolved(locked.History, after));
        }, cancellationToken).ConfigureAwait(false);
        return end is SessionEnd.Lost lost ? outcome.Lost(lost.Reason) : ((SessionEnd.Ended)end).Outcome;
    }
}
