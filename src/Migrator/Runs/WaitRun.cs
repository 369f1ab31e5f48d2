using Migrator.Planning;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary>
/// <c>wait</c>: waits until a database has what a build needs: the same look as the application's at startup, for a step before
/// it. Writes nothing, locks nothing, needs SELECT only.
/// </summary>
internal static class WaitRun
{
    public static Task<SchemaCheckResult> RunAsync(
        MigrationCatalog catalog, DatabaseOptions database, EngineOptions options, WaitOptions wait, string name,
        Action<SchemaCheckResult>? waiting, CancellationToken cancellationToken)
    {
        var target = wait.Target;
        if (target.Kind is TargetKind.Relative or TargetKind.Zero)
            throw new ConfigurationException($"Target {target} cannot be waited for. Give latest, a version, a name, or "
                + $"VERSION+N / VERSION-N.");

        var (place, refusal) = TargetResolver.Resolve(target, Direction.Up, catalog, []);
        if (refusal is not null)
            throw new ConfigurationException(refusal.Next is null ? refusal.Message : $"{refusal.Message} {refusal.Next}");

        var watcher = new SchemaWatcher(new SessionOpener(database, options, null).ConnectAsync,
            catalog.Requirement(name, target.Kind == TargetKind.Latest ? null : place.Newest ?? long.MinValue),
            RunSetup.Locate(database, catalog.VersionTable), options.Time);
        return watcher.WaitAsync(wait.Wait, waiting, cancellationToken);
    }
}
