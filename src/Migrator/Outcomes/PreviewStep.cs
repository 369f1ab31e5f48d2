using Migrator.Sql;

namespace Migrator;

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
