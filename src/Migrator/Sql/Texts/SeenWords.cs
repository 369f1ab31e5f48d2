namespace Migrator.Sql.Texts;

/// <summary>What a word tells of the text that it stands in.</summary>
[Flags]
internal enum SeenWords
{
    None = 0,

    /// <summary>CONCURRENTLY: of what, the statement tells.</summary>
    Concurrently = 1,

    /// <summary>It may change the session's settings.</summary>
    Session = 2,

    /// <summary>It may give up locks, or what is prepared.</summary>
    Release = 4,

    /// <summary>It may begin or end a transaction, if a statement begins with it.</summary>
    Transaction = 8,

    /// <summary>IF, or IF NOT.</summary>
    If = 16,

    /// <summary>NOT, behind IF.</summary>
    Not = 32,

    /// <summary>EXISTS, behind IF or IF NOT.</summary>
    IfExists = 64,
}

/// <summary>The words that tell something.</summary>
internal static class SeenWord
{
    private const int Longest = 24;

    private static readonly Dictionary<string, SeenWords>.AlternateLookup<ReadOnlySpan<char>> Words =
        new Dictionary<string, SeenWords>(StringComparer.OrdinalIgnoreCase)
        {
            ["concurrently"] = SeenWords.Concurrently,
            ["set"] = SeenWords.Session,
            ["reset"] = SeenWords.Session,
            ["schema"] = SeenWords.Session,
            // They leave something in the session.
            ["temp"] = SeenWords.Session,
            ["temporary"] = SeenWords.Session,
            ["declare"] = SeenWords.Session,
            ["listen"] = SeenWords.Session,
            // They run code, which may do anything.
            ["select"] = SeenWords.Session | SeenWords.Release,
            ["call"] = SeenWords.Session | SeenWords.Release,
            ["do"] = SeenWords.Session | SeenWords.Release,
            ["discard"] = SeenWords.Session | SeenWords.Release,
            ["execute"] = SeenWords.Release,
            ["perform"] = SeenWords.Release,
            ["deallocate"] = SeenWords.Release,
            ["pg_advisory_unlock_all"] = SeenWords.Release,
            ["begin"] = SeenWords.Transaction,
            ["start"] = SeenWords.Transaction,
            ["commit"] = SeenWords.Transaction,
            ["end"] = SeenWords.Transaction,
            ["rollback"] = SeenWords.Transaction,
            ["abort"] = SeenWords.Transaction,
            ["prepare"] = SeenWords.Transaction,
            ["if"] = SeenWords.If,
            ["not"] = SeenWords.Not,
            ["exists"] = SeenWords.IfExists,
        }.GetAlternateLookup<ReadOnlySpan<char>>();

    public static SeenWords Of(ReadOnlySpan<char> word) =>
        word.Length <= Longest && Words.TryGetValue(word, out var seen) ? seen : SeenWords.None;
}
