namespace Migrator.Cli.Output;

/// <summary>How results are shown: text for people, JSON for programs.</summary>
internal interface IOutput
{
    /// <summary>Begins to tell what a run does; disposed before its result is shown.</summary>
    ProgressScope Progress(string heading);

    void Outcome(string verb, MigrationOutcome outcome, OutcomeReport report, TimeSpan elapsed);

    void Resolved(string verb, MigrationOutcome outcome, OutcomeReport report, string sentence);

    void Status(SchemaStatus status, DateTimeOffset now);

    void Error(string verb, ErrorDetail error, ExitCode code);
}
