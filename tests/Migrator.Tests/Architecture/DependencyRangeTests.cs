using System.Xml.Linq;
using Migrator.Catalog.Dependencies;
using Migrator.SchemaCheck;
using Migrator.TestSupport.Tool;

namespace Migrator.Tests.Architecture;

/// <summary>What the packages ask for: a next major of FluentMigrator or Npgsql that would break the engine is not taken by
/// itself.</summary>
public sealed class DependencyRangeTests
{
    private static readonly string[] Synchronous =
        ["Open", "Close", "ExecuteNonQuery", "ExecuteScalar", "ExecuteReader", "Read", "NextResult", "Commit", "Rollback", "Prepare"];

    [Fact]
    public void FluentMigrator_EndsBeforeTheNextMajor() => Assert.All(
        Versions("Directory.Packages.props", "PackageVersion", "Version").Where(one => one.Name.StartsWith("FluentMigrator", StringComparison.Ordinal)),
        one => Assert.EndsWith(", 9.0.0)", one.Version, StringComparison.Ordinal));

    // FluentMigrator calls it synchronously.
    [Fact]
    public void Npgsql_OfTheEngine_EndsBeforeTheMajorThatRefusesSynchronousCalls() => Assert.EndsWith(", 11.0.0)",
        Versions("src/Migrator/Migrator.csproj", "PackageReference", "VersionOverride").Single(one => one.Name == "Npgsql").Version,
        StringComparison.Ordinal);

    // So that an application may go on to Npgsql 11.
    [Fact]
    public void TheApplicationsCheck_NeverCallsNpgsqlSynchronously()
    {
        var check = typeof(SchemaManifest).Assembly;

        var calls = UsedReferences.MembersOf(check.Location, check.GetTypes().Select(type => type.MetadataToken), [])
            .Where(one => one.Assembly is "Npgsql" or "System.Data.Common").ToArray();

        Assert.Contains(calls, one => one.Name.EndsWith(".ExecuteReaderAsync", StringComparison.Ordinal));
        Assert.DoesNotContain(calls, one => Synchronous.Contains(one.Name[(one.Name.LastIndexOf('.') + 1)..]));
    }

    private static IEnumerable<(string Name, string Version)> Versions(string file, string element, string attribute) =>
        XDocument.Load(Repository.PathOf(file)).Descendants(element).Where(one => one.Attribute(attribute) is not null)
            .Select(one => (one.Attribute("Include")!.Value, one.Attribute(attribute)!.Value));
}
