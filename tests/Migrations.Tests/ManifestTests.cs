using Migrator;
using Migrator.SchemaCheck;
using Migrator.TestSupport.Tool;

namespace Migrations.Tests;

/// <summary>The committed manifest of the sample schema.</summary>
public sealed class ManifestTests
{
    private static readonly string File = Path.Combine(Repository.Root, "src", "Migrations", SchemaManifest.FileName);

    [Fact]
    public void Manifest_IsWhatTheMigrationsAre()
    {
        var built = MigrationEngine.CreateManifest(
            MigrationAssembly.From(typeof(Storefront.Migrations.CreateCustomers).Assembly));

        Assert.True(built.Text == System.IO.File.ReadAllText(File).ReplaceLineEndings("\n"),
            "Run ./dev manifest and commit it:\n"
                + string.Join('\n', ManifestDifference.Of(SchemaManifest.Load(File), built.Manifest)));
    }

    [Fact]
    public void Manifest_IsEmbedded() => Assert.Empty(
        ManifestDifference.Of(SchemaManifest.Load(File),
            SchemaManifest.FromAssembly(typeof(Storefront.Migrations.CreateCustomers).Assembly)));
}
