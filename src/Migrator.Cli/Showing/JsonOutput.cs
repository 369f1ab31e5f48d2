using System.Text.Encodings.Web;
using System.Text.Json;
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

/// <summary>Results for programs: exactly one JSON document on stdout, format 1; what happens meanwhile goes to stderr.</summary>
internal sealed class JsonOutput(TerminalStreams terminal) : IOutput
{
    private const int Format = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // For stdout, not for a web page: quotes and letters stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public ProgressScope Progress(string heading)
    {
        var progress = new TextProgress(terminal with { Out = terminal.Error, IsLive = false, HasColor = false }, heading);
        return new(progress, progress);
    }

    public void Outcome(string verb, MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed) =>
        WriteRun(verb, outcome.Kind.ToString(), report.ExitCode, outcome.From, outcome.To, outcome.Steps, report.Error, outcome.Lint);

    // SQL comes out to the letter.
    public void Preview(string verb, Target target, MigrationPreview preview, OutcomeReport report) => Write(json =>
    {
        json.WriteNumber("format", Format);
        PreviewJson.Write(json, verb, preview, report);
        WriteError(json, report.Error);
    }, report.Error is null ? terminal.Plain : terminal.Out);

    public void Script(string path, int migrations) => Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("verb", "script");
        json.WriteNumber("exitCode", (int)ExitCode.Success);
        json.WriteString("path", path);
        json.WriteNumber("migrations", migrations);
        WriteError(json, null);
    });

    public void Resolved(string verb, MigrationOutcome outcome, OutcomeReport report, string sentence) =>
        WriteRun(verb, outcome.Kind.ToString(), report.ExitCode, outcome.From, outcome.To, [], report.Error);

    // Nothing was run: the document has the same shape, so that a program need not look twice.
    public void Error(string verb, ErrorDetail error, ExitCode code) => WriteRun(verb, code switch
    {
        ExitCode.Unreachable => nameof(OutcomeKind.Unreachable),
        ExitCode.Interrupted or ExitCode.Terminated => nameof(OutcomeKind.Cancelled),
        ExitCode.Unexpected => nameof(OutcomeKind.Failed),
        _ => nameof(OutcomeKind.Refused),
    }, code, null, null, [], error);

    public void Status(SchemaStatus status, DateTimeOffset now) => Write(json =>
    {
        json.WriteNumber("format", Format);
        StatusJson.Write(json, status);
    });

    public WaitProgress WaitProgress(TimeSpan timeout) => new(terminal.Error, new(color: false), timeout);

    public void Waited(SchemaCheckResult result, Target target, TimeSpan elapsed) => Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("verb", "wait");
        json.WriteString("target", target.Text);
        json.WriteString("verdict", result.Verdict.ToString());
        json.WriteNumber("exitCode", result.Verdict.ExitCode());
        json.WriteNumber("waitedMs", (long)elapsed.TotalMilliseconds);
        json.WriteNumber("required", result.Requirement.Newest);
        json.WriteNumber("current", result.Difference?.Current);
        json.WriteVersions("missing", result.Difference?.Missing);
        json.WriteVersions("unknown", result.Difference?.Unknown);
        json.WriteVersions("edited", result.Difference?.Edited);
        json.WriteVersions("dirty", result.Difference?.Unfinished);
        json.WriteNumber("floor", result.Difference?.Floor);
        json.WriteString("deploy", result.Difference?.Deploy);
        WriteError(json, WaitReport.Of(result));
    });

    public void Drift(DriftReport report) => Write(json =>
    {
        json.WriteNumber("format", Format);
        DriftJson.Write(json, report);
        WriteError(json, report.Error);
    });

    public void Rehearsal(RehearsalReport report) => Write(json =>
    {
        json.WriteNumber("format", Format);
        RehearsalJson.Write(json, report);
        WriteError(json, report.Error);
    });

    public void Manifest(ManifestReport report) => Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("verb", "manifest");
        json.WriteNumber("exitCode", (int)(report.Stale ? ExitCode.Diverged : ExitCode.Success));
        json.WriteString("path", report.Path);
        json.WriteBoolean("stale", report.Stale);
        json.WriteBoolean("written", report.Wrote);
        json.WriteNumber("migrations", report.Built.Manifest.Migrations.Count);
        json.WriteArray("differences", report.Differences, json.WriteStringValue);
        json.WriteArray("opaque", report.Built.Opaque.OrderBy(one => one.Key), one =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", one.Key);
            json.WriteString("reason", one.Value);
            json.WriteEndObject();
        });
        WriteError(json, report.Error);
    });

    public void Lint(LintResult result) => Write(json =>
    {
        json.WriteNumber("format", Format);
        LintJson.Write(json, result);
        WriteError(json, result.Error);
    });

    public void Bundle(BundleReport report) => Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("verb", "bundle");
        json.WriteNumber("exitCode", (int)ExitCode.Success);
        json.WriteString("path", report.File.FullName);
        json.WriteString("runtime", report.Runtime);
        json.WriteBoolean("native", report.Native);
        json.WriteNumber("bytes", report.File.Length);
        json.WriteNumber("migrations", report.Migrations);
        json.WriteArray("warnings", report.Warnings, json.WriteStringValue);
        WriteError(json, null);
    });

    private void WriteRun(
        string verb, string outcome, ExitCode code, long? from, long? to, IReadOnlyList<StepResult> steps, ErrorDetail? error, LintReport? lint = null) => Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("verb", verb);
        json.WriteString("outcome", outcome);
        json.WriteNumber("exitCode", (int)code);
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        json.WriteArray("steps", steps, step =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", step.Migration.Version);
            json.WriteString("name", step.Migration.Name);
            json.WriteString("direction", step.Direction == Migrator.Direction.Up ? "up" : "down");
            json.WriteString("state", step.State.ToString());
            json.WriteNumber("durationMs", (long)step.Duration.TotalMilliseconds);
            json.WriteNumber("attempts", step.Attempts);
            json.WriteNumber("roundTrips", step.RoundTrips);
            json.WriteEndObject();
        });
        if (lint is not null)
            LintJson.WriteFindings(json, lint.Findings);
        WriteError(json, error);
    });

    private static void WriteError(Utf8JsonWriter json, ErrorDetail? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("kind", error.Kind);
        json.WriteString("message", Sentences(error));
        json.WriteString("migration", error.Migration);
        json.WriteNumber("version", error.Version);
        json.WriteNumber("statement", error.Statement);
        json.WriteString("sqlState", error.SqlState);
        json.WriteNumber("resumesAt", error.ResumesAt);
        json.WriteArray("blockers", error.Blockage?.Blockers ?? [], blocker => WriteBlocker(json, error.Blockage!, blocker));
        json.WriteEndObject();
    }

    private static void WriteBlocker(Utf8JsonWriter json, Blockage blockage, Blocker blocker)
    {
        json.WriteStartObject();
        json.WriteNumber("pid", blocker.Pid);
        json.WriteString("application", blocker.ApplicationName);
        json.WriteString("user", blocker.User);
        json.WriteString("state", blocker.State);
        json.WriteNumber("transactionMs", (long?)blocker.TransactionAge?.TotalMilliseconds);
        json.WriteString("relation", blockage.Relation);
        json.WriteString("mode", blocker.Mode);
        json.WriteEndObject();
    }

    private static string Sentences(ErrorDetail error) => error.Next is not { } next ? error.Message
        : $"{error.Message.TrimEnd('.')}. Next: {string.Join(' ', next.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))}";

    private void Write(Action<Utf8JsonWriter> body, TextWriter? to = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        (to ?? terminal.Out).WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
