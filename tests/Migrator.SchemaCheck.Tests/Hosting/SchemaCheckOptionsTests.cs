namespace Migrator.SchemaCheck.Tests.Hosting;

public sealed class SchemaCheckOptionsTests
{
    // Not said is not "public" where the tool has --schema, and "public" where nobody says anything.
    [Theory]
    [InlineData("""{ "name": "versions" }""", null, "public.versions")]
    [InlineData("""{ "name": "versions" }""", "app", "app.versions")]
    [InlineData("""{ "schema": "meta", "name": "versions" }""", null, "meta.versions")]
    public void Locate_AManifestsTable_HasItsSchema_OrTheDefault(string table, string? schema, string expected)
    {
        var manifest = SchemaManifest.Parse(System.Text.Encoding.UTF8.GetBytes(
            $$"""{ "format": 1, "versionTable": {{table}}, "migrations": [] }"""));

        var located = new SchemaCheckOptions { VersionTableSchema = schema }.Locate(manifest.VersionTable);

        Assert.Equal(expected, $"{located.Schema}.{located.Name}");
    }

    private static readonly SchemaCheckOptionsValidator Validator = new();

    [Fact]
    public void Validate_Defaults_ArePossible() => Assert.True(Validator.Validate(null, new()).Succeeded);

    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("1.00:00:00", true)]
    [InlineData("1.00:00:01", false)]
    [InlineData("-00:00:01", false)]
    [InlineData("30", false)]
    public void Validate_Wait_IsAtMostADay(string wait, bool valid) =>
        Assert.Equal(valid,
            Validator.Validate(null, new() { Wait = TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture) })
                .Succeeded);

    [Theory]
    [InlineData("versions", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("a\"b", false)]
    public void Validate_Names_ArePlain(string name, bool valid)
    {
        Assert.Equal(valid, Validator.Validate(null, new() { VersionTableName = name }).Succeeded);
        Assert.Equal(valid, Validator.Validate(null, new() { VersionTableSchema = name }).Succeeded);
    }

    [Fact]
    public void Validate_All_AreSaid() =>
        Assert.Equal(5, Validator.Validate(null, new()
        {
            Wait = -TimeSpan.FromSeconds(1),
            VersionTableName = "",
            VersionTableSchema = "",
            ConnectionString = "",
            DeployCommand = "",
        }).Failures!.Count());

    [Fact]
    public void Locate_OptionBeforeManifestBeforeDefault()
    {
        var manifest = new VersionTable { Schema = "app", Name = "versions", VersionColumn = "v" };

        Assert.Equal(VersionTable.Default, new SchemaCheckOptions().Locate(null));
        Assert.Equal(manifest, new SchemaCheckOptions().Locate(manifest));
        Assert.Equal(manifest with { Schema = "mine", Name = "own" },
            new SchemaCheckOptions { VersionTableSchema = "mine", VersionTableName = "own" }.Locate(manifest));
    }
}
