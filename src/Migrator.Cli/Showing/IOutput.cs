using Migrator.Cli.Terminal;
using Migrator.Cli.Verbs.Bundle;
using Migrator.Cli.Verbs.Drift;
using Migrator.Cli.Verbs.Lint;
using Migrator.Cli.Verbs.Manifest;
using Migrator.Cli.Verbs.Rehearse;
using Migrator.Cli.Verbs.Wait;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Showing;

/// <summary>How results are shown: text for people, JSON for programs.</summary>
internal interface IOutput
{
    /// <summary>Begins to tell what a run does; disposed before its result is shown.</summary>
    ProgressScope Progress(string heading);

    void Outcome(string verb, MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed);

    void Preview(string verb, Target target, MigrationPreview preview, OutcomeReport report);

    /// <summary>Tells that a script was written to a file.</summary>
    void Script(string path, int migrations);

    void Resolved(string verb, MigrationOutcome outcome, OutcomeReport report, string sentence);

    void Status(SchemaStatus status, DateTimeOffset now);

    /// <summary>Tells what <c>wait</c> waits for.</summary>
    WaitProgress WaitProgress(TimeSpan timeout);

    void Waited(SchemaCheckResult result, Target target, TimeSpan elapsed);

    void Drift(DriftReport report);

    void Rehearsal(RehearsalReport report);

    void Manifest(ManifestReport report);

    void Lint(LintResult result);

    void Bundle(BundleReport report);

    void Error(string verb, ErrorDetail error, ExitCode code);
}
