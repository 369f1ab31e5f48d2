using Migrator.Sql;

namespace Migrator;

/// <summary>What a run would do with the database as it is now. Nothing was done.</summary>
/// <param name="Outcome">
/// <see cref="OutcomeKind.Planned"/>, <see cref="OutcomeKind.NothingToDo"/>, or <see cref="OutcomeKind.Refused"/>, as the run itself would be.
/// </param>
public sealed record MigrationPreview(MigrationOutcome Outcome)
{
    /// <summary>What would be run, in order; empty where there is nothing to do, and where it is refused.</summary>
    public IReadOnlyList<PreviewStep> Steps { get; init; } = [];

    /// <summary>The SQL that would first create what is missing of the version table and the journal.</summary>
    public IReadOnlyList<string> Creates { get; init; } = [];

    /// <summary>The schema of unqualified names.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>What writes the SQL, as a manifest and a journal say it.</summary>
    public string Generator { get; init; } = SqlGenerator.Default.Record;

    /// <summary>What is worth knowing, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Who holds the deploy lock now, and may change what a run finds; null if nobody does.</summary>
    public LockHolder? Running { get; init; }
}

/// <summary>A migration, maintenance or a profile that a run would run, with its SQL.</summary>
/// <param name="Migration">The migration, maintenance or profile.</param>
/// <param name="Sql">
/// The statements in order, each as it would be sent, up to where that is no longer known. What an earlier run did already is
/// left out.
/// </param>
/// <param name="Opaque">Why that is not all of it; null if it is.</param>
/// <param name="Note">What an earlier run left of it, in a sentence; null if none began it.</param>
public sealed record PreviewStep(MigrationDescriptor Migration, IReadOnlyList<string> Sql, string? Opaque = null,
    string? Note = null)
{
    /// <summary>The statements, each ended by a semicolon, so that they may stand in one text.</summary>
    public IEnumerable<string> EndedSql => Sql.Select(SqlEnd.Of);
}
