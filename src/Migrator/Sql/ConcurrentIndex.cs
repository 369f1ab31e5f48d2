using System.Text.RegularExpressions;

namespace Migrator.Sql;

/// <summary>A <c>CREATE INDEX CONCURRENTLY</c> or <c>DROP INDEX CONCURRENTLY</c>, read from its text.</summary>
/// <param name="Creates">True for CREATE.</param>
/// <param name="Name">The index's bare name, as the server keeps it; null where the server is to choose it.</param>
/// <param name="Target">CREATE: the table as written. DROP: the index as written.</param>
internal sealed partial record ConcurrentIndex(bool Creates, string? Name, string Target)
{
    /// <summary>Reads a statement; null if it is none of these.</summary>
    public static ConcurrentIndex? TryParse(string sql)
    {
        var text = Comments().Replace(sql, " ");
        if (Create().Match(text) is { Success: true } create)
            return new(true, create.Groups["name"] is { Success: true } name ? Fold(name.Value) : null, create.Groups["table"].Value);

        return Drop().Match(text) is { Success: true } drop ? new(false, Fold(drop.Groups["last"].Value), drop.Groups["index"].Value) : null;
    }

    private static string Fold(string identifier) => identifier[0] == '"'
        ? identifier[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal)
        : identifier.ToLowerInvariant();

    private const string Identifier = """(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)""";

    [GeneratedRegex(@"^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?(?:(?!on\b)(?<name>" + Identifier + @")\s*)?\bon\s+(?:only\s+)?(?<table>"
        + Identifier + @"(?:\s*\.\s*" + Identifier + ")?)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Create();

    [GeneratedRegex(@"^\s*drop\s+index\s+concurrently\s+(?:if\s+exists\s+)?(?<index>(?:" + Identifier + @"\s*\.\s*)?(?<last>" + Identifier + "))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Drop();

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comments();
}
