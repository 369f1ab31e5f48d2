namespace Migrator;

/// <summary>What came of a rehearsal.</summary>
public sealed record RehearsalResult
{
    /// <summary>The real database, which was only read; null if there is none.</summary>
    public DatabaseIdentity? Database { get; init; }

    /// <summary>The shadow database; it is gone. Null where none was made.</summary>
    public DatabaseIdentity? Shadow { get; init; }

    /// <summary>The schema of unqualified names.</summary>
    public required string DefaultSchema { get; init; }

    /// <summary>The newest version that was applied before; null for an empty database.</summary>
    public long? From { get; init; }

    /// <summary>The migrations that were rehearsed, in their order.</summary>
    public IReadOnlyList<RehearsedMigration> Migrations { get; init; } = [];

    /// <summary>Those that could not be, since one before them stopped in the middle or could not be applied again.</summary>
    public IReadOnlyList<MigrationDescriptor> NotRehearsed { get; init; } = [];

    /// <summary>What ended the rehearsal before its time; null if nothing did.</summary>
    public MigrationOutcome? Stopped { get; init; }

    /// <summary>What hangs on the real database's tables; empty if there is none.</summary>
    public IReadOnlyDictionary<(string Schema, string Table), TableWeight> Weights
        { get; init; } = new Dictionary<(string, string), TableWeight>();

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The worst verdict; <see cref="Verdict.Safe"/> where nothing was pending.</summary>
    public Verdict Verdict => Migrations.Select(one => one.Verdict).DefaultIfEmpty().Max();
}
