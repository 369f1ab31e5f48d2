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
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or a service is missing that a
    /// migration asks for.</exception>
    public static BuiltManifest Build(MigrationAssembly assembly, MigrationSelection selection)
    {
        using var renderer = new AssemblyRenderer(assembly, selection.WhateverTags, isNeeded: _ => true);
        if (Candidate.FindTwins(renderer.Migrations) is [var first, var second])
            throw Candidate.Twins(first, second,
                "Tags may choose one of them for a run, but a manifest has one line for a version.");

        var opaque = new Dictionary<long, string>();
        var invalid = new Dictionary<long, string>();
        var texts = new Dictionary<long, string>();
        List<ManifestMigration> migrations = [];
        foreach (var one in renderer.Migrations)
        {
            var (type, descriptor) = one;
            var rendered = renderer.SteadyUp(one);
            if (rendered.Invalid is { } fault)
                invalid.Add(descriptor.Version, fault);
            else if (rendered.Opaque is { } reason)
                opaque.Add(descriptor.Version, reason);
            if (rendered.IsOfItsCode)
                texts.Add(descriptor.Version, MigrationChecksum.Of([.. rendered.Commands.Select(command => command.Sql)]));
            migrations.Add(new(descriptor.Version, descriptor.Name, descriptor.Transactional, descriptor.Breaking,
                rendered.Opaque is null ? MigrationChecksum.Of(rendered.Statements) : null)
            {
                AllTags = MigrationTags.Of(type, TagBehavior.RequireAll),
                AnyTags = MigrationTags.Of(type, TagBehavior.RequireAny),
                Conditional = descriptor.IsConditional,
                Assembly = descriptor.Assembly,
            });
        }

        var table = VersionTableReader.Read(assembly, selection.WhateverTags);
        return new(new(migrations, table == VersionTable.Default with { Schema = "" } ? null : Read(table))
        { Generator = assembly.Generator.Record }, opaque)
        {
            Invalid = invalid,
            Texts = texts,
            Notes = Notes(assembly, selection),
        };
    }

    // What nobody needs to read it is not in a manifest: another index is no other table.
    private static VersionTable Read(VersionTable table) =>
        VersionTable.Default with { Schema = table.Schema, Name = table.Name, VersionColumn = table.VersionColumn };

    private static IReadOnlyList<string> Notes(MigrationAssembly assembly, MigrationSelection selection)
    {
        var all = CatalogReader.ReadAll(assembly);
        return [.. AssemblyNotes.Of(assembly, selection, all), .. PassedOver.Notes(assembly, all.Select(one => one.Type))];
    }
}
