using System.Globalization;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Resolve;

/// <summary><c>resolve</c>: a person says how an unfinished migration was settled.</summary>
internal sealed class ResolveVerb()
    : Verb("resolve", "Settle a migration that began and did not finish")
{
    private static readonly SwitchSetting Applied = new("applied", "It is wholly there now: record it as applied")
    { Place = SettingPlace.FlagOnly };

    private static readonly SwitchSetting RolledBack = new("rolled-back", "Nothing of it is there any more: it is pending again")
    { Place = SettingPlace.FlagOnly };

    public override IReadOnlyList<string> Examples => ["dotnet migrator resolve 20260114101500 --rolled-back"];

    public override IReadOnlyList<Setting> Settings => [Applied, RolledBack, .. SharedSettings.OfChangingVerbs];

    public override VerbArgument Argument => new("VERSION", "The unfinished migration");

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var applied = context.Get(Applied);
        if (applied == context.Get(RolledBack))
            throw new ConfigurationException("Say how it was settled: --applied or --rolled-back.");
        if (!long.TryParse(context.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new ConfigurationException("VERSION must be a migration's number, such as 20260114101500.");

        var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
        MigrationOutcome outcome;
        using (var progress = context.Presenter.Progress($"resolve {version}"))
            outcome = await engine.ResolveAsync(version, applied, progress, cancellationToken).ConfigureAwait(false);

        return new ResolveResult(outcome, context.Report(outcome),
            $"{version} is recorded as {(applied ? "applied" : "not applied")}. Nothing of it was run.");
    }
}
