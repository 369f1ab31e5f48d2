using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>How a database stands to the code.</summary>
/// <param name="Database">The database.</param>
/// <param name="Comparison">Verdict and differences.</param>
/// <param name="History">What the database says.</param>
/// <param name="Catalog">What the code has.</param>
/// <param name="Pending">The pending migrations, ascending.</param>
/// <param name="Running">Who holds the deploy lock now; null if nobody does.</param>
public sealed record SchemaStatus(
    DatabaseIdentity Database, SchemaComparison Comparison, SchemaHistory History, MigrationCatalog Catalog,
    IReadOnlyList<MigrationDescriptor> Pending, LockHolder? Running)
{
    /// <summary>What is worth knowing beside that, a sentence each: what tags leave out, what cannot be noticed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is known who holds the deploy lock: our role may not see locks, and a standby has none of its
    /// primary's.</summary>
    public bool RunningIsKnown { get; init; } = true;

    /// <summary>Where a history of these migrations is, though there is none where it should be, for which <c>up</c> is refused;
    /// null otherwise.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>What writes the SQL of these migrations, as a manifest and a journal say it.</summary>
    public string Generator { get; init; } = SqlGenerator.Default.Record;

    /// <summary>How far the server is, if it only follows another: what is applied there arrives later here. Else
    /// null.</summary>
    public StandbyState? Standby { get; init; }
}
