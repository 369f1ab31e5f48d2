namespace Migrator;

/// <summary>What is rehearsed, and where.</summary>
public sealed record RehearsalOptions
{
    /// <summary>
    /// Gives a connection to a server where the login may create databases: a shadow database is made there and dropped again.
    /// The database that it names is left alone.
    /// </summary>
    public required Func<CancellationToken, ValueTask<string>> Shadow { get; init; }

    /// <summary>Whether there is a real database: then what it has applied is not rehearsed, and what would be locked is weighed
    /// by it.</summary>
    public bool HasDatabase { get; init; }

    /// <summary>
    /// Without a real database: the version that is applied before, with all below it; null for an empty database.
    /// </summary>
    public long? From { get; init; }

    /// <summary>
    /// A plain <c>pg_dump --schema-only</c> to begin with instead of what the applied migrations make; null for none.
    /// </summary>
    public string? FromSchema { get; init; }

    /// <summary>Where to end.</summary>
    public Target Target { get; init; } = Target.Latest;
}
