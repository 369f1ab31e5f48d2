namespace Migrator;

/// <summary>Which migrations a script is about, and how it takes what it finds.</summary>
public sealed record ScriptOptions
{
    /// <summary>Whether it applies or reverts.</summary>
    public Direction Direction { get; init; } = Direction.Up;

    /// <summary>
    /// Where the database is before. Up: this one and all before it are applied; null for none of them. Down: none above it is
    /// applied; null for <see cref="Target.Latest"/>.
    /// </summary>
    public Target? From { get; init; }

    /// <summary>Where it is after. Up: up to and with it. Down: down to it; it stays.</summary>
    public Target To { get; init; } = Target.Latest;

    /// <summary>Whether a migration that is done already is passed over. Default no: the script then refuses to begin.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Whether migrations may be in it that the manifest does not have, or has otherwise. Default no.</summary>
    public bool AllowStaleManifest { get; init; }

    /// <summary>Whether what is in it is looked at for unsafe changes. Default no.</summary>
    public LintPolicy Lint { get; init; } = LintPolicy.Off;
}
