namespace Migrator.SchemaCheck;

/// <summary>What an application's messages say.</summary>
internal static class SchemaCheckText
{
    /// <summary>What was found, and where it matters, whether a deploy is at work.</summary>
    public static string Found(SchemaCheckResult result) =>
        MayDeploy(result) ? $"{result.Sentence} {result.DeploySentence}" : result.Sentence;

    /// <summary>What to run, with a blank before; empty where that would not help, or is being done.</summary>
    public static string Next(SchemaCheckResult result, string command) =>
        !MayDeploy(result) || result.Difference!.Deploy is not null ? ""
            : result.Difference.Standby is null
            ? $" Run: {command}" : $" Ask the primary; there, if it is behind, run: {command}";

    private static bool MayDeploy(SchemaCheckResult result) => result.Verdict is SchemaVerdict.Behind or SchemaVerdict.Diverged;
}
