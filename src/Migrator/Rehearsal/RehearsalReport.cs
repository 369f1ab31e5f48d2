namespace Migrator;

/// <summary>What came of a rehearsal.</summary>
public sealed record RehearsalReport
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

    /// <summary>Those that could not be, since one before them, or they themselves, could not be applied.</summary>
    public IReadOnlyList<MigrationDescriptor> NotRehearsed { get; init; } = [];

    /// <summary>What ended the rehearsal before its time; null if nothing did.</summary>
    public MigrationOutcome? Stopped { get; init; }

    /// <summary>What hangs on the real database's tables; empty if there is none.</summary>
    public IReadOnlyDictionary<(string Schema, string Table), TableWeight> Weights
    { get; init; } = new Dictionary<(string, string), TableWeight>();

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The worst verdict; <see cref="RehearsalVerdict.Safe"/> where nothing was pending.</summary>
    public RehearsalVerdict Verdict => Migrations.Select(one => one.Verdict).DefaultIfEmpty().Max();
}

/// <summary>A migration that was applied, reverted and applied again on a shadow database.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Statements">What each statement of its up did.</param>
/// <param name="Findings">What that means, the worst first.</param>
public sealed record RehearsedMigration(MigrationDescriptor Migration, IReadOnlyList<ObservedStatement> Statements,
    IReadOnlyList<RehearsalFinding> Findings)
{
    /// <summary>The worst of its findings.</summary>
    public RehearsalVerdict Verdict => Findings.Count == 0 ? RehearsalVerdict.Safe : Findings.Max(finding => finding.Verdict);

    /// <summary>How long its statements took on the shadow database, which has hardly a row.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Statements.Sum(statement => statement.Duration.Ticks));

    /// <summary>Whether its down brought the schema back exactly, and its up could be applied again.</summary>
    public bool IsReversible => !Findings.Any(finding => finding.Verdict == RehearsalVerdict.Irreversible);
}
