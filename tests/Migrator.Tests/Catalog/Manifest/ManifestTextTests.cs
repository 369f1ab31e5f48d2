using System.Text;
using Migrator.SchemaCheck;

namespace Migrator.Tests.Catalog.Manifest;

public sealed class ManifestTextTests
{
    private const string Checksum = "af71ce1241096126054467e7aaf62d803eec34ea38f36f5d0f0d1f4c6f4f8a10";

    private static readonly SchemaManifest Manifest = new(
        [
            new(10, "CreateUsers", Checksum: Checksum),
            new(20, "Index\"Größe", Transactional: false, Breaking: true)
                { AllTags = ["eu", "us"], AnyTags = ["x"], Conditional = true },
        ],
        VersionTable.Default with { Schema = "migrator", Name = "versions" });

    [Fact]
    public void Text_ReadAgain_IsTheSameManifest()
    {
        var read = SchemaManifest.Parse(Encoding.UTF8.GetBytes(Text(Manifest)));

        Assert.Equal(Manifest.VersionTable, read.VersionTable);
        Assert.Empty(ManifestDifference.Of(Manifest, read));
    }

    [Fact]
    public void Text_HasAMigrationALine_WithLineFeeds()
    {
        var text = Text(Manifest);

        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.Equal(["10", "20"],
            text.Split('\n').Where(line => line.Contains("\"version\":", StringComparison.Ordinal))
                .Select(line => line.Split(':', ',')[1]));
    }

    // Far apart in the file, git would merge them silently.
    [Fact]
    public void Text_TwoBranchesAddAMigration_BothChangeTheSumLine()
    {
        var one = Text(new([new(5, "First"), .. Manifest.Migrations]));
        var other = Text(new([.. Manifest.Migrations, new(30, "Last")]));

        Assert.NotEqual(SumOf(Text(Manifest)), SumOf(one));
        Assert.NotEqual(SumOf(Text(Manifest)), SumOf(other));
        Assert.NotEqual(SumOf(one), SumOf(other));
    }

    [Fact]
    public void Difference_NamesEachChange()
    {
        SchemaManifest before = new([new(1, "Gone"), new(2, "Old"), new(3, "Edited", Checksum: Checksum), new(4, "Opaque"),
            new(5, "Same", Checksum: Checksum)]);
        SchemaManifest now = new([new(2, "New", Transactional: false, Breaking: true), new(3, "Edited", Checksum: new('0', 64)),
            new(4, "Opaque", Checksum: Checksum),
            new(5, "Same", Checksum: Checksum), new(6, "Added")]);

        Assert.Equal(
            [
                "- 1 Gone: in the manifest, but no longer there",
                "~ 2 New: was named Old, runs outside a transaction now, is breaking now",
                "~ 3 Edited: its SQL was edited",
                "~ 4 Opaque: its SQL can be known now",
                "+ 6 Added: not in the manifest",
            ],
            ManifestDifference.Of(before, now));
    }

    private static string Text(SchemaManifest manifest) => new BuiltManifest(manifest, new Dictionary<long, string>()).Text;

    private static string SumOf(string text) =>
        text.Split('\n').Single(line => line.Contains("\"sum\"", StringComparison.Ordinal));
}
