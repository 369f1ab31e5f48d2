using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Resolve;

/// <summary>What was recorded.</summary>
/// <param name="outcome">The outcome.</param>
/// <param name="report">Its exit code, and in words what is wrong.</param>
/// <param name="sentence">What was recorded, in words.</param>
internal sealed class ResolveResult(MigrationOutcome outcome, OutcomeReport report, string sentence) : Result
{
    public override ErrorDetail? Error => report.Error;

    public override ExitCode ExitCode => report.ExitCode;

    public override DatabaseIdentity? Database => outcome.Database;

    public override IReadOnlyList<StepResult> Steps => outcome.Steps;

    public override Action<Utf8JsonWriter> Body => json => RunJson.Write(json, outcome.From, outcome.To, [], outcome.Notes);

    public override void WriteHead(Utf8JsonWriter json) => json.WriteString("outcome", outcome.Kind.ToString());

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        if (Error is null)
            terminal.Out.WriteLine(style.Good(sentence));
    }
}
