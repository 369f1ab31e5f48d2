namespace Migrator.Cli.Showing;

/// <summary>What is true after a failed step, in lines.</summary>
internal static class StepFacts
{
    public static IEnumerable<string> Of(MigrationOutcome outcome, StepResult failed, StepFailure failure, bool showSql)
    {
        if (failure.Location is { } place)
            yield return $"at {place.File}:{place.Line}";
        foreach (var explanation in failure.Explanations)
            yield return explanation;
        if (failure.Hint is { } hint)
            yield return $"hint: {hint}";
        if (failure.Position is { } position)
            yield return $"at character {position} of the statement";
        if (showSql && failure.Sql is { } sql)
            yield return "statement: " + sql.Trim().ReplaceLineEndings("\n             ");

        if (failure.Blockage is { } blockage)
        {
            yield return Words.Blockage(blockage) + ".";
            foreach (var blocker in blockage.Blockers.Where(blocker => showSql && blocker.Query is not null))
                yield return $"pid {blocker.Pid} last ran: {blocker.Query!.Trim().ReplaceLineEndings(" ")}";
        }

        if (failed.Attempts > 1)
            yield return $"Tried {failed.Attempts} times.";
        if (outcome.Message is { } message)
            yield return message;

        yield return Left(failed, failure) + $"; the database is at {Words.Version(outcome.To)}"
            + (outcome.To == outcome.From && failure.Kind != StepFailureKind.CommitInDoubt ? ", as before" : "") + "."
            + Others(outcome);
    }

    private static string Left(StepResult failed, StepFailure failure) => failure.Kind switch
    {
        StepFailureKind.CommitInDoubt =>
            "The connection was lost with COMMIT on its way: whether it was applied, only the database knows",
        _ when failure.Stays is { } stays => stays,
        _ when failed.State == StepState.Partial =>
            $"{failed.Migration.Label} runs outside a transaction and stopped in the middle: "
                + (failure.ResumesAt is { } next and > 1
                    ? $"{(next == 2 ? "statement 1 is" : $"statements 1 to {next - 1} are")} done"
                    : "what its statements did is still there"),
        StepFailureKind.ConnectionLost => "The server rolls back what was open",
        _ when !failed.Migration.Transactional => "Its first statement failed as a whole, so nothing of it is left",
        _ => "Rolled back",
    };

    private static string Others(MigrationOutcome outcome)
    {
        var done = outcome.Steps.Count(step => step.State is StepState.Applied or StepState.Reverted);
        var rest = outcome.Steps.Count(step => step.State == StepState.NotAttempted);
        return (done == 0
            ? "" : $" {done} {(outcome.Direction == Migrator.Direction.Up ? "applied" : "reverted")} earlier in this run "
                + $"{(done == 1 ? "stays" : "stay")}.")
            + (rest == 0 ? "" : $" {rest} not attempted.");
    }
}
