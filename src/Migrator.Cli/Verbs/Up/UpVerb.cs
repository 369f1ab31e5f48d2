using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Up;

/// <summary><c>up</c>: applies what is pending.</summary>
internal sealed class UpVerb() : Verb("up", "Apply pending migrations")
{
    private static readonly ChoiceSetting OutOfOrder = new("out-of-order", ["allow", "refuse"],
        "Pending migrations below the newest applied one (default refuse)", "refuse")
    {
        Default = "`refuse`",
    };

    private static readonly ChoiceSetting Edited = new("edited", ["allow", "refuse"],
        "Migrations that were edited after they were applied (default refuse)", "refuse")
    {
        Place = SettingPlace.AtEachRun,
        Default = "`refuse`",
    };

    private static readonly SwitchSetting AllowBreaking = new("allow-breaking",
        "Apply breaking changes: no older build of the application runs any more")
    {
        Place = SettingPlace.AtEachRun,
        Default = "`false`",
    };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator up",
        "dotnet migrator up --dry-run",
        "dotnet migrator up --target +1",
        "dotnet migrator up --target 20260114093000 --connection-file /run/secrets/migrator",
        "dotnet migrator up --allow-breaking --output json",
        "dotnet migrator up --project src/Billing.Migrations --project src/Stock.Migrations",
        "dotnet migrator up --namespace Shop.Billing --version-table billing_versions",
    ];

    public override IReadOnlyList<Setting> Settings =>
    [
        SharedSettings.DryRun, SharedSettings.Target, OutOfOrder, Edited,
        SharedSettings.StaleManifest with
            { Help = "Migrations that the manifest does not have (default refuse; allow on \"embedded\")" },
        SharedSettings.Lint, SharedSettings.FailOn, AllowBreaking, SharedSettings.Profile, .. SharedSettings.OfChangingVerbs,
    ];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var target = context.Target("latest");
        var policy = new PlanPolicy(context.Get(OutOfOrder) == "allow", context.Get(AllowBreaking),
            context.Get(Edited) == "allow");
        var staleManifest = SharedSettings.StaleManifest.Read(context.Settings,
            ConnectionSetting.IsEmbedded(context.Settings) ? "allow" : "refuse");
        var options = new UpOptions
        { Policy = policy, AllowStaleManifest = staleManifest == "allow", Lint = LintSettings.Policy(context.Settings) };

        var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
        if (context.Get(SharedSettings.DryRun))
            return await context.PreviewAsync(target,
                progress => engine.PreviewUpAsync(target, options, progress, cancellationToken)).ConfigureAwait(false);

        var start = Stopwatch.GetTimestamp();
        MigrationOutcome outcome;
        using (var progress = context.Presenter.Progress($"up -> {target}", context.Get(SharedSettings.ShowNotices)))
            outcome = await engine.UpAsync(target, options, progress, cancellationToken).ConfigureAwait(false);
        return context.Ended(outcome, Stopwatch.GetElapsedTime(start));
    }
}
