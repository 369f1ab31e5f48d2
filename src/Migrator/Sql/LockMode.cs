namespace Migrator;

/// <summary>The server's table locks, the weaker first.</summary>
public enum LockMode
{
    /// <summary>Taken by SELECT.</summary>
    AccessShare,

    /// <summary>Taken by SELECT FOR UPDATE.</summary>
    RowShare,

    /// <summary>Taken by INSERT, UPDATE and DELETE.</summary>
    RowExclusive,

    /// <summary>Keeps other schema changes and VACUUM out; rows can be read and written. Taken by CREATE INDEX
    /// CONCURRENTLY.</summary>
    ShareUpdateExclusive,

    /// <summary>The first that blocks writes. Taken by CREATE INDEX.</summary>
    Share,

    /// <summary>Blocks writes. Taken for foreign keys, on both tables, and by CREATE TRIGGER.</summary>
    ShareRowExclusive,

    /// <summary>Blocks writes.</summary>
    Exclusive,

    /// <summary>Blocks reads, too. Taken by most forms of ALTER TABLE, DROP, TRUNCATE.</summary>
    AccessExclusive,
}

/// <summary>The names of table locks: as the manual writes them, and as <c>pg_locks</c> does.</summary>
public static class LockModes
{
    /// <summary>As SQL and the manual write it: <c>ACCESS EXCLUSIVE</c>.</summary>
    public static string Words(this LockMode mode) => Words(mode.ToString());

    /// <summary>The name in <c>pg_locks</c>: <c>AccessExclusiveLock</c>.</summary>
    internal static string ServerName(this LockMode mode) => mode + "Lock";

    /// <summary>A name of <c>pg_locks</c> as the manual writes it; of other kinds of locks, too.</summary>
    internal static string WordsOf(string serverName) => Words(serverName.Replace("Lock", "", StringComparison.Ordinal));

    /// <summary>The mode that <c>pg_locks</c> names.</summary>
    internal static LockMode Read(string serverName) =>
        Enum.GetValues<LockMode>().First(mode => mode.ServerName() == serverName);

    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $" {letter}" : $"{letter}"))
            .ToUpperInvariant();
}
