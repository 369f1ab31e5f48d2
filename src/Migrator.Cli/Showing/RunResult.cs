using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>How a run ended.</summary>
/// <param name="outcome">The outcome.</param>
/// <param name="report">Its exit code, and in words what is wrong.</param>
/// <param name="elapsed">How long all of it took.</param>
internal sealed class RunResult(MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed) : Result
{
    public override ErrorDetail? Error => report.Error;

    public override ExitCode ExitCode => report.ExitCode;

    public override DatabaseIdentity? Database => outcome.Database;

    public override IReadOnlyList<StepResult> Steps => outcome.Steps;

    public override IReadOnlyList<LintFinding> Findings => outcome.Lint?.Findings ?? [];

    public override Action<Utf8JsonWriter> Body => json =>
    {
        RunJson.Write(json, outcome.From, outcome.To, outcome.Steps, outcome.Notes);
        if (outcome.Lint is { } lint)
            json.WriteFindings(lint.Findings);
    };

    public override void WriteHead(Utf8JsonWriter json) => json.WriteString("outcome", outcome.Kind.ToString());

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        if (Error is not null)
            return;

        var at = outcome.To is null ? "The schema is at zero." : $"The schema is at {outcome.To}.";
        terminal.Out.WriteLine(outcome.Kind == OutcomeKind.NothingToDo ? NothingToDo(style)
            : style.Good($"{outcome.Steps.Count} {(outcome.Direction == Direction.Up ? "applied" : "reverted")} in "
                + $"{Words.Duration(elapsed)}. {at}"));
        if (outcome.Unknown.Count > 0)
            terminal.Out.WriteLine(style.Attention(
                $"note: the database has {Words.Count(outcome.Unknown.Count, "version")} that this build does not know: it is "
                + $"ahead (a newer release was deployed)."));
    }

    private string NothingToDo(Style style) => outcome switch
    {
        { Direction: Direction.Down } => $"Nothing to revert: the schema is at {Words.Version(outcome.To)}.",
        { To: null } => "Nothing to do: the schema is at zero.",
        _ => style.Good($"Up to date at {outcome.To} ({Words.Count(outcome.AppliedCount, "migration")})."),
    };
}
