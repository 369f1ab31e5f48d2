namespace Migrator;

/// <summary>How a live schema differs from what its applied migrations make.</summary>
public sealed record DriftReport
{
    /// <summary>The live database, which was only read.</summary>
    public required DatabaseIdentity Database { get; init; }

    /// <summary>The shadow database that was compared with; it is gone. Null where none was made.</summary>
    public DatabaseIdentity? Shadow { get; init; }

    /// <summary>Why nothing was compared; null if all went well.</summary>
    public MigrationOutcome? Stopped { get; init; }

    /// <summary>How many migrations are applied.</summary>
    public int Applied { get; init; }

    /// <summary>The newest of them; null if there is none.</summary>
    public long? Current { get; init; }

    /// <summary>The schema of unqualified names, which is not said again in each name.</summary>
    public required string DefaultSchema { get; init; }

    /// <summary>How many objects the migrations make.</summary>
    public int Objects { get; init; }

    /// <summary>The drift.</summary>
    public IReadOnlyList<ObjectDifference> Differences { get; init; } = [];

    /// <summary>The tables whose columns stand in another order. No drift: it is what reverting and applying again
    /// leaves.</summary>
    public IReadOnlyList<ObjectDifference> Reordered { get; init; } = [];

    /// <summary>How many differences the patterns left out.</summary>
    public int Ignored { get; init; }

    /// <summary>What a reader should know who wonders about a difference.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
