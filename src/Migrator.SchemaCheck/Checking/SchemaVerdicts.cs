namespace Migrator.SchemaCheck;

/// <summary>The rules behind the verdicts, in one place for <c>status</c>, <c>wait</c> and the application.</summary>
public static class SchemaVerdicts
{
    /// <summary>
    /// The exit code of a process that ends with this verdict: 0, 2, 3, 7, 8 or 9, as docs/exit-codes.md has them.
    /// </summary>
    public static int ExitCode(this SchemaVerdict verdict) => verdict switch
    {
        SchemaVerdict.UpToDate or SchemaVerdict.Ahead => 0,
        SchemaVerdict.Unreadable => 2,
        SchemaVerdict.Behind => 3,
        SchemaVerdict.Dirty => 7,
        SchemaVerdict.Unreachable => 8,
        _ => 9,
    };

    /// <summary>Whether it may change by itself, if one waits.</summary>
    public static bool MayPass(this SchemaVerdict verdict) =>
        verdict is SchemaVerdict.Behind or SchemaVerdict.Diverged or SchemaVerdict.Unreachable;

    /// <summary>Whether a breaking migration was applied that a build with these versions does not know, and that is newer than
    /// them.</summary>
    internal static bool IsTooNew(long? floor, IEnumerable<long> known)
    {
        if (floor is null)
            return false;

        var newest = long.MinValue;
        foreach (var version in known)
        {
            if (version == floor)
                return false;
            newest = Math.Max(newest, version);
        }

        return floor > newest;
    }

    internal static SchemaVerdict Judge(bool unfinished, bool tooNew, bool edited, bool missing, bool unknown) =>
        (missing, unknown) switch
        {
            _ when unfinished => SchemaVerdict.Dirty,
            _ when tooNew => SchemaVerdict.TooNew,
            _ when edited => SchemaVerdict.Edited,
            (false, false) => SchemaVerdict.UpToDate,
            (false, true) => SchemaVerdict.Ahead,
            (true, false) => SchemaVerdict.Behind,
            (true, true) => SchemaVerdict.Diverged,
        };
}
