using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>Which database, and how a session on it behaves.</summary>
public sealed record DatabaseOptions
{
    /// <summary>
    /// Gives the connection as <see cref="ConnectionText"/> reads it. Asked at every attempt to connect, so that a
    /// rotated secret is read anew.
    /// </summary>
    public required Func<CancellationToken, ValueTask<string>> Connection { get; init; }

    /// <summary>The schema of unqualified names, in fluent calls and raw SQL alike. Default <c>public</c>.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>The version table's schema; null takes the migrations' own, else <see cref="Schema"/>.</summary>
    public string? VersionTableSchema { get; init; }

    /// <summary>The version table's name; null takes the migrations' own, else <c>VersionInfo</c>.</summary>
    public string? VersionTableName { get; init; }

    /// <summary>The role to take before anything is created, so that it owns the objects; null keeps the login role.</summary>
    public string? Role { get; init; }

    /// <summary>How long to wait for the server to accept a connection; zero tries once. Default 30 s: a pod may start before its
    /// database.</summary>
    public TimeSpan ConnectWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for another run to end. Default 5 min.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether a run that holds the deploy lock is ended if it is one of this tool's and has shown no sign of life for 30 s.
    /// Default no: the server ends it by itself once it notices that the client is gone, within about a minute.
    /// </summary>
    public bool TerminateOrphans { get; init; }

    /// <summary>
    /// How long a statement may wait for a lock before it gives way; zero for ever. Default 1 s, from the fault matrix: while it
    /// waits, everybody else queues behind it. Statements that only read and change rows wait ten times as long; indexes
    /// and detached partitions CONCURRENTLY without a limit of the server's, since they block nobody.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a run may spend on giving way to others and trying again (lock timeouts, deadlocks, serialization failures), and
    /// how long one of those with CONCURRENTLY may be blocked; zero tries once. Default 15 min, from the fault matrix.
    /// </summary>
    public TimeSpan LockRetry { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a statement may run; zero, the default, for ever: an index on a large table takes its time.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>
    /// The version table: this one's settings over those of the migrations' own <c>IVersionTableMetaData</c>.
    /// </summary>
    internal VersionTable Locate(VersionTable fromMigrations) => fromMigrations with
    {
        Schema = VersionTableSchema ?? (string.IsNullOrEmpty(fromMigrations.Schema) ? Schema : fromMigrations.Schema),
        Name = VersionTableName ?? fromMigrations.Name,
        // An index's name is unique in its schema, where another version table may lie.
        UniqueIndexName = VersionTableName is null || VersionTableName == fromMigrations.Name
            ? fromMigrations.UniqueIndexName : $"UC_{VersionTableName}",
    };

    /// <summary>No connection, for what asks no database: <see cref="MigrationEngine.CreateScript"/>.</summary>
    public static Func<CancellationToken, ValueTask<string>> Offline { get; } = _ =>
        throw new ConfigurationException("No database to connect to was given.");

    /// <summary>A connection that does not change.</summary>
    public static Func<CancellationToken, ValueTask<string>> Fixed(string connection) => _ => ValueTask.FromResult(connection);
}
