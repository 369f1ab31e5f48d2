using Npgsql;

namespace Migrator.Bench.Running;

/// <summary>A tool that is measured, as whole processes from start to exit.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Version">Its version.</param>
/// <param name="How">How it is run, in a line.</param>
/// <param name="For">The command of a phase on a database; null where the tool has none.</param>
internal sealed record Contender(string Name, string Version, string How,
    Func<Phase, NpgsqlConnectionStringBuilder, Command?> For)
{
    /// <summary>Its measurements are the ones that others are divided by.</summary>
    public bool IsFloor { get; init; }
}
