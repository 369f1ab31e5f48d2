using Migrator.Linting.State;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Reads migrations as the linter sees them.</summary>
internal static class LintReader
{
    /// <summary>Migrations of an assembly, ascending by version, one at a time.</summary>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="selection">Whose tags and namespace choose them; null for all.</param>
    /// <param name="isNeeded">Those that must have their services; null for none.</param>
    /// <param name="readsOn">Whether a script that is no text is a fault of its migration alone, and no exception.</param>
    /// <exception cref="ConfigurationException">There are no migrations, none that the tags choose, a waiver makes no sense, or a
    /// service is missing that one asks for.</exception>
    public static IEnumerable<LintedMigration> Read(MigrationAssembly assembly, MigrationSelection? selection,
        Func<MigrationDescriptor, bool>? isNeeded = null, bool readsOn = false)
    {
        using var renderer = new AssemblyRenderer(assembly, selection, forLint: true, isNeeded, readsOn);
        foreach (var one in renderer.Migrations)
            yield return Of(one.Type, one.Descriptor, renderer.Up(one));
    }

    /// <summary>A migration, rendered.</summary>
    /// <exception cref="ConfigurationException">A waiver makes no sense.</exception>
    public static LintedMigration Of(Type type, MigrationDescriptor migration, RenderedMigration rendered) =>
        new(migration, [.. rendered.Commands.Select(command => new LintedCommand(command.Sql, command.Location, command.Number))],
            WaiverReader.Read(type, migration))
        {
            Invalid = rendered.Invalid,
            Opaque = rendered.Opaque,
            OpaqueAt = rendered.OpaqueAt,
            Losses = rendered.Losses,
        };
}
