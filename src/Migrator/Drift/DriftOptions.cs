namespace Migrator;

/// <summary>How drift is looked for.</summary>
public sealed record DriftOptions
{
    /// <summary>
    /// Gives a connection to a server where the login may create databases: a shadow database is made there and dropped again.
    /// The database that it names is left alone.
    /// </summary>
    public required Func<CancellationToken, ValueTask<string>> Shadow { get; init; }

    /// <summary>What does not count.</summary>
    public IReadOnlyList<IgnorePattern> Ignore { get; init; } = [];
}
