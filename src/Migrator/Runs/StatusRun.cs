using Migrator.Planning;
using Migrator.Runs.Guarding;
using Migrator.Runs.Looking;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary><c>status</c>: compares the database with the code. Writes nothing, locks nothing.</summary>
internal sealed class StatusRun(RunSetup setup, IProgress<MigrationProgress>? progress)
{
    public async Task<SchemaStatus> RunAsync(CancellationToken cancellationToken)
    {
        var (session, catalog) = await setup.Opener(progress)
            .OpenAsync(migrates: false, () => setup.Options.ComparesManifest ? setup.Catalog : setup.QuickCatalog,
                cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var table = setup.Locate(catalog);
        return await SessionOpener.LookAsync(session, table, async () =>
        {
            var look = await StatusLook.TakeAsync(session, table, setup.Database, cancellationToken).ConfigureAwait(false);
            var otherStream = OtherStreams.Check(catalog, look.History);
            var history = OtherStreams.Without(catalog, look.History);
            long[] applied = [.. history.Applied.Select(migration => migration.Version)];
            var comparison = Planner.Difference(catalog, history, applied);
            if (catalog.IsOfManifest && comparison.Verdict != SchemaVerdict.UpToDate)
                comparison = Planner.Difference(catalog = setup.Catalog, history, applied);
            var (elsewhere, note) = await ElsewhereGuard.CheckAsync(session.Connection, table, setup.Database, catalog, history,
                cancellationToken).ConfigureAwait(false);
            return new SchemaStatus(session.Identity, comparison, history, catalog,
                [.. comparison.Pending.Select(version => catalog.Find(version)!)], look.Running)
            {
                Notes = [.. RunNotes.Of(setup, catalog, history, setup.Options.ComparesManifest, session.Identity),
                    .. note is null ? [] : (string[])[note],
                    .. otherStream is null ? [] : (string[])[$"{otherStream.Message} {otherStream.Next}"]],
                Generator = setup.Assembly.Generator.Record,
                RunningIsKnown = look.RunningIsKnown,
                Standby = look.Standby,
                Elsewhere = elsewhere is null ? null : $"{elsewhere.Message} {elsewhere.Next}",
            };
        }).ConfigureAwait(false);
    }
}
