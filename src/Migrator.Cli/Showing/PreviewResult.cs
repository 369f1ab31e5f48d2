using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>What a run would do. That is something to read, and no result; why it would not be done is one.</summary>
/// <param name="verb">The verb that was to be run.</param>
/// <param name="target">Its target.</param>
/// <param name="preview">What it would do.</param>
/// <param name="report">The exit code, and in words what is wrong.</param>
internal sealed class PreviewResult(string verb, Target target, MigrationPreview preview, OutcomeReport report) : Result
{
    public override ErrorDetail? Error => report.Error;

    public override ExitCode ExitCode => report.ExitCode;

    public override bool IsTold => Error is not null;

    public override bool IsToTheLetter => Error is null;

    public override DatabaseIdentity? Database => preview.Outcome.Database;

    public override IReadOnlyList<StepResult> Steps => preview.Outcome.Steps;

    public override Action<Utf8JsonWriter> Body => json => PreviewJson.Write(json, preview);

    public override void WriteHead(Utf8JsonWriter json)
    {
        json.WriteBoolean("dryRun", true);
        json.WriteString("outcome", preview.Outcome.Kind.ToString());
    }

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        if (Error is null)
            new PreviewText(terminal, style).Write(verb, target, preview);
    }
}
