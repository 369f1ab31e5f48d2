namespace Migrator.Sql.Reading;

/// <summary>A lock on a table, as far as it keeps others from their work until the transaction ends.</summary>
internal enum TableLock
{
    /// <summary>None, or one that readers and writers do not notice.</summary>
    None,

    /// <summary>SHARE: writers wait.</summary>
    Share,

    /// <summary>SHARE ROW EXCLUSIVE: writers wait.</summary>
    ShareRowExclusive,

    /// <summary>ACCESS EXCLUSIVE: writers and readers wait.</summary>
    AccessExclusive,
}
