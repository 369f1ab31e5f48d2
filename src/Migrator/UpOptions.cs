using Migrator.Planning;

namespace Migrator;

/// <summary>How to apply.</summary>
public sealed record UpOptions
{
    /// <summary>What the plan may contain. Default: nothing out of order, nothing breaking.</summary>
    public PlanPolicy Policy { get; init; } = new();
}
