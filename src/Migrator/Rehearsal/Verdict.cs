namespace Migrator;

/// <summary>What a migration would do to those who use the database meanwhile, and after; the harmless first.</summary>
public enum Verdict
{
    /// <summary>Whoever uses the database goes on. Locks are taken at most for a moment, behind which the rest of the migration
    /// is no work on rows.</summary>
    Safe,

    /// <summary>Nothing bad was seen, but not all could be: a statement outside a transaction does not show its locks.</summary>
    Unseen,

    /// <summary>Writes to a table wait while the server works through rows.</summary>
    BlocksWrites,

    /// <summary>Reads of a table wait, too.</summary>
    BlocksReads,

    /// <summary>A table is written anew, while nobody can use it; it needs its size again on the disk.</summary>
    Rewrites,

    /// <summary>Rows or values of columns go away.</summary>
    DataLoss,

    /// <summary>It cannot be reverted, or reverting it does not bring the schema back exactly.</summary>
    Irreversible,
}
