using Migrator.SchemaCheck;
using Migrator.TestSupport;

namespace Migrator.Tests.Support;

/// <summary>Assemblies that embed a manifest, as a user's project would.</summary>
internal static class WithManifest
{
    /// <summary>Migrations with their own manifest.</summary>
    public static MigrationAssembly Load(string source) => Load(source, listed: source);

    /// <summary>Migrations with the manifest of others: it was not written anew.</summary>
    public static MigrationAssembly Load(string source, string listed) => MigrationAssembly.Load(CompiledMigrations.ToFile(
        source, new Dictionary<string, string>
        { [SchemaManifest.FileName] = MigrationEngine.CreateManifest(CompiledMigrations.Load(listed)).Text }));
}
