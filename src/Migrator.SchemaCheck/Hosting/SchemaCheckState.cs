namespace Migrator.SchemaCheck;

/// <summary>What the check at startup found, for those who ask later. It does not change once the application has
/// started.</summary>
public sealed class SchemaCheckState
{
    /// <summary>The last look; null before the first.</summary>
    public SchemaCheckResult? Result { get; internal set; }

    /// <summary>How long the application waited for its schema.</summary>
    public TimeSpan Waited { get; internal set; }
}
