using Migrator.FluentRunner.Loading;
using Migrator.Runs;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>What of an assembly's migrations can be told once, when a program is made that has them inside.</summary>
public static class MigrationIndex
{
    /// <summary>
    /// The text for <see cref="MigrationAssembly.CompiledIn(IReadOnlyList{System.Reflection.Assembly}, string)"/>; null where a
    /// run with nothing to do must look at the migrations themselves: constraints, conventions or a version table of their own,
    /// maintenance around the run, two migrations of one version.
    /// </summary>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or the manifest cannot be
    /// read.</exception>
    public static string? Of(MigrationAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        // Without a manifest of its own nothing is known of edits, here as elsewhere.
        var embedded = assembly.Manifest();
        if (Candidate.FindTwins(CatalogReader.ReadAll(assembly)).Count > 0)
            return null;

        var manifest = embedded ?? ManifestBuilder.Build(assembly, MigrationSelection.Default).Manifest;
        return assembly.IsListedBy(manifest) ? SchemaFingerprint.Of(manifest, withChecksums: embedded is not null)?.Text : null;
    }
}
