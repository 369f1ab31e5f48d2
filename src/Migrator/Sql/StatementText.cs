using System.Text.RegularExpressions;

namespace Migrator.Sql;

/// <summary>What can be told of a statement from its text. Told with care: a "no" must be sure, a "yes" need not be.</summary>
internal static partial class StatementText
{
    // White space and comments between two words.
    private const string Gap = @"(?>(\s|--[^\n]*\n|/\*.*?\*/)+)";

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

    /// <summary>Whether it may take another role, by its own text.</summary>
    public static bool MayChangeRole(string sql) => Roles().IsMatch(sql);

    /// <summary>Whether it may give up the session's advisory locks or prepared statements, itself or in a function that it calls.</summary>
    public static bool MayReleaseLocks(string sql) => Releases().IsMatch(sql);

    /// <summary>
    /// Whether it may lock an existing table so that others have to wait: all but what surely only reads or changes rows.
    /// </summary>
    public static bool MayLockStrongly(string sql) => !Rows().IsMatch(sql) || !IsSingle(sql);

    /// <summary>
    /// Whether it may be unable to run in a transaction, or may commit in its midst: then it cannot be recorded in one with it, and
    /// may leave something behind when it fails.
    /// </summary>
    public static bool MayLeaveTraces(string sql) => !IsSingle(sql) || !Atomic().IsMatch(sql) || NotAtomic().IsMatch(sql);

    /// <summary>Whether it sends rows from or to its client, which a text alone cannot: a session that is sent it hangs, or is lost.</summary>
    public static bool CopiesWithClient(string sql)
    {
        if (!sql.Contains("copy", StringComparison.OrdinalIgnoreCase))
            return false;

        bool first = true, copies = false;
        foreach (var token in SqlLexer.Tokens(sql))
        {
            var word = token.Kind == SqlTokenKind.Word ? sql.AsSpan(token.Start..token.End) : default;
            copies = first ? word.Equals("copy", StringComparison.OrdinalIgnoreCase) : copies;
            first = token.Kind == SqlTokenKind.Symbol && sql[token.Start] == ';';
            if (copies && (word.Equals("stdin", StringComparison.OrdinalIgnoreCase) || word.Equals("stdout", StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    /// <summary>Whether it ends at the same when it runs once more, whether or not it had done its work before.</summary>
    public static bool IsRepeatable(string sql) => IsSingle(sql) && Repeatable().IsMatch(sql);

    /// <summary>Whether it may sort a table by an index, which gives it new storage and loses nothing.</summary>
    public static bool MayCluster(string sql) => Cluster().IsMatch(sql);

    /// <summary>Whether it may delete rows: a DELETE or a MERGE that does, or text that has one in it.</summary>
    public static bool MayDelete(string sql) => Delete().IsMatch(sql);

    /// <summary>Its first words, as far as they are the language's own and no names: <c>CREATE UNIQUE INDEX</c>.</summary>
    public static string Command(string sql) => FirstWords().Match(sql[SqlLexer.Tokens(sql).Select(token => token.Start).FirstOrDefault()..]) is { Success: true } match
        ? string.Join(' ', match.Value.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : "SQL";

    [GeneratedRegex(@"\bcluster\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cluster();

    [GeneratedRegex($@"\bdelete{Gap}from\b|\bthen{Gap}delete\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Delete();

    [GeneratedRegex(@"(?<=^\s*)\b(select|insert|update|delete|merge|with|do|call|truncate|lock|comment|grant|revoke|refresh|vacuum|analyze|reindex|cluster|set|reset|(create|alter|drop)(\s+(or|replace|unique|materialized|foreign|event|extension|table|index|concurrently|view|function|procedure|aggregate|trigger|policy|rule|type|domain|sequence|schema|statistics|role|publication|database|collation|cast|operator))*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstWords();

    [GeneratedRegex(@"\bconcurrently\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Concurrently();

    [GeneratedRegex(@"\b(set|reset|discard|select|call|do|schema)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Settings();

    [GeneratedRegex(@"\b(role|authorization|discard)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Roles();

    [GeneratedRegex(@"\b(select|do|call|execute|perform|discard|deallocate|pg_advisory_unlock_all)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Releases();

    [GeneratedRegex(@"^\s*(insert|update|delete|merge|with)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^\s*(select|insert|update|delete|merge|with|values|create|alter|drop|comment|grant|revoke|truncate|refresh|analyze)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Atomic();

    [GeneratedRegex(@"\bconcurrently\b|^\s*(create|alter|drop)\s+(database|tablespace|subscription|system)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotAtomic();

    [GeneratedRegex(@"^\s*(vacuum|analyze|reindex|refresh|set|reset|create\s+or\s+replace)\b|^\s*(create|alter|drop)\b.*\bif\s+(not\s+)?exists\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Repeatable();
}
