namespace Migrator.SchemaCheck.Tests.Checking;

public sealed class SchemaRequirementTests
{
    private static readonly SchemaManifest Manifest = new([
        new(1, "Plain"),
        new(2, "AllOf") { AllTags = ["eu", "de"] },
        new(3, "AnyOf") { AnyTags = ["us", "ca"] },
        new(4, "Conditional") { Conditional = true },
        new(5, "Last"),
    ]);

    [Theory]
    [InlineData("", null, "1 5")]
    // FluentMigrator's own rule: every tag of the run must be among those of the migration ..
    [InlineData("eu", null, "1 2 5")]
    [InlineData("eu de", null, "1 2 5")]
    [InlineData("eu fr", null, "1 5")]
    // .. or one of them, for the other kind.
    [InlineData("us fr", null, "1 3 5")]
    [InlineData("fr", null, "1 5")]
    [InlineData("", 4L, "1")]
    [InlineData("", 5L, "1 5")]
    [InlineData("eu", 2L, "1 2")]
    [InlineData("", 0L, "")]
    public void Of_TagsConditionsAndTarget_LeaveOut(string tags, long? target, string required)
    {
        var requirement = SchemaRequirement.Of("Shop", Manifest, tags.Split(' ', StringSplitOptions.RemoveEmptyEntries), target);

        long[] versions = [.. requirement.Required.Select(migration => migration.Version)];
        Assert.Equal(required, string.Join(' ', versions));
        Assert.Equal(versions is [.., var newest] ? newest : null, requirement.Newest);
        Assert.Equal([1, 2, 3, 4, 5], requirement.Known.Select(migration => migration.Version));
    }

    [Fact]
    public void Find_KnowsAlsoWhatIsNotRequired()
    {
        var requirement = SchemaRequirement.Of("Shop", Manifest);

        Assert.Equal("AllOf", requirement.Find(2)!.Name);
        Assert.Null(requirement.Find(9));
    }
}
