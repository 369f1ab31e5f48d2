using Migrator.TestSupport;

namespace Migrator.Tests.Catalog;

public sealed class MigrationAssemblyTests
{
    private const string OtherFluentMigrator = """
        [assembly: System.Reflection.AssemblyVersion("VERSION.0")]
        namespace FluentMigrator
        {
            public sealed class MigrationAttribute : System.Attribute { public MigrationAttribute(long version) { } }
            public abstract class Migration { public abstract void Up(); }
        }
        """;

    [Fact]
    public void Load_NoSuchFile_SaysWhere()
    {
        var exception = Assert.Throws<ConfigurationException>(
            () => MigrationAssembly.Load(Path.Combine("no", "such", "My.Migrations.dll")));

        Assert.Contains(Path.Combine("no", "such", "My.Migrations.dll"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoAssembly_SaysSo()
    {
        var file = Path.Combine(CompiledMigrations.NewFolder(), "Text.dll");
        await File.WriteAllTextAsync(file, "no assembly", TestContext.Current.CancellationToken);

        Assert.Contains("no .NET assembly", Assert.Throws<ConfigurationException>(() => MigrationAssembly.Load(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutFluentMigrator_SaysSo()
    {
        var file = CompiledMigrations.ToFileAgainst(null, "public class Nothing { }");

        Assert.Contains("does not reference FluentMigrator",
            Assert.Throws<ConfigurationException>(() => MigrationAssembly.Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FluentMigrator", "9.0.0")]
    [InlineData("FluentMigrator.Abstractions", "9.1.0")]
    [InlineData("FluentMigrator", "2.0.7")]
    public void Load_AFluentMigratorThatIsNotKnown_NamesBoth(string assembly, string version)
    {
        var old = CompiledMigrations.ToFileAgainst(assembly,
            OtherFluentMigrator.Replace("VERSION", version, StringComparison.Ordinal));
        var file = CompiledMigrations.ToFileAgainst(null,
            "[FluentMigrator.Migration(1)] public class One : FluentMigrator.Migration { public override void Up() { } }", old);

        var exception = Assert.Throws<ConfigurationException>(() => MigrationAssembly.Load(file));

        Assert.Contains($"FluentMigrator {version}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("FluentMigrator 8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_NoMigrations_SaysSo()
    {
        var exception = Refuse("public abstract class Base : Migration { }");

        Assert.Contains("holds no migrations", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_AVersionTwice_NamesBothClasses()
    {
        var exception = Refuse("namespace A {" + CompiledMigrations.Sql(7, "One", []) + "} namespace B {"
            + CompiledMigrations.Sql(7, "Two", []) + "}");

        Assert.Contains("Version 7 exists twice", exception.Message, StringComparison.Ordinal);
        Assert.Contains("A.One", exception.Message, StringComparison.Ordinal);
        Assert.Contains("B.Two", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_DependencyIsMissing_NamesItAndTheWayOut()
    {
        var library = CompiledMigrations.ToFileAgainst("Company.Missing",
            "namespace Company { public abstract class Base : System.Attribute { } public interface IMarked { } }");
        var file = CompiledMigrations.ToFile(
            "[Migration(1)] public class One : Migration, Company.IMarked { public override void Up() { } public override void "
            + "Down() { } }",
            new Dictionary<string, string>(), System.Reflection.Assembly.LoadFile(library));

        var exception = Assert.Throws<ConfigurationException>(() => Engine(MigrationAssembly.Load(file)).Catalog);

        Assert.Contains("Company.Missing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet publish", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalog_ReadsTheAttributes_WithoutMakingAnyMigration()
    {
        var catalog = Engine(CompiledMigrations.Load("""
            [Migration(2, TransactionBehavior.None, BreakingChange = true)] public class Two : Migration
            {
                public Two() { throw new Exception("made"); }
                public override void Up() { }
                public override void Down() { }
            }
            [Migration(1, "first")] public class One : Migration { public override void Up() { } public override void Down() { } }
            """)).Catalog;

        Assert.Equal([new MigrationDescriptor(1, "One", true, false), new MigrationDescriptor(2, "Two", false, true)],
            catalog.Migrations);
        Assert.Equal(2, catalog.Latest);
        Assert.False(catalog.RunsWithoutPending);
    }

    private static ConfigurationException Refuse(string source) =>
        Assert.Throws<ConfigurationException>(() => Engine(CompiledMigrations.Load(source)).Catalog);

    private static MigrationEngine Engine(MigrationAssembly assembly) =>
        new(assembly, new() { Connection = DatabaseOptions.Fixed("") });
}
