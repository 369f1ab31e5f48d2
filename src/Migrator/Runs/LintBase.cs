using Migrator.FluentRunner.Loading;
using Migrator.Planning;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>Which migrations are new, so that nobody has to hear of the old ones on every pull request.</summary>
public static class LintBase
{
    /// <summary>Those above a migration.</summary>
    /// <exception cref="ConfigurationException">The target names no migration.</exception>
    public static Func<MigrationDescriptor, bool> Since(MigrationAssembly assembly, Target target,
        MigrationSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Kind != TargetKind.Migration)
            throw new ConfigurationException($"{target} is no migration. Give a version or a name.");

        // Whatever its tags: it is only a place in the order.
        var (place, refusal) = TargetResolver.Resolve(target, Direction.Up,
            new(CatalogReader.ReadChosen(assembly, (selection ?? MigrationSelection.Default).WhateverTags)
                .Select(one => one.Descriptor).DistinctBy(one => one.Version)), []);
        return refusal is null ? migration => !place.Reaches(migration.Version)
            : throw new ConfigurationException(refusal.Next is null ? refusal.Message : $"{refusal.Message} {refusal.Next}");
    }

    /// <summary>Those that a manifest does not have.</summary>
    public static Func<MigrationDescriptor, bool> Without(SchemaManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        HashSet<long> listed = [.. manifest.Migrations.Select(migration => migration.Version)];
        return migration => !listed.Contains(migration.Version);
    }
}
