using Migrator.Planning;
using Migrator.Runs.Looking;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary><c>up</c>: applies what is pending.</summary>
internal sealed class UpRun(RunSetup setup, UpOptions options, IProgress<MigrationProgress>? progress)
{
    public async Task<MigrationOutcome> RunAsync(Target target, CancellationToken cancellationToken) =>
        (target.Kind == TargetKind.Latest ? await LookAsync(cancellationToken).ConfigureAwait(false) : null)
            ?? await new MigratingRun(setup, Direction.Up, progress)
            {
                Plan = (catalog, history) => Planner.PlanUp(catalog, history, target, options.Policy),
                Policy = options.Guards,
            }.RunAsync(cancellationToken).ConfigureAwait(false);

    // The outcome of a run that has nothing to do, where one look is enough to know that; else null.
    private async Task<MigrationOutcome?> LookAsync(CancellationToken cancellationToken)
    {
        if (setup.Options.Manifest is not null || setup.Options.ComparesManifest
            || !setup.Selection.IsDefault
            || !setup.Assembly.MayHaveFingerprint)
            return null;

        var outcome = new OutcomeBuilder(Direction.Up);
        try
        {
            var (session, fingerprint) = await setup.Opener(progress)
                .OpenAsync(migrates: false, setup.Assembly.Fingerprint, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var table = RunSetup.Locate(setup.Database, VersionTable.Default with { Schema = "" });
            if (fingerprint is null
                || !await UpToDateLook.IsUpToDateAsync(session, setup.Database, fingerprint, table, cancellationToken)
                .ConfigureAwait(false))
                return null;

            outcome.Database = session.Identity;
            progress?.Report(new MigrationProgress.Connected(session.Identity, setup.Options.Run.Id));
            return outcome.UpToDate(fingerprint);
        }
        catch (Exception exception) when (Endings.OfRun(exception, cancellationToken.IsCancellationRequested,
            outcome) is { } told)
        {
            return told;
        }
    }
}
