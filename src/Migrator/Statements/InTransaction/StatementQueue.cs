using Migrator.Database.Session;
using Migrator.Statements.Sending;
using Npgsql;

namespace Migrator.Statements.InTransaction;

/// <summary>
/// The statements of a transactional migration that go to the server together, the last ones with the record: a round trip each
/// is what makes a migration slow on a distant database.
/// </summary>
internal sealed class StatementQueue(SqlSender sender)
{
    // Bounds the memory that a data migration's inserts take.
    private const int Longest = 100;

    private readonly List<QueuedStatement> _statements = [];

    public bool IsFull => _statements.Count >= Longest;

    public bool IsEmpty => _statements.Count == 0;

    public void Add(QueuedStatement statement) => _statements.Add(statement);

    public void Clear() => _statements.Clear();

    /// <summary>Sends what is queued in one round trip, with commands of ours around it; what follows one that fails is not
    /// executed.</summary>
    /// <exception cref="StatementFailedException">A queued statement failed; it is named.</exception>
    public void Send(NpgsqlTransaction? transaction, ReadOnlySpan<NpgsqlBatchCommand> before,
        ReadOnlySpan<NpgsqlBatchCommand> after)
    {
        if (before.Length + _statements.Count + after.Length == 0)
            return;

        QueuedStatement[] queued = [.. _statements];
        _statements.Clear();
        using var batch = new NpgsqlBatch(sender.Connection, transaction) { Timeout = 0 };
        foreach (var command in before)
            batch.BatchCommands.Add(command);
        foreach (var statement in queued)
            batch.BatchCommands.Add(SqlCommands.Of(statement.Sql)[0]);
        foreach (var command in after)
            batch.BatchCommands.Add(command);

        var first = before.Length;
        try
        {
            sender.Execute(batch);
        }
        catch (NpgsqlException exception) when (queued.Length > 0)
        {
            // A lost connection does not tell which of them it hit.
            var failed = exception.BatchCommand is NpgsqlBatchCommand command ? batch.BatchCommands.IndexOf(command) - first : -1;
            if (failed >= queued.Length)
                throw;
            throw new StatementFailedException(failed < 0 ? 0 : queued[failed].Number, failed < 0 ? null : queued[failed].Sql,
                exception);
        }
    }
}
