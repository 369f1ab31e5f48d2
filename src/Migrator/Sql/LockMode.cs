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
