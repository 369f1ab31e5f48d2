using Migrator.Sql.Texts;

namespace Migrator;

/// <summary>What the server says that a statement did, to relations that were there before its migration.</summary>
/// <param name="Number">Its number within the migration, from 1.</param>
/// <param name="Sql">Its text, to be shown only when asked for; null for a migration's own C# code.</param>
/// <param name="Duration">How long it took.</param>
public sealed record ObservedStatement(int Number, string? Sql, TimeSpan Duration)
{
    /// <summary>
    /// Whether its locks were seen. Outside a transaction they are gone with it; of a statement with CONCURRENTLY it is known
    /// that it takes SHARE UPDATE EXCLUSIVE.
    /// </summary>
    public bool LocksAreKnown { get; init; } = true;

    /// <summary>Its new locks.</summary>
    public IReadOnlyList<ObservedLock> Locks { get; init; } = [];

    /// <summary>The tables that it read from end to end, or built an index of.</summary>
    public IReadOnlyList<Relation> Scanned { get; init; } = [];

    /// <summary>The tables and materialized views that it wrote anew.</summary>
    public IReadOnlyList<Relation> Rewritten { get; init; } = [];

    /// <summary>The tables that it emptied by TRUNCATE.</summary>
    public IReadOnlyList<Relation> Emptied { get; init; } = [];

    /// <summary>The tables on which it built an index.</summary>
    public IReadOnlyList<Relation> Indexed { get; init; } = [];

    /// <summary>Its first words, without names: <c>CREATE INDEX</c>.</summary>
    public string Command => Sql is null ? "C# code" : StatementText.Command(Sql);

    /// <summary>Whether it works through what a table holds: the more rows, the longer.</summary>
    public bool WorksThroughRows => Scanned.Count + Rewritten.Count + Indexed.Count > 0;
}

/// <summary>A lock that a statement took on a relation that was there before its migration: the strongest of its new
/// ones.</summary>
/// <param name="Relation">The relation.</param>
/// <param name="Mode">The lock.</param>
public sealed record ObservedLock(Relation Relation, LockMode Mode);

/// <summary>A table, index, sequence, view or materialized view.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The server's letter for its kind, such as <c>r</c> for a table.</param>
public sealed record Relation(string Schema, string Name, char Kind)
{
    /// <summary>Its name, with its schema unless that is the default one.</summary>
    public string DottedName(string defaultSchema) => Schema == defaultSchema ? Name : $"{Schema}.{Name}";
}
