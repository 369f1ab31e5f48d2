namespace Migrator.Statements.Sending;

/// <summary>A migration outside a transaction began one, and never ended it.</summary>
internal sealed class TransactionLeftOpenException() : Exception(
    "a transaction that it began was never committed: what was done in it is rolled back")
{
    public const string Next = "end it with COMMIT, in the same Execute.Sql.";
}
