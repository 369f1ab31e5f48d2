using System.Globalization;
using System.Text;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>Under GitHub Actions: an annotation for what went wrong, and a table in the job's summary.</summary>
/// <param name="error">The runner reads workflow commands from stderr as well, and stdout may be one JSON document.</param>
/// <param name="summaryFile">GITHUB_STEP_SUMMARY; null where there is none.</param>
internal sealed class GitHubActions(TextWriter error, string? summaryFile) : IResultSink
{
    public void Write(RunSummary summary)
    {
        if (summary.Error is { } detail)
            error.WriteLine($"::error {Place(detail.Location)}"
                + $"title={Property($"dotnet migrator {summary.Verb}: exit {(int)summary.ExitCode}")}::{Data(Message(detail))}");
        foreach (var finding in summary.Findings.Where(finding => finding.Waiver is null))
            error.WriteLine(Annotation(finding));
        if (summaryFile is null)
            return;

        try
        {
            File.AppendAllText(summaryFile, Markdown(summary));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // It is told on the streams, too.
        }
    }

    // At the line that says so, where the pull request shows it.
    private static string Annotation(LintFinding finding)
    {
        var level = finding.Severity switch { LintSeverity.Error => "error", LintSeverity.Warning => "warning", _ => "notice" };
        var message = $"{finding.Migration}: {finding.Message}.\ninstead: {finding.SafeForm}";
        return $"::{level} {Place(finding.Location)}title={Property(finding.Rule.Id)}::{Data(message)}";
    }

    private static string Place(SourceLocation? location) => location is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"file={Property(location.File)},line={location.Line},");

    private static string Message(ErrorDetail detail) =>
        string.Join('\n', [detail.Message, .. detail.Facts, .. detail.Next is { } next ? [$"next: {next}"] : (string[])[]]);

    private static string Markdown(RunSummary summary)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture,
                $"### `dotnet migrator {summary.Verb}`: "
                + $"{(summary.Error is null ? "done" : $"exit {(int)summary.ExitCode}")}\n\n");
        if (summary.Markdown is { } markdown)
            return text.Append(markdown).Append('\n').ToString();
        if (summary.Database is { } database)
            text.Append(CultureInfo.InvariantCulture, $"{Cell(database.ToString())}\n\n");
        if (summary.Steps.Count > 0)
        {
            text.Append("| version | migration | | time |\n|---|---|---|---|\n");
            foreach (var step in summary.Steps)
                text.Append(CultureInfo.InvariantCulture,
                    $"| {step.Migration.Version} | {Cell(step.Migration.Label)} | {step.State} | "
                    + $"{(step.State == StepState.NotAttempted ? "" : Words.Duration(step.Duration))} |\n");
            text.Append('\n');
        }

        // Indented, so that nothing in it is markdown.
        return text.Append(string.Concat(summary.Text.TrimEnd('\n').Split('\n').Select(line => $"    {line}\n"))).Append('\n')
            .ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    // https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
