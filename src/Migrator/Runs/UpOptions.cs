using Migrator.Runs.Guarding;

namespace Migrator;

/// <summary>How to apply.</summary>
public sealed record UpOptions
{
    /// <summary>What the plan may contain. Default: nothing out of order, nothing breaking.</summary>
    public PlanPolicy Policy { get; init; } = new();

    /// <summary>
    /// Whether migrations may be applied that the manifest does not have, or has otherwise. Default no: an application that is
    /// built with such a manifest would not accept the schema. For a database of one developer's own it does not matter.
    /// </summary>
    public bool AllowStaleManifest { get; init; }

    /// <summary>Whether what is about to be applied is looked at for unsafe changes. Default no.</summary>
    public LintPolicy Lint { get; init; } = LintPolicy.Off;

    internal GuardPolicy Guards => new(AllowStaleManifest, Lint);
}
