namespace Migrator.Statements.Sending;

/// <summary>A migration's own code has ended the transaction that it ran in.</summary>
internal sealed class TransactionEndedException()
    : Exception("its own code ended the transaction that it was given, before the migration was recorded")
{
    public const string Next =
        "leave the transaction to the run, or do without one: [Migration(..., TransactionBehavior.None)].";
}
