namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>What to do instead.</summary>
/// <param name="Rule">The lint rule that says so; null where only the rehearsal does.</param>
/// <param name="Instead">What to write. Code in it is in backticks.</param>
/// <param name="Why">What happens otherwise.</param>
internal sealed record SafeForm(string? Rule, string Instead, string Why)
{
    /// <summary>Why the migration does it all the same; null if it does not say.</summary>
    public string? Waived { get; init; }
}
