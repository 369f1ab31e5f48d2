namespace Migrator.Linting.State;

/// <summary>A migration as the linter sees it.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Commands">What it would send, as far as that is known.</param>
/// <param name="Waivers">What it waives.</param>
internal sealed record LintedMigration(MigrationDescriptor Migration, IReadOnlyList<LintedCommand> Commands,
    IReadOnlyList<LintWaiver> Waivers)
{
    /// <summary>Why the commands are not all; null if they are.</summary>
    public string? Opaque { get; init; }

    /// <summary>Where it does what cannot be known.</summary>
    public SourceLocation? OpaqueAt { get; init; }

    /// <summary>Any place in its source.</summary>
    public SourceLocation? Somewhere =>
        Commands.Select(command => command.Location).Append(OpaqueAt).FirstOrDefault(location => location is not null);
}
