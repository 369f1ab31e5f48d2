using Migrator.Linting.State;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Reads migrations as the linter sees them.</summary>
internal static class LintReader
{
    /// <summary>All migrations of an assembly, ascending by version, one at a time.</summary>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or a waiver makes no
    /// sense.</exception>
    public static IEnumerable<LintedMigration> Read(MigrationAssembly assembly)
    {
        using var renderer = new AssemblyRenderer(assembly, locates: true);
        foreach (var (type, descriptor) in renderer.Migrations)
            yield return Of(type, descriptor, renderer.Up(type));
    }

    /// <summary>A migration, rendered.</summary>
    /// <exception cref="ConfigurationException">A waiver makes no sense.</exception>
    public static LintedMigration Of(Type type, MigrationDescriptor migration, RenderedMigration rendered) =>
        new(migration, [.. rendered.Commands.Select(command => new LintedCommand(command.Sql, command.Location))],
            WaiverReader.Read(type, migration))
        {
            Invalid = rendered.Invalid,
            Lost = rendered.Lost,
            Opaque = rendered.Opaque,
            OpaqueAt = rendered.OpaqueAt,
        };
}
