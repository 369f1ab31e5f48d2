namespace Migrator;

/// <summary>What a run will do, in order.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="Steps">The migrations to run, in the order in which they run.</param>
/// <param name="From">The newest applied version before; null on a virgin database.</param>
/// <param name="To">The newest applied version after.</param>
/// <param name="Unknown">Applied versions that the code does not have.</param>
public sealed record Plan(
    Direction Direction, IReadOnlyList<MigrationDescriptor> Steps, long? From, long? To, IReadOnlyList<long> Unknown)
{
    /// <summary>The applied migrations whose edit is accepted by this run.</summary>
    public IReadOnlyList<MigrationDescriptor> Accepted { get; init; } = [];
}

/// <summary>Which way a migration runs.</summary>
public enum Direction
{
    /// <summary>Applies it.</summary>
    Up,

    /// <summary>Reverts it.</summary>
    Down,
}

/// <summary>What a plan may contain.</summary>
/// <param name="AllowOutOfOrder">Pending migrations below the newest applied one may run.</param>
/// <param name="AllowBreaking">Breaking migrations may run where something is applied; where nothing is, they may in any
/// case.</param>
/// <param name="AllowEdited">That migrations were edited after they were applied is accepted, and recorded so.</param>
public sealed record PlanPolicy(bool AllowOutOfOrder = false, bool AllowBreaking = false, bool AllowEdited = false);
