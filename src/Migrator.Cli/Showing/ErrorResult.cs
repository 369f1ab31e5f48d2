using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>
/// Nothing was run. Its document has the shape of a run's, so that a program need not look twice.
/// </summary>
/// <param name="error">Why.</param>
/// <param name="code">What the process ends with.</param>
/// <param name="findings">What the linter found, if that is why.</param>
internal sealed class ErrorResult(ErrorDetail error, ExitCode code, IReadOnlyList<LintFinding>? findings = null) : Result
{
    public override ErrorDetail Error => error;

    public override ExitCode ExitCode => code;

    public override IReadOnlyList<LintFinding> Findings => findings ?? [];

    public override Action<Utf8JsonWriter> Body => json =>
    {
        RunJson.Write(json, null, null, [], []);
        if (findings is not null)
            json.WriteFindings(findings);
    };

    public override void WriteText(TerminalStreams terminal, Style style)
    {
    }

    public override void WriteHead(Utf8JsonWriter json) => json.WriteString("outcome", code switch
    {
        ExitCode.Unreachable => nameof(OutcomeKind.Unreachable),
        ExitCode.Interrupted or ExitCode.Terminated => nameof(OutcomeKind.Cancelled),
        ExitCode.Unexpected => nameof(OutcomeKind.Failed),
        _ => nameof(OutcomeKind.Refused),
    });
}
