namespace Migrator.Bench.Running;

/// <summary>What is measured.</summary>
internal enum Phase
{
    /// <summary>All migrations on an empty database.</summary>
    Apply,

    /// <summary>The same command once more.</summary>
    NoOp,

    /// <summary>What is applied and what is pending.</summary>
    Status,
}
