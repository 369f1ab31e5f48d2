using System.Text.RegularExpressions;

namespace Migrator.Execution;

/// <summary>What can be told of a statement from its text. Told with care: a "no" must be sure, a "yes" need not be.</summary>
internal static partial class StatementText
{
    /// <summary>Whether it is surely one statement, so that it may be sent along with others.</summary>
    public static bool IsSingle(string sql)
    {
        var text = sql.AsSpan().TrimEnd().TrimEnd(';');
        return !text.Contains(';') && !text.Contains("--", StringComparison.Ordinal) && !text.Contains("/*", StringComparison.Ordinal);
    }

    /// <summary>Whether it may be one that builds or drops without blocking others, and must not be timed out of a lock wait.</summary>
    public static bool MayBeConcurrent(string sql) => Concurrently().IsMatch(sql);

    /// <summary>
    /// Whether it may change the session's settings or role (a function may too), or make the schema that they speak of.
    /// </summary>
    public static bool MayChangeSession(string sql) => Settings().IsMatch(sql);

    /// <summary>Whether it may give up the session's advisory locks, itself or in a function that it calls.</summary>
    public static bool MayReleaseLocks(string sql) => Releases().IsMatch(sql);

    /// <summary>Whether it may leave something behind when it fails outside a transaction.</summary>
    public static bool MayLeaveTraces(string sql) => Traces().IsMatch(sql);

    [GeneratedRegex(@"\bconcurrently\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Concurrently();

    [GeneratedRegex(@"\b(set|reset|discard|select|call|do|schema)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Settings();

    [GeneratedRegex(@"\b(select|do|call|execute|perform|discard|pg_advisory_unlock_all)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Releases();

    [GeneratedRegex(@"\b(concurrently|call|do|commit|end|vacuum|reindex|cluster|refresh)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Traces();
}
