namespace Migrator.SchemaCheck;

/// <summary>The advisory lock that a deploy holds while it works: its key, and how the server shows it.</summary>
internal static class DeployLockKey
{
    /// <summary>The key for a version table. The server adds the database to an advisory lock's key by itself.</summary>
    // FNV-1a (Fowler, Noll, Vo), 64 bits, of UTF-16: two tables' locks must differ, and that is all. A cryptographic hash has
    // OpenSSL loaded, a tenth of a run that has nothing to do.
    public static long Of(VersionTable table) =>
        unchecked((long)$"migrator deploy lock {table.Schema}.{table.Name}".Aggregate(14695981039346656037,
            (hash, letter) => (hash ^ letter) * 1099511628211));

    /// <summary>The rows of <c>pg_locks</c>, straight from what makes them: for a short question, the server takes longer over
    /// the view than over them; and some hosters let nobody read the view.</summary>
    public const string LocksSql = "pg_catalog.pg_lock_status()";

    /// <summary>The rows of <c>pg_stat_activity</c>, likewise.</summary>
    public const string SessionsSql = "pg_catalog.pg_stat_get_activity(NULL)";

    /// <summary>SQL that is true for the rows of <c>pg_locks</c>, under that alias, which are this lock.</summary>
    // The server shows a bigint key in two halves, objsubid 1.
    public static string Matches(long key, string alias) =>
        $"{alias}.locktype = 'advisory' AND {alias}.classid = {(uint)(key >> 32)} AND {alias}.objid = {(uint)key} AND "
            + $"{alias}.objsubid = 1 "
        // The catalog of databases is not everybody's to read.
        + $"AND {alias}.database = (SELECT d.objid FROM pg_catalog.pg_get_object_address('database', "
        + $"ARRAY[pg_catalog.current_database()::text], '{{}}') d)";
}
