using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Bundle;
using Migrator.Cli.Verbs.Drift;
using Migrator.Cli.Verbs.Lint;
using Migrator.Cli.Verbs.Manifest;
using Migrator.Cli.Verbs.Rehearse;
using Migrator.Cli.Verbs.Rehearse.Page;
using Migrator.Cli.Verbs.Wait;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Showing;

/// <summary>Shows results as the inner output does, and tells them to the surroundings.</summary>
internal sealed class ObservedOutput(IOutput inner, IReadOnlyList<IResultSink> sinks) : IOutput
{
    /// <summary>The output, observed by whatever the variables and files around the process ask for.</summary>
    public static IOutput Of(IOutput inner, TerminalStreams terminal, Func<string, string?> environment)
    {
        List<IResultSink> sinks = [];
        var path = environment("MIGRATOR_TERMINATION_LOG") is { Length: > 0 } given ? given : TerminationMessage.DefaultPath;
        if (File.Exists(path))
            sinks.Add(new TerminationMessage(path));
        if (environment("GITHUB_ACTIONS") == "true")
            sinks.Add(new GitHubActions(terminal.Error, environment("GITHUB_STEP_SUMMARY") is { Length: > 0 } file ? file : null));
        return sinks.Count == 0 ? inner : new ObservedOutput(inner, sinks);
    }

    public ProgressScope Progress(string heading) => inner.Progress(heading);

    public WaitProgress WaitProgress(TimeSpan timeout) => inner.WaitProgress(timeout);

    public void Outcome(string verb, MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed) =>
        Tell(verb, report.ExitCode, output => output.Outcome(verb, outcome, report, elapsed), report.Error, outcome, outcome.Lint?.Findings);

    public void Resolved(string verb, MigrationOutcome outcome, OutcomeReport report, string sentence) =>
        Tell(verb, report.ExitCode, output => output.Resolved(verb, outcome, report, sentence), report.Error, outcome);

    public void Waited(SchemaCheckResult result, Target target, TimeSpan elapsed) =>
        Tell("wait", (ExitCode)result.Verdict.ExitCode(), output => output.Waited(result, target, elapsed), WaitReport.Of(result));

    public void Drift(DriftReport report) => Tell("drift", report.ExitCode, output => output.Drift(report), report.Error);

    public void Rehearsal(RehearsalReport report) => Tell("rehearse", report.ExitCode, output => output.Rehearsal(report), report.Error,
        markdown: RehearsalMarkdown.Of(report, lint: null));

    public void Manifest(ManifestReport report) =>
        Tell("manifest", report.Error is null ? ExitCode.Success : ExitCode.Diverged, output => output.Manifest(report), report.Error);

    public void Lint(LintResult result) => Tell("lint", result.ExitCode, output => output.Lint(result), result.Error, findings: result.Report.Findings);

    public void Bundle(BundleReport report) => Tell("bundle", ExitCode.Success, output => output.Bundle(report), null);

    public void Error(string verb, ErrorDetail error, ExitCode code) => Tell(verb, code, output => output.Error(verb, error, code), error);

    // What would be done is something to read, and no result; why it would not be is one.
    public void Preview(string verb, Target target, MigrationPreview preview, OutcomeReport report)
    {
        if (report.Error is null)
            inner.Preview(verb, target, preview, report);
        else
            Tell(verb, report.ExitCode, output => output.Preview(verb, target, preview, report), report.Error, preview.Outcome);
    }

    public void Script(string path, int migrations) => Tell("script", ExitCode.Success, output => output.Script(path, migrations), null);

    // Not a result of a deploy, but something to read.
    public void Status(SchemaStatus status, DateTimeOffset now) => inner.Status(status, now);

    private void Tell(
        string verb, ExitCode code, Action<IOutput> show, ErrorDetail? error, MigrationOutcome? outcome = null, IReadOnlyList<LintFinding>? findings = null,
        string? markdown = null)
    {
        show(inner);
        using var text = new StringWriter { NewLine = "\n" };
        show(new TextOutput(new TerminalStreams(text, text, TextReader.Null)));
        foreach (var sink in sinks)
            sink.Write(new(verb, code, text.ToString(), outcome?.Database, outcome?.Steps ?? [], error) { Findings = findings ?? [], Markdown = markdown });
    }
}
