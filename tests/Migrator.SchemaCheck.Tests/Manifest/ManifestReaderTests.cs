using System.Text;
using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Manifest;

public sealed class ManifestReaderTests
{
    private const string Good = """
        {
          "format": 1,
          "sum": "anything",
          "versionTable": {"schema": "app", "name": "versions", "versionColumn": "v"},
          "migrations": [
            {"version":2,"name":"Two","transactional":false,"breaking":true,"allTags":["eu","de"],"anyTags":["x"],"conditional":true,"sha256":null,"opaque":true},
            {"version":1,"name":"One","transactional":true,"breaking":false,"sha256":"00000000000000000000000000000000000000000000000000000000000000aa"}
          ]
        }
        """;

    [Fact]
    public void Parse_All_IsReadAndOrdered()
    {
        var manifest = Build.Parse(Good);

        Assert.Equal(("app", "versions", "v"),
            (manifest.VersionTable!.Schema, manifest.VersionTable.Name, manifest.VersionTable.VersionColumn));
        Assert.Equal([1, 2], manifest.Migrations.Select(migration => migration.Version));
        Assert.Equal(new ManifestMigration(1, "One", true, false, new string('0', 62) + "aa"),
            manifest.Migrations[0] with { AllTags = [], AnyTags = [] });
        var two = manifest.Migrations[1];
        Assert.Equal(("Two", false, true, null, true),
            (two.Name, two.Transactional, two.Breaking, two.Checksum, two.Conditional));
        Assert.Equal(["eu", "de"], two.AllTags);
        Assert.Equal(["x"], two.AnyTags);
    }

    [Fact]
    public void Parse_AnAssembly_IsThatOfTheMigration()
    {
        var migration = Build.Parse("""{"format": 1, "migrations": [{"version": 1, "name": "One", "assembly": "Stock"}]}""")
            .Migrations[0];

        Assert.Equal(("Stock", "One (Stock)"), (migration.Assembly, migration.Label));
    }

    [Fact]
    public void Parse_OnlyWhatMustBe_HasTheDefaults()
    {
        var manifest = Build.Parse("""{"format": 1, "migrations": [{"version": 1, "name": "One"}]}""");

        Assert.Null(manifest.VersionTable);
        Assert.Equal(new ManifestMigration(1, "One"), manifest.Migrations[0] with { AllTags = [], AnyTags = [] });
    }

    [Fact]
    public void Parse_KeysOfALaterTool_AreLeftAlone() =>
        Assert.Single(
            Build.Parse("""{"format": 1, "signed": {"by": "x"}, "migrations": [{"version": 1, "name": "One", "author": "y"}]}""")
                .Migrations);

    [Fact]
    public void Parse_CommentsAndAByteOrderMark_AreSkipped()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("// ours\n{\"format\": 1, \"migrations\": []}")];

        Assert.Empty(SchemaManifest.Parse(text).Migrations);
    }

    [Theory]
    [InlineData("""{"format": 2, "migrations": []}""", "The manifest has format 2; this version reads format 1.")]
    [InlineData("""[]""", "The manifest has format 0; this version reads format 1.")]
    [InlineData("""{"format": 1, "migrations": [{"version": 7, "name": "A"}, {"version": 7, "name": "B"}]}""",
        "The manifest has version 7 twice.")]
    [InlineData("""{"format": 1}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"migrations": []}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": "1", "migrations": []}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": {}}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [1]}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [{"version": "1", "name": "A"}]}""",
        "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [{"version": 1.5, "name": "A"}]}""",
        "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [{"version": 1, "name": null}]}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [{"version": 1, "name": "A", "breaking": 1}]}""",
        "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "migrations": [{"version": 1, "name": "A", "allTags": [null]}]}""",
        "The manifest is no manifest of migrations: ")]
    // A checksum that is cut short, or of upper case digits, would call every database edited.
    [InlineData("""{"format": 1, "migrations": [{"version": 1, "name": "A", "sha256": "abc"}]}""",
        "The manifest is no manifest of migrations: ")]
    [InlineData(
        """{"format": 1, "migrations": [{"version": 1, "name": "A", "sha256": "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"}]}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "versionTable": 1, "migrations": []}""", "The manifest is no manifest of migrations: ")]
    [InlineData("""{"format": 1, "versionTable": {"name": "a\"b"}, "migrations": []}""", "The manifest is no manifest of "
        + "migrations: ")]
    [InlineData("<<<<<<< HEAD", "The manifest is no manifest of migrations: ")]
    [InlineData("", "The manifest is no manifest of migrations: ")]
    public void Parse_AnythingElse_IsRefusedWithWhatToDo(string text, string message)
    {
        var exception = Assert.Throws<ManifestException>(() => Build.Parse(text));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("dotnet migrator manifest", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_IsRefusedWithItsName()
    {
        var exception = Assert.Throws<ManifestException>(
            () => SchemaManifest.Load(Path.Combine(AppContext.BaseDirectory, "nothing.json")));

        Assert.StartsWith($"The manifest {AppContext.BaseDirectory}nothing.json cannot be read: ", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromAssembly_NoneEmbedded_SaysHowToEmbedIt()
    {
        var exception = Assert.Throws<ManifestException>(() => SchemaManifest.FromAssembly(typeof(object).Assembly));

        Assert.Equal("System.Private.CoreLib embeds no migrations.manifest.json. Add <MigrationManifest "
            + "Include=\"../Migrations/migrations.manifest.json\" /> to its project.",
            exception.Message);
    }
}
