namespace Migrator;

/// <summary>What a rule found in a migration.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">How much it matters here.</param>
/// <param name="Migration">The migration.</param>
/// <param name="Message">What it does and what happens then, in one sentence.</param>
public sealed record LintFinding(LintRule Rule, LintSeverity Severity, MigrationDescriptor Migration, string Message)
{
    /// <summary>The number of the command in its migration, C# code counted, from 1; null where it is about the
    /// migration.</summary>
    public int? Statement { get; init; }

    /// <summary>What to write instead: the rule's, or, where that depends on the server or on what is known, what fits here.</summary>
    public string SafeForm { get; init; } = Rule.SafeForm;

    /// <summary>Where the migration's source says so; null without debug symbols.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The migration's waiver; null if it has none for the rule.</summary>
    public LintWaiver? Waiver { get; init; }

    /// <summary>Whether it counts at this severity or above.</summary>
    public bool Counts(LintSeverity least) => Waiver is null && Severity >= least;
}

/// <summary>A waiver of which nothing is waived: what it spoke of is gone, or was never there.</summary>
/// <param name="Migration">Whose.</param>
/// <param name="Waiver">The waiver.</param>
/// <param name="Location">A place in the migration's source; null without debug symbols.</param>
public sealed record UnusedWaiver(MigrationDescriptor Migration, LintWaiver Waiver, SourceLocation? Location);

/// <summary>What the linter found.</summary>
/// <param name="Migrations">How many migrations were looked at.</param>
/// <param name="Findings">The findings, waived ones too, by migration and statement.</param>
/// <param name="Unused">Waivers of which nothing is waived.</param>
public sealed record LintReport(int Migrations, IReadOnlyList<LintFinding> Findings, IReadOnlyList<UnusedWaiver> Unused)
{
    /// <summary>The major version of the server that they are meant for; null where it is not known.</summary>
    public int? Server { get; init; }

    /// <summary>What is worth knowing, a sentence each: which classes are passed over, a server that is not known yet.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many findings count at this severity or above.</summary>
    public int Count(LintSeverity least) => Findings.Count(finding => finding.Counts(least));
}
