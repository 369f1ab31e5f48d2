using System.Globalization;
using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Bundle;
using Migrator.Cli.Verbs.Drift;
using Migrator.Cli.Verbs.Lint;
using Migrator.Cli.Verbs.Manifest;
using Migrator.Cli.Verbs.Rehearse;
using Migrator.Cli.Verbs.Status;
using Migrator.Cli.Verbs.Wait;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Showing;

/// <summary>Results for people.</summary>
internal sealed class TextOutput(TerminalStreams terminal) : IOutput
{
    private const int MostLines = 20;

    private readonly Style _style = new(terminal.HasColor);
    private readonly Style _errorStyle = new(terminal.HasErrorColor);

    public ProgressScope Progress(string heading)
    {
        var progress = new TextProgress(terminal, heading);
        return new(progress, progress);
    }

    public void Outcome(string verb, MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed)
    {
        if (report.Error is { } error)
        {
            Error(verb, error, report.ExitCode);
            return;
        }

        var done = outcome.Steps.Count;
        var at = outcome.To is null ? "The schema is at zero." : $"The schema is at {outcome.To}.";
        terminal.Out.WriteLine(outcome.Kind == OutcomeKind.NothingToDo
            ? NothingToDo(outcome)
            : _style.Good($"{done} {(outcome.Direction == Direction.Up ? "applied" : "reverted")} in {Words.Duration(elapsed)}. {at}"));
        if (outcome.Unknown.Count > 0)
            terminal.Out.WriteLine(_style.Attention(
                $"note: the database has {Words.Count(outcome.Unknown.Count, "version")} that this build does not know: it is ahead (a newer release was deployed)."));
    }

    public void Preview(string verb, Target target, MigrationPreview preview, OutcomeReport report)
    {
        if (report.Error is { } error)
            Error(verb, error, report.ExitCode);
        else
            new PreviewText(terminal, _style).Write(verb, target, preview);
    }

    public void Script(string path, int migrations) =>
        terminal.Out.WriteLine(_style.Good($"{path} written ({Words.Count(migrations, "migration")})."));

    public void Resolved(string verb, MigrationOutcome outcome, OutcomeReport report, string sentence)
    {
        if (report.Error is { } error)
            Error(verb, error, report.ExitCode);
        else
            terminal.Out.WriteLine(_style.Good(sentence));
    }

    public void Status(SchemaStatus status, DateTimeOffset now) => new StatusText(terminal, _style).Write(status, now);

    public WaitProgress WaitProgress(TimeSpan timeout) => new(terminal.Out, _style, timeout);

    public void Waited(SchemaCheckResult result, Target target, TimeSpan elapsed)
    {
        if (WaitReport.Of(result) is { } error)
            Error("wait", error, (ExitCode)result.Verdict.ExitCode());
        else
            terminal.Out.WriteLine(_style.Good(result.Sentence));
    }

    public void Drift(DriftReport report)
    {
        new DriftText(terminal, _style).Write(report.Result);
        if (report.Error is { } error)
            Error("drift", error, report.ExitCode);
    }

    public void Rehearsal(RehearsalReport report)
    {
        new RehearsalText(terminal, _style).Write(report);
        if (report.Error is { } error)
            Error("rehearse", error, report.ExitCode);
    }

    public void Manifest(ManifestReport report)
    {
        foreach (var line in report.Differences.Take(MostLines))
            terminal.Out.WriteLine(line);
        if (report.Differences.Count > MostLines)
            terminal.Out.WriteLine($"... and {Words.Count(report.Differences.Count - MostLines, "more difference")}");
        foreach (var (version, reason) in report.Built.Opaque.OrderBy(one => one.Key))
            terminal.Out.WriteLine(_style.Dim($"no checksum: {report.Built.Manifest.Migrations.First(one => one.Version == version).Name}, since {reason}"));

        var count = Words.Count(report.Built.Manifest.Migrations.Count, "migration");
        if (report.Error is { } error)
            Error("manifest", error, ExitCode.Diverged);
        else
            terminal.Out.WriteLine(_style.Good($"{report.Path} {(report.Wrote ? "written" : "is up to date")} ({count})."));
    }

    public void Lint(LintResult result)
    {
        new LintText(terminal, _style).Write(result);
        if (result.Error is { } error)
            Error("lint", error, result.ExitCode);
    }

    public void Bundle(BundleReport report)
    {
        foreach (var warning in report.Warnings)
            terminal.Out.WriteLine(_style.Attention($"may not work: {warning}"));
        terminal.Out.WriteLine(_style.Good(string.Create(CultureInfo.InvariantCulture,
            $"{report.File.FullName} made: {report.File.Length / 1e6:0.0} MB, {report.Runtime}, {(report.Native ? "native code" : "with its runtime")}, {Words.Count(report.Migrations, "migration")} inside.")));
    }

    public void Error(string verb, ErrorDetail error, ExitCode code)
    {
        terminal.Error.WriteLine($"{_errorStyle.Bad("error:")} {error.Message}");
        foreach (var fact in error.Facts)
            terminal.Error.WriteLine($"  {fact}");

        var next = error.Next is { } text ? $"  next: {text.Replace("\n", "\n  ", StringComparison.Ordinal)}" : "";
        terminal.Error.WriteLine($"{next}{(next.Length == 0 ? "  " : "   ")}{_errorStyle.Dim($"exit {(int)code}")}");
    }

    private string NothingToDo(MigrationOutcome outcome) => outcome switch
    {
        { Direction: Direction.Down } => $"Nothing to revert: the schema is at {Words.Version(outcome.To)}.",
        { To: null } => "Nothing to do: the schema is at zero.",
        _ => _style.Good($"Up to date at {outcome.To} ({Words.Count(outcome.AppliedCount, "migration")})."),
    };
}
