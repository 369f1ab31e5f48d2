using Migrator.Planning;
using Migrator.Runs;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Shadow;

namespace Migrator.Rehearsal;

/// <summary>
/// <c>rehearse</c>: runs the pending migrations on a shadow database, each up, down and up again, and tells what the server says
/// that they did. The real database, if there is one, is only read.
/// </summary>
/// <param name="setup">The real database; without one, the settings of the shadow, whose connection is not used.</param>
/// <param name="rehearsal">What is rehearsed, and where.</param>
/// <param name="progress">Told what happens while it happens; null for nobody.</param>
internal sealed class RehearsalRun(RunSetup setup, RehearsalOptions rehearsal, IProgress<MigrationProgress>? progress)
{
    private static readonly PlanPolicy Everything = new(AllowOutOfOrder: true, AllowBreaking: true, AllowEdited: true);

    public async Task<RehearsalReport> RunAsync(CancellationToken cancellationToken)
    {
        var (catalog, database) = (setup.Catalog, setup.Database);
        var table = setup.Locate(catalog);
        var real = rehearsal.HasDatabase
            ? await LiveDatabase.ReadAsync(setup, table, progress, cancellationToken).ConfigureAwait(false) : null;
        var history = real?.History ?? Before(catalog);
        var result = new RehearsalReport { Database = real?.Identity, DefaultSchema = database.Schema, From = history.Current };
        if ((rehearsal.FromSchema is null ? LiveHistory.Refuse(catalog, history) : null) is { } refusal)
            return result with { Stopped = Refused(refusal) };

        // Asked before a shadow is made, so that a wrong target is told at once; of a dump it is known only after what it has.
        var (plan, refused) = Planner.PlanUp(catalog, history with { Dirty = [] }, rehearsal.Target, Everything);
        if (refused is not null && rehearsal.FromSchema is null)
            return result with { Stopped = Refused(refused) };

        var shadow = await ShadowDatabase.CreateAsync(rehearsal.Shadow, database, setup.Options, progress, cancellationToken)
            .ConfigureAwait(false);
        await using var _ = shadow.ConfigureAwait(false);
        result = result with { Shadow = shadow.Identity };
        if (rehearsal.FromSchema is { } dump)
        {
            progress?.Report(new MigrationProgress.ShadowCreated(shadow.Identity, 0));
            (history, var note) = await LoadAsync(shadow, dump, catalog, table, history, cancellationToken).ConfigureAwait(false);
            (plan, refused) = Planner.PlanUp(catalog, history, rehearsal.Target, Everything);
            if (refused is not null)
                return result with { Stopped = Refused(refused) };
            result = result with { From = history.Current, Notes = note is null ? [] : [note] };
        }
        else
        {
            progress?.Report(new MigrationProgress.ShadowCreated(shadow.Identity, history.Applied.Count));
            var built = await new ExactRun(shadow.Setup(setup.Assembly, setup.Selection))
                .ApplyAsync([.. history.Applied.Select(one => one.Version)], cancellationToken).ConfigureAwait(false);
            if (built.Kind is not (OutcomeKind.Applied or OutcomeKind.NothingToDo))
                return result with { Stopped = LiveHistory.OnShadow(built) };
        }

        result = await new RehearsalSteps(shadow, shadow.Setup(setup.Assembly, setup.Selection), table)
            .RunAsync(plan!.Steps, result, progress, cancellationToken).ConfigureAwait(false);
        return real is null || result.Stopped is { Kind: OutcomeKind.Cancelled } ? result : result with
        {
            Weights = await real.WeighAsync(cancellationToken).ConfigureAwait(false),
            Notes = LiveHistory.OtherVersion(real.Identity, shadow.Identity) is { } other ? [.. result.Notes, other] : result.Notes,
        };
    }

    private SchemaHistory Before(MigrationCatalog catalog)
    {
        if (rehearsal.From is { } from && catalog.Find(from) is null)
            throw new ConfigurationException($"There is no migration {from} to begin behind. Correct --from.");
        return rehearsal.From is null ? SchemaHistory.Empty : SchemaHistory.Empty with
        {
            Exists = true,
            Applied = [.. catalog.Migrations.Where(one => one.Version <= rehearsal.From)
                .Select(one => new AppliedMigration(one.Version, null, null, null))],
        };
    }

    private async Task<(SchemaHistory History, string? Note)> LoadAsync(
        ShadowDatabase shadow, string dump, MigrationCatalog catalog, VersionTable table, SchemaHistory applied,
        CancellationToken cancellationToken)
    {
        var session = await shadow.OpenAsync(cancellationToken).ConfigureAwait(false);
        string? note;
        await using (session.ConfigureAwait(false))
            note = await SchemaDump.LoadAsync(session, dump, cancellationToken).ConfigureAwait(false);

        // The dump has set the session up for itself.
        var fresh = await shadow.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = fresh.ConfigureAwait(false);
        var dumped = await SchemaHistoryReader.ReadAsync(fresh.Connection, table, cancellationToken).ConfigureAwait(false);
        if (!rehearsal.HasDatabase && rehearsal.From is null && dumped.Applied.Count == 0 && catalog.Migrations.Count > 0)
            throw new ConfigurationException(
                $"--from-schema {dump} does not say which migrations are applied. Give a connection to the database that it is "
                + $"of, or --from VERSION.");

        await SchemaDump.RecordAsync(fresh, table, setup.Database.Schema, [.. applied.Applied.Select(one => one.Version)],
            cancellationToken).ConfigureAwait(false);
        dumped = await SchemaHistoryReader.ReadAsync(fresh.Connection, table, cancellationToken).ConfigureAwait(false);
        return (dumped with { Dirty = [] }, note);
    }

    private static MigrationOutcome Refused(Refusal refusal) =>
        new() { Kind = OutcomeKind.Refused, Direction = Direction.Up, Refusal = refusal };
}
