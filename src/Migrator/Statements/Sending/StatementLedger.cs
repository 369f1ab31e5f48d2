using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Statements.Sending;

/// <summary>
/// How far a non-transactional migration is, statement by statement. Its state is what the journal keeps, so that another run
/// knows exactly where it stopped, and whether the text up to there is still the same.
/// </summary>
/// <param name="earlier">Where an earlier run stopped; null if none began it.</param>
internal sealed class StatementLedger(DirtyMigration? earlier = null)
{
    private readonly int _doneBefore = earlier?.StatementsDone ?? 0;
    private string _chain = "";

    /// <summary>The number of the statement in hand, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>How many statements are done.</summary>
    public int Done { get; private set; } = earlier?.StatementsDone ?? 0;

    /// <summary>A hash over the texts of those that are done; null if none is.</summary>
    public string? DoneHash { get; private set; } = earlier?.DoneHash;

    /// <summary>A hash over the texts up to one that was begun and may have left something; null if there is none.</summary>
    public string? BegunHash { get; private set; } = earlier?.BegunHash;

    /// <summary>Whether something of the migration may be in the database.</summary>
    public bool LeavesTraces => Done > 0 || BegunHash is not null;

    /// <summary>The next statement.</summary>
    /// <exception cref="NotResumableException">What was done or begun had another text.</exception>
    public StatementVerdict Next(string text)
    {
        Number++;
        _chain = TextHash.Of(_chain, "\n", text);
        if (Number < _doneBefore)
            return StatementVerdict.Done;
        if (Number == _doneBefore)
            return _chain == DoneHash ? StatementVerdict.Done : throw NotResumableException.Changed(_doneBefore);
        if (Number != _doneBefore + 1 || earlier?.BegunHash is not { } begun)
            return StatementVerdict.Run;

        return _chain == begun ? StatementVerdict.Begun : throw NotResumableException.BegunChanged(Number);
    }

    /// <summary>The statement in hand begins, and cannot be recorded in one transaction with its work.</summary>
    public void Begin() => BegunHash = _chain;

    /// <summary>What was recorded since is rolled back: this is what the journal says now.</summary>
    public void Restore(int done, string? doneHash, string? begunHash) =>
        (Done, DoneHash, BegunHash) = (done, doneHash, begunHash);

    /// <summary>The statement in hand is known to have left nothing.</summary>
    public void Undo() => BegunHash = null;

    /// <summary>The statement in hand is done.</summary>
    public void Finish() => (Done, DoneHash, BegunHash) = (Number, _chain, null);

    /// <summary>What the statement's record has to say, before it is known to be done.</summary>
    public (int Done, string Hash) Finished => (Number, _chain);

    /// <summary>The migration has no more statements.</summary>
    /// <exception cref="NotResumableException">More were done than it has now.</exception>
    public void End()
    {
        if (Number < _doneBefore || BegunHash is not null)
            throw NotResumableException.Changed(_doneBefore);
    }
}

/// <summary>What a statement of a non-transactional migration needs, by what earlier runs recorded.</summary>
internal enum StatementVerdict
{
    /// <summary>It was not begun yet.</summary>
    Run,

    /// <summary>It was begun, and may or may not have done its work.</summary>
    Begun,

    /// <summary>It is done.</summary>
    Done,
}
