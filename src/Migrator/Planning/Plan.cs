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
