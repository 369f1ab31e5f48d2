namespace Migrator.Database.Session;

/// <summary>
/// A default by which transactions are read-only. Somebody's lock on the door: of a database that is being moved elsewhere, or of
/// a hoster's whose disk is full. It is told whose, and not opened without a word.
/// </summary>
internal static class ReadOnlyDefault
{
    public const string Setting = "default_transaction_read_only";

    /// <summary>The refusal.</summary>
    /// <param name="database">Where.</param>
    /// <param name="source">Where the setting comes from, as the server's <c>pg_settings</c> says it.</param>
    public static Refusal Refusal(DatabaseIdentity database, string source)
    {
        var (whose, undo) = source switch
        {
            "user" => ($"the role {database.User}", $"ALTER ROLE \"{database.User}\" RESET {Setting}"),
            "database" => ($"the database {database.Name}", $"ALTER DATABASE \"{database.Name}\" RESET {Setting}"),
            "database user" => ($"the role {database.User} in the database {database.Name}",
                $"ALTER ROLE \"{database.User}\" IN DATABASE \"{database.Name}\" RESET {Setting}"),
            "client" => ("the connection, by Options or PGOPTIONS", "take it out there"),
            "global" => ("all roles", $"ALTER ROLE ALL RESET {Setting}"),
            "session" => ("the session that the pooler gave", "have the pooler reset its sessions"),
            _ => ("the server, by its configuration", $"ALTER SYSTEM RESET {Setting}"),
        };
        return new(RefusalReason.ReadOnly, $"Nothing is to be written here: {Setting} is on for {whose}.",
            $"Find out why (a database that moves, a full disk). Then: {undo}. Or for this run alone, in the connection: "
            + $"Options=-c {Setting}=off");
    }
}
