using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Wait;

/// <summary>What <c>wait</c> found, where that is no good end, in words; text and JSON show the same.</summary>
internal static class WaitReport
{
    public static ErrorDetail? Of(SchemaCheckResult result) => result.IsGood ? null : new(result.Verdict.ToString(), result.Sentence, Next(result));

    private static string? Next(SchemaCheckResult result) => result.Verdict switch
    {
        SchemaVerdict.Behind or SchemaVerdict.Diverged => result.Difference!.Deploy is null
            ? "no deploy is running: dotnet migrator up --target latest"
            : $"{result.DeploySentence} Wait longer: --timeout 15m",
        SchemaVerdict.Unreachable => "check that it runs and can be reached from here; or wait longer: --timeout 15m",
        _ => null,
    };
}
