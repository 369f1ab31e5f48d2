using System.Diagnostics;
using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Down;

/// <summary><c>down</c>: reverts what is applied, after asking.</summary>
internal sealed class DownVerb() : Verb("down", "Revert applied migrations")
{
    private static readonly SwitchSetting Yes = new("yes", "Do not ask") { Place = SettingPlace.AtEachRun, Default = "`false`" };

    public override IReadOnlyList<string> Examples =>
    [
        "dotnet migrator down --target -1 --dry-run",
        "dotnet migrator down --target -1",
        "dotnet migrator down --target 20260110120000 --yes",
    ];

    public override IReadOnlyList<Setting> Settings =>
    [
        SharedSettings.DryRun,
        SharedSettings.Target with { Help = "-N (the last N), a version or name to stop at, VERSION-N, or zero; required" },
        Yes, .. SharedSettings.OfChangingVerbs,
    ];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var target = context.Target(null);
        var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
        if (context.Get(SharedSettings.DryRun))
            return await context.PreviewAsync(target, progress => engine.PreviewDownAsync(target, progress, cancellationToken))
                .ConfigureAwait(false);

        var start = Stopwatch.GetTimestamp();
        MigrationOutcome outcome;
        using (var progress = context.Presenter.Progress($"down -> {target}", context.Get(SharedSettings.ShowNotices)))
        {
            var confirm = context.Get(Yes)
                ? (_, _) => ValueTask.FromResult(true)
                : (Func<Plan, CancellationToken, ValueTask<bool>>)((plan, token) => AskAsync(context, plan, token));
            outcome = await engine.DownAsync(target, new DownOptions { Confirm = confirm }, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        return context.Ended(outcome, Stopwatch.GetElapsedTime(start));
    }

    private static async ValueTask<bool> AskAsync(VerbContext context, Plan plan, CancellationToken cancellationToken)
    {
        var terminal = context.Tool.Terminal;
        foreach (var step in plan.Steps)
            await terminal.Error.WriteLineAsync($"  would revert {step}").ConfigureAwait(false);
        if (!terminal.CanAsk)
            return false;

        await terminal.Error.WriteAsync($"Revert {plan.Steps.Count}? [y/N] ").ConfigureAwait(false);
        var answer = await Task.Run(terminal.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
