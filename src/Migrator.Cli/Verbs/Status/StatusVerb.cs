using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Status;

/// <summary><c>status</c>: how the database stands to the code. Writes nothing, locks nothing.</summary>
internal sealed class StatusVerb() : Verb("status", "Show what is applied and what is pending; writes nothing")
{
    private static readonly SwitchSetting WithExitCode = new("exit-code",
        "Exit 0 if up to date or acceptably ahead, 3 pending, 7 unfinished, 9 diverged, edited or too new")
    {
        Place = SettingPlace.FlagOnly,
    };

    public override IReadOnlyList<string> Examples =>
        ["dotnet migrator status", "dotnet migrator status --exit-code --output json"];

    public override IReadOnlyList<Setting> Settings => [WithExitCode, .. SharedSettings.Patience];

    public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var engine = await context.CreateEngineAsync(cancellationToken).ConfigureAwait(false);
        SchemaStatus status;
        using (var progress = context.Presenter.Progress("status"))
            status = await engine.StatusAsync(progress, cancellationToken).ConfigureAwait(false);
        return new StatusResult(status, TimeProvider.System.GetUtcNow(),
            context.Get(WithExitCode) ? (ExitCode)status.Comparison.Verdict.ExitCode() : ExitCode.Success);
    }
}
