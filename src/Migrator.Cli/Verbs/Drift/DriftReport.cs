using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Drift;

/// <summary>What <c>drift</c> found; text and JSON show the same.</summary>
internal sealed record DriftReport(DriftResult Result)
{
    public ExitCode ExitCode => Result.Differences.Count == 0 ? ExitCode.Success : ExitCode.Diverged;

    /// <summary>What is wrong; null if there is no drift.</summary>
    public ErrorDetail? Error => Result.Differences.Count == 0 ? null : new("Drift",
        $"The schema of {Result.Database} is not what its applied migrations make: {Words.Count(Result.Differences.Count, "difference")}.",
        "write a migration that makes it so, or undo it by hand; or leave out what is not yours: --ignore PATTERN");
}
