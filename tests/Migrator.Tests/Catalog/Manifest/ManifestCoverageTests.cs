using Migrator.Catalog.Manifest;
using Migrator.TestSupport;

namespace Migrator.Tests.Catalog.Manifest;

/// <summary>When an embedded manifest may be believed without looking at the migrations: only if nothing can be missing from
/// it.</summary>
public sealed class ManifestCoverageTests
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["SELECT 1"]);
    private static readonly string Two = CompiledMigrations.Sql(2, "Two", ["SELECT 2"],
        attribute: "TransactionBehavior.None, \"with words\"");

    [Fact]
    public void IsComplete_SameMigrations_Yes() => Assert.True(IsComplete(One + Two, One + Two));

    [Theory]
    [InlineData("[Tags(\"eu\")] [Migration(3)] public class Three : Migration { public override void Up() { } public override "
        + "void Down() { } }")]
    [InlineData(
        "public class Outer { [Migration(3)] public class Three : ForwardOnlyMigration { public override void Up() { } } }")]
    [InlineData("public abstract class Own : Migration { } [Migration(3)] public class Three : Own { public override void Up() "
        + "{ } public override void Down() { } }")]
    public void IsComplete_OneIsNotListed_No(string three)
    {
        Assert.False(IsComplete(One + Two + three, One + Two));
        Assert.True(IsComplete(One + Two + three, One + Two + three));
    }

    [Theory]
    [InlineData("[Migration(3)] class Three : Migration { public override void Up() { } public override void Down() { } }")]
    [InlineData("[Migration(3)] public abstract class Three : Migration { }")]
    public void IsComplete_WithAMigrationThatIsPassedOver_No(string other) => Assert.False(IsComplete(One + other, One));

    [Theory]
    [InlineData("[Maintenance(MigrationStage.AfterEach)] public class Check : Migration { public override void Up() { } public "
        + "override void Down() { } }")]
    [InlineData("public class Names : System.Collections.Generic.List<string>, System.IComparable<Names> { public int "
        + "CompareTo(Names other) => 0; }")]
    [InlineData(
        "[Profile(\"dev\")] public class Data : Migration { public override void Up() { } public override void Down() { } }")]
    [InlineData("class LintWaiverAttribute : System.Attribute { public LintWaiverAttribute(string rule, string reason) { } } "
        + "[LintWaiver(\"a\", \"b\")] public class Named { }")]
    public void IsComplete_BesidesWhatIsNoPendingMigration_Yes(string other) => Assert.True(IsComplete(One + other, One));

    [Fact]
    public void IsComplete_ListedButGone_No() => Assert.False(IsComplete(One, One + Two));

    [Theory]
    [InlineData("[Maintenance(MigrationStage.BeforeAll)] public class Check : Migration { public override void Up() { } public "
        + "override void Down() { } }")]
    [InlineData("public class NumberedAttribute : MigrationAttribute { public NumberedAttribute(int n) : base(1000 + n) { } } "
        + "[Numbered(2)] public class Other : Migration { public override void Up() { } public override void Down() { } }")]
    [InlineData("public class Table : FluentMigrator.Runner.VersionTableInfo.DefaultVersionTableMetaData { public Table() : "
        + "base(null, null) { } }")]
    public void IsComplete_WhatTheManifestCannotTell_No(string other) => Assert.False(IsComplete(One + other, One));

    private static bool IsComplete(string source, string listed)
    {
        var runner = typeof(FluentMigrator.Runner.MigrationRunner).Assembly;
        var assembly = MigrationAssembly.Load(CompiledMigrations.ToFile(source, runner)).Assembly;
        return ManifestCoverage.IsComplete([assembly], MigrationEngine.CreateManifest(CompiledMigrations.Load(listed)).Manifest);
    }
}
