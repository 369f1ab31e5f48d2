using System.Reflection;
using FluentMigrator;
using Migrator.Catalog.Manifest;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;

namespace Migrator.Runs;

/// <summary>Makes the manifest of an assembly, offline. The Up of every migration is called for its SQL; nothing of it is
/// run.</summary>
internal static class ManifestBuilder
{
    /// <exception cref="ConfigurationException">There are no migrations, or a version exists twice.</exception>
    public static BuiltManifest Build(MigrationAssembly assembly)
    {
        using var renderer = new AssemblyRenderer(assembly);
        var opaque = new Dictionary<long, string>();
        var invalid = new Dictionary<long, string>();
        List<ManifestMigration> migrations = [];
        foreach (var (type, descriptor) in renderer.Migrations)
        {
            var rendered = renderer.SteadyUp(type);
            if (rendered.Invalid is { } fault)
                invalid.Add(descriptor.Version, fault);
            else if (rendered.Opaque is { } reason)
                opaque.Add(descriptor.Version, reason);
            TagsAttribute[] tags = [.. type.GetCustomAttributes<TagsAttribute>(true),
                .. type.GetInterfaces().SelectMany(one => one.GetCustomAttributes<TagsAttribute>(true))];
            migrations.Add(new(descriptor.Version, descriptor.Name, descriptor.Transactional, descriptor.Breaking,
                rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null)
            {
                AllTags = Names(tags, TagBehavior.RequireAll),
                AnyTags = Names(tags, TagBehavior.RequireAny),
                Conditional = descriptor.IsConditional,
            });
        }

        var table = CatalogReader.VersionTableOf(assembly, MigrationSelection.Default);
        return new(new(migrations, table == VersionTable.Default with { Schema = "" } ? null : table), opaque)
        { Invalid = invalid };
    }

    private static string[] Names(TagsAttribute[] tags, TagBehavior behavior) =>
        [.. tags.Where(tag => tag.Behavior == behavior).SelectMany(tag => tag.TagNames).Distinct().Order(StringComparer.Ordinal)];
}
