using System.Text.RegularExpressions;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>What the SDK said while it compiled a bundle.</summary>
internal static partial class PublishLog
{
    // Their uses of reflection are known, and what they reach is kept: see BundleProject.
    private static readonly string[] Trusted = ["FluentMigrator", "Migrator", "dotnet-migrator", "Npgsql", "System.CommandLine",
        "Microsoft.Extensions."];

    /// <summary>The errors, each once; all that was said if there is none among it.</summary>
    public static IReadOnlyList<string> Errors(string said)
    {
        string[] errors = [.. Lines(said).Where(line => Error().IsMatch(line)).Select(Clean).Distinct()];
        return errors.Length > 0 ? errors : Lines(said);
    }

    /// <summary>
    /// Warnings that something may not work once it is compiled to native code, as far as they are about the migrations or what
    /// they bring, each once.
    /// </summary>
    public static IReadOnlyList<string> NotNative(string said) =>
        [.. Lines(said)
            .Where(line => Warning().Match(line) is { Success: true } warning && !IsTrusted(warning.Groups["about"].Value))
            .Select(Clean).Distinct()];

    private static bool IsTrusted(string about) => Trusted.Any(name => about.StartsWith(name, StringComparison.Ordinal)
        && (name.EndsWith('.') || about.Length == name.Length || about[name.Length] is '.' or '\''));

    // MSBuild puts the project behind each line.
    private static string Clean(string line) => Project().Replace(line.Trim(), "");

    private static string[] Lines(string said) =>
        said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\berror( [A-Z]+\d+)?\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    [GeneratedRegex(@"\bwarning IL\d+: (Assembly ')?(?<about>[^:\s(]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Warning();

    [GeneratedRegex(@" \[[^\]]*\.csproj[^\]]*\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Project();
}
