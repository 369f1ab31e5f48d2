using Migrator.Planning;
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
        progress?.Report(new MigrationProgress.ShadowCreated(shadow.Identity,
            rehearsal.FromSchema is null ? history.Applied.Count : 0));
        var onShadow = shadow.Setup(setup.Assembly, setup.Selection);
        var start = new RehearsalStart(shadow, onShadow, rehearsal.FromSchema, table,
            [.. history.Applied.Select(one => one.Version)]);
        var (made, known) = await start.MakeAsync(cancellationToken).ConfigureAwait(false);
        if (made is not null)
            return result with { Stopped = made };
        if (rehearsal.FromSchema is { } dump)
        {
            if (known.Applied.Count == 0 && !rehearsal.HasDatabase && rehearsal.From is null && catalog.Migrations.Count > 0)
                throw new ConfigurationException(
                    $"--from-schema {dump} does not say which migrations are applied. Give a connection to the database that "
                    + "it is of, or --from VERSION.");
            (plan, refused) = Planner.PlanUp(catalog, known, rehearsal.Target, Everything);
            if (refused is not null)
                return result with { Stopped = Refused(refused) };
            result = result with { From = known.Current, Notes = start.Notes };
        }

        result = await new RehearsalSteps(shadow, onShadow, table, start)
            .RunAsync(plan!.Steps, result, progress, cancellationToken).ConfigureAwait(false);
        return real is null || result.Stopped is { Kind: OutcomeKind.Cancelled } ? result : result with
        {
            Weights = await real.WeighAsync(cancellationToken).ConfigureAwait(false),
            Notes = [.. result.Notes, .. new[] { LiveHistory.OtherVersion(real.Identity, shadow.Identity), real.Note }.OfType<string>()],
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

    private static MigrationOutcome Refused(Refusal refusal) =>
        new() { Kind = OutcomeKind.Refused, Direction = Direction.Up, Refusal = refusal };
}
