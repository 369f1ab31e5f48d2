namespace Migrator.Statements.Sending;

/// <summary>Why a running statement was stopped from our side.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>It waited for locks longer than the budget allows.</summary>
    LockBudget,

    /// <summary>The server has not answered anybody for so long that it counts as lost.</summary>
    Silence,
}
