namespace Migrator.Bench.Running;

/// <summary>A program as it is started.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Its working directory; null for this one's.</summary>
    public string? Directory { get; init; }
}
