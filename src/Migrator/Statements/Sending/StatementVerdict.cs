namespace Migrator.Statements.Sending;

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
