using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Drift;

/// <summary><c>drift</c>: whether the live schema is what its migrations make. Writes nothing there.</summary>
internal sealed class DriftVerb() : Verb("drift", "Compare the live schema with what its migrations make; writes nothing there")
{
    private static readonly ListSetting Ignore = new("ignore", "PATTERN",
        "Objects that do not count, such as \"audit_*\" or \"index:ix_dba_*\"; may be repeated")
    {
        Note = "of `drift`",
        Default = "none",
    };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator drift",
        "dotnet migrator drift --ignore \"audit_*\" --ignore \"index:ix_dba_*\"",
        "dotnet migrator drift --shadow \"Host=ci-db;Database=postgres;Username=ci\" --output json",
    ];

    public override IReadOnlyList<Setting> Settings => [SharedSettings.Shadow, Ignore, .. SharedSettings.Patience];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var database = context.Database();
        var options = new DriftOptions
        { Shadow = context.Shadow(), Ignore = [.. context.Get(Ignore).Select(text => Read(context, text))] };
        var engine = await context.CreateEngineAsync(database, cancellationToken).ConfigureAwait(false);
        DriftReport result;
        using (var progress = context.Presenter.Progress("drift"))
            result = await engine.DriftAsync(options, progress, cancellationToken).ConfigureAwait(false);
        return result.Stopped is { } stopped ? context.Ended(stopped, TimeSpan.Zero) : new DriftResult(result);
    }

    private static IgnorePattern Read(VerbContext context, string text) => IgnorePattern.TryParse(text, out var pattern) ? pattern
        : throw context.Settings.Bad(Ignore,
            "must be names with * and ?, with a kind of object before a colon if need be, such as index:ix_dba_*");
}
