namespace Migrator.Statements.Sending;

/// <summary>A non-transactional migration stopped in the middle and cannot safely go on by itself.</summary>
internal sealed class NotResumableException(string message) : Exception(message)
{
    public static NotResumableException Changed(int done) => new(
        $"It cannot be resumed: the text of its first {(done == 1 ? "statement" : $"{done} statements")}, done by an earlier "
        + $"run, is no longer the same.");

    public static NotResumableException BegunChanged(int number) => new(
        $"It cannot be resumed: statement {number} was begun by an earlier run, and its text is no longer the same.");

    public static NotResumableException Unknown(int number) => new(
        $"It cannot be resumed by itself: statement {number} was begun by an earlier run, and nothing tells whether it did its work.");
}
