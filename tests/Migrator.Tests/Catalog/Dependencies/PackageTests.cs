using System.Runtime.InteropServices;
using Migrator.Catalog.Dependencies;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Catalog.Dependencies;

/// <summary>A class library as dotnet build leaves it: its packages lie in NuGet's folder, and its .deps.json names them.</summary>
public sealed class PackageTests(TestServer server)
{
    private const string Library = "namespace Company { public static class Tables { public static string Second => \"CREATE TABLE second (id int)\"; } }";

    private const string First = """
        [Migration(1)] public class First : Migration { public override void Up() => Execute.Sql("CREATE TABLE first (id int)"); public override void Down() { } }

        """;

    // Used where nothing but the run itself would notice: on the connection, by way of another class.
    private const string Second = """
        [Migration(2)] public class Second : Migration
        {
            public override void Up() => Execute.WithConnection((connection, transaction) => Helper.Run(connection, transaction));
            public override void Down() { }
        }
        public static class Helper
        {
            public static void Run(IDbConnection connection, IDbTransaction transaction)
            {
                using var command = connection.CreateCommand();
                (command.Transaction, command.CommandText) = (transaction, Company.Tables.Second);
                command.ExecuteNonQuery();
            }
        }
        """;

    private readonly string _packages = CompiledMigrations.NewFolder();

    [Theory]
    [InlineData("obj/project.assets.json")]
    [InlineData("runtimeconfig.dev.json")]
    public async Task Up_FindsAPackageInNuGetsFolder(string namedBy)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var library = Compile("Company.Tables", Library);
        var file = Build(First + Second, library);
        File.Move(library, InPackage("company.tables/1.2.0/lib/net10.0/Company.Tables.dll"));
        Write(file, namedBy);

        var outcome = await database.Engine(MigrationAssembly.Load(file)).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("second"));
    }

    [Fact]
    public async Task Up_APackageThatIsNowhere_IsRefusedByName_BeforeAnythingIsApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var library = Compile("Company.Tables", Library);
        var file = Build(First + Second, library);
        Write(file, "obj/project.assets.json");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(
            () => database.Engine(MigrationAssembly.Load(file)).Up());

        Assert.StartsWith($"Second of {Path.GetFileNameWithoutExtension(file)} needs Company.Tables (of the package Company.Tables "
            + $"1.2.0), which lies neither beside it nor in {_packages}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet restore", exception.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("first"));
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Fact]
    public void WhatIsUsed_IsReadOnce()
    {
        var library = Compile("Company.Tables", Library);
        var file = Build(First + Second, library);
        File.Move(library, InPackage("company.tables/1.2.0/lib/net10.0/Company.Tables.dll"));
        Write(file, "obj/project.assets.json");
        var assembly = MigrationAssembly.Load(file);

        MigrationEngine.Lint(assembly);
        // What is loaded stays; to read it again would fail.
        File.Delete(file);

        Assert.Equal(2, MigrationEngine.Lint(assembly).Migrations);
    }

    [Fact]
    public void APackageThatAnotherNeeds_IsMissedToo()
    {
        var inner = Compile("Company.Inner", "namespace Company { public static class Inner { public static string Name => \"second\"; } }");
        var outer = Compile("Company.Tables",
            "namespace Company { public static class Tables { public static string Second => $\"CREATE TABLE {Inner.Name} (id int)\"; } }",
            inner);
        var file = Build(First + Second, outer, "Company.Inner");
        File.Move(outer, InPackage("company.tables/1.2.0/lib/net10.0/Company.Tables.dll"));
        Write(file, "obj/project.assets.json");

        Assert.Contains("needs Company.Inner (of the package Company.Inner 1.2.0)",
            Assert.Throws<ConfigurationException>(() => MigrationEngine.Lint(MigrationAssembly.Load(file))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_APackageThatNoMigrationUses_IsNotMissed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var library = Compile("Company.Tables", Library);
        var file = Build(First + "public static class Endpoint { public static string Get() => Company.Tables.Second; }", library);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load(file)).Up()).Kind);
    }

    [Fact]
    public void List_TakesWhatIsForThisSystem()
    {
        var folder = CompiledMigrations.NewFolder();
        File.WriteAllText(Path.Combine(folder, "My.deps.json"), $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "My/1.0.0": { "runtime": { "My.dll": {} } },
                "Odd/2.0.0": {
                  "runtime": { "lib/net10.0/Odd.dll": {}, "lib/net10.0/Plain.dll": {} },
                  "runtimeTargets": {
                    "runtimes/some/lib/Odd.dll": { "rid": "some-other", "assetType": "runtime" },
                    "runtimes/here/lib/Odd.dll": { "rid": "{{RuntimeInformation.RuntimeIdentifier}}", "assetType": "runtime" },
                    "runtimes/any/lib/Odd.dll": { "rid": "any", "assetType": "runtime" },
                    "runtimes/here/native/libodd.so": { "rid": "{{RuntimeInformation.RuntimeIdentifier}}", "assetType": "native" }
                  }
                }
              } },
              "libraries": { "My/1.0.0": { "type": "project" }, "Odd/2.0.0": { "type": "package", "path": "odd/2.0.0" } }
            }
            """);

        var list = DependencyList.Beside(Path.Combine(folder, "My.dll"));

        Assert.Equal(new PackageFile("Odd 2.0.0", "odd/2.0.0/runtimes/here/lib/Odd.dll"), list.Assembly("Odd"));
        Assert.Equal("odd/2.0.0/lib/net10.0/Plain.dll", list.Assembly("plain")!.Path);
        Assert.Equal("odd/2.0.0/runtimes/here/native/libodd.so", list.Native("odd")!.Path);
        Assert.Equal("odd/2.0.0/runtimes/here/native/libodd.so", list.Native("libodd.so")!.Path);
        Assert.Null(list.Assembly("My"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "runtimeTarget": { "name": "x" }, "targets": { "x": 1 }, "libraries": 2 }""")]
    public void List_ThatCannotBeRead_KnowsNothing(string text)
    {
        var folder = CompiledMigrations.NewFolder();
        File.WriteAllText(Path.Combine(folder, "My.deps.json"), text);

        Assert.Null(DependencyList.Beside(Path.Combine(folder, "My.dll")).Assembly("My"));
    }

    private static string Compile(string name, string source, params string[] references) =>
        CompiledMigrations.ToFileAgainst(name, source, references);

    private static string Build(string source, string library, params string[] more)
    {
        var file = CompiledMigrations.ToFile(source, new Dictionary<string, string>(),
            System.Reflection.Assembly.LoadFile(library));
        // The same text is compiled to a name of its own once; each test changes what lies beside it.
        var own = Path.Combine(CompiledMigrations.NewFolder(), Path.GetFileName(file));
        File.Copy(file, own);
        string[] packages = [Path.GetFileNameWithoutExtension(library), .. more];
        File.WriteAllText(Path.ChangeExtension(own, ".deps.json"), $$"""
            {
              "runtimeTarget": { "name": "net" },
              "targets": { "net": { {{string.Join(", ", packages.Select(name => $$"""
                "{{name}}/1.2.0": { "runtime": { "lib/net10.0/{{name}}.dll": { "assemblyVersion": "0.0.0.0" } } }
                """))}} } },
              "libraries": { {{string.Join(", ", packages.Select(name => $$"""
                "{{name}}/1.2.0": { "type": "package", "serviceable": true, "sha512": "", "path": "{{name.ToLowerInvariant()}}/1.2.0" }
                """))}} }
            }
            """);
        return own;
    }

    private string InPackage(string path)
    {
        var full = Path.Combine(_packages, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private void Write(string file, string namedBy)
    {
        var folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(Path.Combine(folder, "obj"));
        if (namedBy == "runtimeconfig.dev.json")
            File.WriteAllText(Path.ChangeExtension(file, namedBy), $$"""
                { "runtimeOptions": { "additionalProbingPaths": [ "/none/|arch|/|tfm|", "{{_packages}}" ] } }
                """);
        else
            File.WriteAllText(Path.Combine(folder, namedBy), $$"""{ "version": 3, "packageFolders": { "{{_packages}}": {} } }""");
    }
}
