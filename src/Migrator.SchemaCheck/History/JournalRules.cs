namespace Migrator.SchemaCheck;

/// <summary>
/// The states of a journal entry, and what they mean, as SQL: the one place that knows them. Whoever reads or writes the journal,
/// the application's check, the engine and its scripts, takes its words from here.
/// </summary>
internal static class JournalRules
{
    /// <summary>It ended well.</summary>
    public const string Done = "done";

    /// <summary>It failed, and nothing is left of it.</summary>
    public const string Failed = "failed";

    /// <summary>It runs outside a transaction and began; with no later word on it, it was killed.</summary>
    public const string Begun = "begun";

    /// <summary>It stopped in the middle, and what it did may be there: it runs outside a transaction, or ended its
    /// own.</summary>
    public const string Partial = "partial";

    /// <summary>A person settled that nothing of it is left.</summary>
    public const string Resolved = "resolved";

    /// <summary>A person accepted that it was edited after it was applied.</summary>
    public const string Accepted = "accepted";

    /// <summary>The columns that a journal is known by: a table without them is none.</summary>
    public static readonly IReadOnlyList<string> Essentials = ["id", "version", "direction", "state"];

    /// <summary>Those that every journal has had from its first day, and that cannot be added to one.</summary>
    public static readonly IReadOnlyList<string> OfFirstDay = [.. Essentials, "run", "name", "transactional", "started_at"];

    /// <summary>The direction of an entry that applies.</summary>
    public const string Up = "up";

    /// <summary>The direction of an entry that reverts.</summary>
    public const string Down = "down";

    /// <summary>SQL: entries that say that a migration is half there, where they are the last word on it.</summary>
    /// <param name="entry">The entry's alias with a dot, or nothing.</param>
    public static string IsUnfinished(string entry = "") => $"{entry}state IN ('{Begun}', '{Partial}')";

    /// <summary>SQL: entries by which a migration was applied.</summary>
    /// <param name="entry">The entry's alias with a dot, or nothing.</param>
    public static string IsApplied(string entry = "") => $"{entry}direction = '{Up}' AND {entry}state = '{Done}'";

    /// <summary>SQL: entries whose checksum counts: of what a deploy applied, or a person settled or accepted; the last of a
    /// version decides.</summary>
    /// <param name="entry">The entry's alias with a dot, or nothing.</param>
    public static string HasChecksum(string entry = "") =>
        $"{entry}direction = '{Up}' AND {entry}state IN ('{Done}', '{Accepted}')";

    /// <summary>SQL: the last entry of each version, of those that fit.</summary>
    /// <param name="table">Whose journal.</param>
    /// <param name="columns">What is read of it.</param>
    /// <param name="fits">Which entries count; null for all.</param>
    public static string Last(VersionTable table, string columns, string? fits = null) =>
        $"SELECT DISTINCT ON (version) {columns} FROM {table.QuotedJournalName}{(fits is null ? "" : $" WHERE {fits}")} "
            + "ORDER BY version, id DESC";

    /// <summary>SQL: the newest breaking migration that is applied now, which an older build does not survive; a row, or
    /// none.</summary>
    /// <param name="table">Whose journal.</param>
    /// <param name="columns">What is read of it, under the alias <c>j</c>.</param>
    /// <param name="isApplied">SQL that is true where <c>j.version</c> is applied now.</param>
    public static string Floor(VersionTable table, string columns, string isApplied) =>
        $"(SELECT {columns} FROM {table.QuotedJournalName} j WHERE j.breaking AND {IsApplied("j.")} AND {isApplied} "
            + "ORDER BY j.version DESC LIMIT 1)";
}
