using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Wait;

/// <summary><c>wait</c>: waits until the database has what this build needs. Writes nothing, locks nothing.</summary>
internal sealed class WaitVerb() : Verb("wait", "Wait until the database has what this build needs; writes nothing")
{
    private static readonly TimeSetting Timeout = new("timeout", "How long to wait (default 5m; 0 looks once)",
        new WaitOptions().Wait)
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `wait`",
        Default = "`5m`; `0` looks once",
    };

    public override IReadOnlyList<string> Examples =>
        ["dotnet migrator wait", "dotnet migrator wait --manifest migrations.manifest.json --timeout 10m"];

    public override IReadOnlyList<Setting> Settings =>
        [SharedSettings.Target with { Help = "latest (default), a version, a name, or VERSION+N / VERSION-N" }, Timeout];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var wait = new WaitOptions { Target = context.Target("latest"), Wait = context.Get(Timeout) };
        var start = Stopwatch.GetTimestamp();
        var waiting = new WaitProgress(context.Presenter.Meanwhile, wait.Wait);
        var result = await WaitAsync(context, wait, waiting.Report, cancellationToken).ConfigureAwait(false);
        return new WaitResult(result, wait.Target, Stopwatch.GetElapsedTime(start));
    }

    // A manifest is all that is needed: an init container may have nothing else.
    private static async Task<SchemaCheckResult> WaitAsync(
        VerbContext context, WaitOptions wait, Action<SchemaCheckResult> waiting, CancellationToken cancellationToken)
    {
        var database = context.Database();
        if (ToolSettings.Manifest(context.Settings) is { } manifest)
            return await MigrationEngine.WaitForAsync(manifest, database, context.Selection.Tags, wait,
                ToolSettings.Engine(context.Settings, isBundle: false), waiting, cancellationToken).ConfigureAwait(false);

        var engine = await context.CreateEngineAsync(database, cancellationToken).ConfigureAwait(false);
        return await engine.WaitAsync(wait, waiting, cancellationToken).ConfigureAwait(false);
    }
}
