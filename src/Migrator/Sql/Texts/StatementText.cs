using Migrator.Sql.Reading;

namespace Migrator.Sql.Texts;

/// <summary>
/// What can be told of a text from its words, read once. Told with care: a "no" must be sure, a "yes" need not be, unless it says
/// otherwise. What stands in a string, a comment, a quoted name or a function's body is none of its words.
/// </summary>
internal sealed class StatementText
{
    private static readonly string[] OfRows = ["insert", "update", "delete", "merge", "copy", "with"];

    private static readonly string[] Atomic =
    [
        "select", .. OfRows, "values", "create", "alter", "drop", "comment", "grant", "revoke", "truncate", "refresh", "analyze",
    ];

    private static readonly string[] NotInTransaction = ["database", "tablespace", "subscription", "system"];

    // They write a table anew, if at all, with all that is in it.
    private static readonly string[] Keeping = ["vacuum", "cluster", "repack", "alter", "create", "drop", "reindex", "refresh"];

    private readonly string _sql;
    private readonly List<string> _first = [];
    private SeenWords _seen;
    private int _statements;
    private string? _alone;

    private StatementText(string sql) => _sql = sql;

    /// <summary>Whether it is one statement, so that it may be sent along with others. Both answers are sure.</summary>
    public bool IsSingle => _statements == 1;

    /// <summary>Whether it is one that waits for others while it blocks nobody, and must not be timed out of that: it would leave
    /// half of its work. Both answers are sure.</summary>
    public bool WaitsGently => Alone.Length > 0 && OutsideTransaction.WaitsGently(Alone);

    /// <summary>Whether it is one of those that build or drop an index. Both answers are sure.</summary>
    public bool IndexesGently => WaitsGently && First(0) != "alter";

    /// <summary>Whether rows of a COPY stand in it, which are sent apart. Both answers are sure.</summary>
    public bool HasRows { get; private set; }

    /// <summary>Whether it may change the session's settings or role (a function may too), or make the schema that they speak
    /// of.</summary>
    public bool MayChangeSession => Has(SeenWords.Session);

    /// <summary>Whether it is a SET for the session, and no more than that.</summary>
    public bool IsPlainSetting =>
        IsSingle && First(0) == "set" && First(1) is not ("local" or "role" or "constraints" or "transaction")
        && !(First(1) == "session" && First(2) is "authorization" or "characteristics" or "role");

    /// <summary>Whether it may give up the session's advisory locks or prepared statements, itself or in a function that it
    /// calls.</summary>
    public bool MayReleaseLocks => Has(SeenWords.Release);

    /// <summary>Whether it may lock an existing table so that others have to wait: all but what surely only reads or changes
    /// rows.</summary>
    public bool MayLockStrongly => !IsSingle || !OfRows.Contains(First(0));

    /// <summary>
    /// Whether it may be unable to run in a transaction, or may commit in its midst: then it cannot be recorded in one with it,
    /// and may leave something behind when it fails.
    /// </summary>
    /// <remarks>A text with rows is sent in pieces, and so in a transaction of ours, unless it has its own.</remarks>
    public bool MayLeaveTraces => HasRows ? ControlsTransactions : !IsSingle || !Atomic.Contains(First(0)) || Alone.Length > 0
        || First(0) is "create" or "alter" or "drop" && NotInTransaction.Contains(First(1));

    /// <summary>Whether it ends at the same when it runs once more, whether or not it had done its work before. A "yes" is
    /// sure.</summary>
    public bool IsRepeatable => IsSingle && First(0) switch
    {
        "vacuum" or "analyze" or "reindex" or "refresh" or "cluster" or "repack" or "set" or "reset" => true,
        // What a schema is created with may say it for itself.
        "create" => First(1) == "or" && First(2) == "replace" || Has(SeenWords.IfExists)
            && (First(1) != "schema" || First(2) == "if"),
        "drop" => Has(SeenWords.IfExists),
        // ADD VALUE IF NOT EXISTS. Other changes of an object may have a part that is not.
        "alter" => First(1) == "type" && Has(SeenWords.IfExists) && Has(SeenWords.Not),
        _ => false,
    };

    /// <summary>Reads a text.</summary>
    public static StatementText Read(string sql)
    {
        var text = new StatementText(sql);
        var walk = new StatementWalk(sql);
        var previous = SeenWords.None;
        foreach (var token in SqlLexer.Tokens(sql))
        {
            var isFirst = walk.IsBetween;
            text.HasRows |= token.Kind == SqlTokenKind.Rows;
            if (!walk.Step(token) || token.Kind == SqlTokenKind.Rows)
            {
                previous = SeenWords.None;
                continue;
            }

            if (isFirst)
                text._statements++;
            var word = sql.AsSpan(token.Start, token.End - token.Start);
            if (token.Kind != SqlTokenKind.Word)
            {
                // A function may be called by its name in quotes.
                if (word.SequenceEqual("\"pg_advisory_unlock_all\""))
                    text._seen |= SeenWords.Release;
                previous = SeenWords.None;
                continue;
            }

            if (text._statements == 1 && text._first.Count < 3)
                text._first.Add(word.ToString().ToLowerInvariant());
            var seen = SeenWord.Of(word);
            if (!isFirst)
                seen &= ~SeenWords.Transaction;
            // IF EXISTS and IF NOT EXISTS, and no other EXISTS.
            if (seen == SeenWords.Not && previous == SeenWords.If)
                (seen, text._seen) = (SeenWords.If, text._seen | SeenWords.Not);
            else if (seen == SeenWords.Not)
                seen = SeenWords.None;
            else if (seen == SeenWords.IfExists && previous != SeenWords.If)
                seen = SeenWords.None;
            text._seen |= seen;
            previous = seen;
        }

        return text;
    }

    /// <summary>Whether it leaves nothing behind where the server refuses it: one statement that cannot commit in its midst. A
    /// "yes" is sure.</summary>
    public static bool FailsAsAWhole(string sql)
    {
        var text = Read(sql);
        return text.IsSingle && text.First(0) switch
        {
            "do" => !InnerWords.Of(sql).Any(word => InnerWords.IsOneOf(word, "commit", "call")),
            "call" or "vacuum" or "cluster" or "repack" or "reindex" or "analyze" or "execute" or "begin" or "start" or "commit"
                or "end" or "rollback" or "abort" or "prepare" => false,
            _ => !OutsideTransaction.IsConcurrent(text.Alone),
        };
    }

    /// <summary>Whether it may take another role, by its own text: what it runs from a string counts.</summary>
    public static bool MayChangeRole(string sql) =>
        InnerWords.Of(sql).Any(word => InnerWords.IsOneOf(word, "role", "authorization", "discard"));

    /// <summary>Whether new storage of a table that comes with it may be empty storage: a TRUNCATE, or what may run
    /// one.</summary>
    public static bool MayEmpty(string sql) => SqlStatement.Split(sql).Any(statement =>
    {
        var cursor = statement.Cursor();
        if (cursor.IsOneOf(Keeping))
            return false;
        if (cursor.Is("truncate"))
            return true;

        string[] words = [.. InnerWords.Of(statement.Text)];
        return words.Any(word => InnerWords.IsOneOf(word, "truncate"))
            || !words.Any(word => InnerWords.IsOneOf(word, "cluster", "repack"));
    });

    /// <summary>Whether it may delete rows: a DELETE or a MERGE that does, or text that has one in it.</summary>
    public static bool MayDelete(string sql)
    {
        var previous = "";
        foreach (var word in InnerWords.Of(sql))
        {
            if (InnerWords.IsOneOf(previous, "delete") && InnerWords.IsOneOf(word, "from") || InnerWords.IsOneOf(previous, "then")
                && InnerWords.IsOneOf(word, "delete"))
                return true;
            previous = word;
        }

        return false;
    }

    /// <summary>Its first words, as far as they are the language's own and no names: <c>CREATE UNIQUE INDEX</c>.</summary>
    public static string Command(string sql) => CommandWords.Of(sql);

    /// <summary>What it is called, where the server runs it neither in a transaction nor beside another; else empty. Few have one
    /// of the words: the others are not taken apart.</summary>
    private string Alone => _alone ??= IsSingle && (Has(SeenWords.Concurrently) || First(0) is "vacuum" or "cluster" or "repack")
        && SqlStatement.Split(_sql) is [var statement] ? OutsideTransaction.Of(statement) ?? "" : "";

    // ROLLBACK TO is one of them only by its first word, which costs no more than a record that is written apart.
    private bool ControlsTransactions => Has(SeenWords.Transaction);

    private bool Has(SeenWords words) => (_seen & words) != 0;

    private string First(int index) => index < _first.Count ? _first[index] : "";
}
