using Migrator.Database.Locking;
using Migrator.FluentRunner.Rendering;
using Migrator.Runs.Opening;
using Migrator.Sql.Reading;
using Npgsql;

namespace Migrator.Runs.Explaining;

/// <summary>
/// Says of a step that missed an object where it would come from: a migration that comes later, one that is left out, an
/// extension.
/// </summary>
/// <param name="setup">The engine's.</param>
/// <param name="locked">The run's session, which the failed step has left.</param>
/// <param name="catalog">What the code has.</param>
internal sealed class FailureExplainer(RunSetup setup, LockedSession locked, MigrationCatalog catalog)
{
    // Of what is told, the first is mostly the right one.
    private const int Most = 3;

    /// <summary>The outcome, its failure explained as far as something is known.</summary>
    public async Task<MigrationOutcome> ExplainAsync(MigrationOutcome outcome, Plan plan, CancellationToken cancellationToken)
    {
        if (outcome is not { Failed: { Failure: { Kind: StepFailureKind.Error, Exception: { } thrown } failure } failed }
            || thrown is not PostgresException && thrown.GetBaseException() is not PostgresException)
            return outcome;

        var error = thrown as PostgresException ?? (PostgresException)thrown.GetBaseException();
        var missing = MissingObject.Of(error);
        List<string> explanations = [];
        if (missing is not null && plan.Direction == Direction.Up)
            explanations.AddRange(Makers(missing, ExtensionLook.ExtensionOf(error, missing), outcome, failed.Migration, plan,
                failure.Sql).Take(Most));
        if (explanations.Count == 0 && await LookAsync(error, missing, cancellationToken).ConfigureAwait(false) is { } found)
            explanations.Add(found);
        return explanations.Count == 0 ? outcome
            : outcome with { Failed = failed with { Failure = failure with { Explanations = explanations } } };
    }

    private async Task<string?> LookAsync(PostgresException error, MissingObject? missing, CancellationToken cancellationToken)
    {
        if (!locked.Session.IsOurs || cancellationToken.IsCancellationRequested)
            return null;

        try
        {
            return await ExtensionLook.AskAsync(locked.Session.Connection, error, missing, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // Why the step failed is told without it.
            return null;
        }
    }

    private IEnumerable<string> Makers(MissingObject missing, string? extension, MigrationOutcome outcome,
        MigrationDescriptor failed, Plan plan, string? sql)
    {
        HashSet<long> there = [.. locked.History.Applied.Select(migration => migration.Version),
            .. outcome.Steps.Where(step => step.State == StepState.Applied).Select(step => step.Migration.Version)];
        using var renderer = new AssemblyRenderer(setup.Assembly, selection: null, readsOn: true);
        foreach (var (type, migration) in renderer.Migrations)
        {
            if (there.Contains(migration.Version) || (failed.IsMigration && migration.Version == failed.Version))
                continue;

            var made = renderer.Possible(type).SelectMany(SqlStatement.Split).SelectMany(MadeObjects.Of)
                .FirstOrDefault(one => missing.IsMadeAs(one, sql)
                    || (extension is not null && one.Class == ObjectClass.Extension && one.Name.Name == extension));
            if (made is not null)
                yield return $"The {missing} "
                    + (made.Class == ObjectClass.Extension ? $"is of the extension {extension}, created by {migration}, "
                        : $"is made by {migration}, ")
                    + Why(migration, failed, plan);
        }
    }

    private string Why(MigrationDescriptor migration, MigrationDescriptor failed, Plan plan)
    {
        if (catalog.LeftOut.FirstOrDefault(one => one.Migration.Version == migration.Version
            && one.Migration.Name == migration.Name) is { } left)
            return left.Namespace is { } space ? $"which the namespace leaves out ({space})."
                : left.Tags.Count == 0 ? "which tags leave out."
                : $"which its tags leave out ({string.Join(", ", left.Tags)}): --tag {left.Tags[0]} takes it.";
        if (!plan.Steps.Any(step => step.Version == migration.Version))
            return catalog.Find(migration.Version) is { IsConditional: true }
                ? "which its constraint may hold back." : "which is pending, and above the target.";
        if (!failed.IsMigration)
            return "which is pending.";

        var (late, early) = (Digits(migration.Version), Digits(failed.Version));
        return "which is pending and comes later, since its version is higher: give one of them another version."
            + (late == early ? "" : $" Versions are compared as numbers: one of {early} digits lies below every one of {late}.");
    }

    private static int Digits(long version) => $"{Math.Abs(version)}".Length;
}
