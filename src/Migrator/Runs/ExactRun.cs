using Migrator.Runs.Guarding;
using Migrator.Runs.Opening;
using Migrator.Statements.Observing;

namespace Migrator.Runs;

/// <summary>
/// Applies or reverts exactly what it is told to, and nobody is asked: on a database that is thrown away, or that has to become
/// what another one is.
/// </summary>
/// <param name="setup">The database, and the migrations.</param>
/// <param name="probe">Looks at what each statement does; null for nobody.</param>
internal sealed class ExactRun(RunSetup setup, StatementProbe? probe = null)
{
    /// <summary>Applies these versions, in this order, on a database that has none of them.</summary>
    public Task<MigrationOutcome> ApplyAsync(IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        new MigratingRun(setup, Direction.Up, null)
        {
            Plan = (catalog, history) => new Plan(
                Direction.Up, [.. versions.Select(version => catalog.Find(version)!)], history.Current,
                versions is [.., var last] ? last : null, []),
            Policy = GuardPolicy.None,
            Probe = probe,
        }.RunAsync(cancellationToken);

    /// <summary>Reverts this version.</summary>
    public Task<MigrationOutcome> RevertAsync(long version, CancellationToken cancellationToken) =>
        new MigratingRun(setup, Direction.Down, null)
        {
            Plan = (catalog, history) => new Plan(Direction.Down, [catalog.Find(version)!], history.Current,
                history.Applied.LastOrDefault(migration => migration.Version != version)?.Version, []),
            Policy = GuardPolicy.None,
            Probe = probe,
        }.RunAsync(cancellationToken);
}
