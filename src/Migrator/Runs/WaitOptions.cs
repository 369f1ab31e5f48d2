namespace Migrator;

/// <summary>What is waited for, and how long.</summary>
public sealed record WaitOptions
{
    /// <summary>How much of the schema must be there. Default: all that the code has.</summary>
    public Target Target { get; init; } = Target.Latest;

    /// <summary>How long to wait; zero looks once. Default 5 min, as for the deploy lock: a deploy that takes longer is watched
    /// by a person.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMinutes(5);
}
