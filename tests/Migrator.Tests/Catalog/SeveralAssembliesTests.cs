using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;
using static Migrator.TestSupport.CompiledMigrations;

namespace Migrator.Tests.Catalog;

/// <summary>Migrations in several assemblies: one history, one order, each told with its assembly.</summary>
public sealed class SeveralAssembliesTests(TestServer server)
{
    private static readonly string Billing = Named("Billing", "namespace Shop.Billing {"
        + OfSql(1, "CreateInvoices", ["CREATE TABLE invoices (id int)"], ["DROP TABLE invoices"])
        + OfSql(3, "AddTotal", ["ALTER TABLE invoices ADD total int, ADD stock int REFERENCES stock (id)"],
            ["ALTER TABLE invoices DROP total, DROP stock"])
        + """
        [Maintenance(MigrationStage.AfterAll)] public class Count : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE IF NOT EXISTS counted (id int)");
            public override void Down() { }
        }
        """ + "}");

    private static readonly string Stock = Named("Stock", "namespace Shop.Stock {"
        + OfSql(2, "CreateStock", ["CREATE TABLE stock (id int PRIMARY KEY)"], ["DROP TABLE stock"])
        + """
        [Profile("Development")] public class Fill : Migration
        {
            public override void Up() => Execute.Sql("INSERT INTO stock VALUES (7)");
            public override void Down() { }
        }
        [Migration(9), Tags("later")] public class Later : Migration
        {
            public override void Up() { }
            public override void Down() { }
        }
        """ + "}");

    [Fact]
    public async Task EveryVerb_TakesThoseOfAll_InOneOrder()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var both = MigrationAssembly.Load([Stock, Billing]);
        var engine = database.Engine(both, selection: new([], "Development"));
        string[] all = ["1 CreateInvoices (Billing)", "2 CreateStock (Stock)", "3 AddTotal (Billing)"];

        Assert.Equal(all, (await engine.Status()).Pending.Select(one => $"{one}"));
        Assert.Contains((await engine.Status()).Notes,
            note => note.StartsWith("1 migration is left out", StringComparison.Ordinal));
        var preview = await engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([.. all, "profile Fill (Stock)", "maintenance Count (Billing)"],
            preview.Steps.Select(one => $"{one.Migration}"));
        var script = engine.CreateScript(new()).Text!;
        Assert.All(all, one => Assert.Contains(one, script, StringComparison.Ordinal));

        var up = await engine.Up();

        Assert.Equal(OutcomeKind.Applied, up.Kind);
        Assert.Equal(all, up.Steps.Select(one => $"{one.Migration}"));
        Assert.Equal([1, 2, 3], await database.VersionsAsync());
        Assert.Equal(7, await database.ScalarAsync<int>("SELECT id FROM stock"));
        Assert.True(await database.ExistsAsync("counted"));
        // The name alone is recorded: a class may be moved to another assembly.
        Assert.Equal("2 CreateStock up done", (await database.JournalAsync())[1]);
        Assert.Equal(OutcomeKind.NothingToDo, (await database.Engine(both).Up()).Kind);
        Assert.Equal(OutcomeKind.Applied, (await engine.Down("1")).Kind);
        Assert.Equal([1], await database.VersionsAsync());
        // One of them alone does not know the other's.
        Assert.Equal([1], (await database.Engine(MigrationAssembly.Load(Stock)).Status()).Comparison.Unknown);
    }

    [Fact]
    public async Task Up_OneFails_IsToldWithItsAssembly()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var broken = Named("Broken", OfSql(2, "Break", ["SELECT 1 / 0"], attribute: "TransactionBehavior.None"));

        var outcome = await database.Engine(MigrationAssembly.Load([Billing, broken])).Up();

        Assert.Equal(("2 Break (Broken)", "Broken"), ($"{outcome.Failed!.Migration}", outcome.Failed.Migration.Assembly));
    }

    [Fact]
    public void Version_InTwo_IsRefused_WithBothAssembliesAndClasses()
    {
        var twin = Named("Twin", "namespace Shop.Other { " + OfSql(2, "Other", []) + " }");
        var both = MigrationAssembly.Load([Stock, twin]);

        Assert.Contains("Version 2 exists twice: Shop.Stock.CreateStock in Stock and Shop.Other.Other in Twin. Give one of them "
            + "another, or run each namespace by itself, with a version table of its own: --namespace Shop.Other",
            Assert.Throws<ConfigurationException>(() => MigrationEngine.ReadCatalog(both)).Message, StringComparison.Ordinal);
        Assert.Contains("Shop.Stock.CreateStock in Stock and Shop.Other.Other in Twin. Tags may choose one",
            Assert.Throws<ConfigurationException>(() => MigrationEngine.CreateManifest(both)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Assembly_GivenTwice_IsRefused()
    {
        var copy = Path.Combine(NewFolder(), "Stock.dll");
        File.Copy(Stock, copy);

        Assert.Equal($"The migrations assembly {Stock} is given twice. Name it once.",
            Assert.Throws<ConfigurationException>(() => MigrationAssembly.Load([Stock, Billing, Stock])).Message);
        Assert.Equal($"{Stock} and {copy} are one migrations assembly, twice. Name it once.",
            Assert.Throws<ConfigurationException>(() => MigrationAssembly.Load([Stock, copy])).Message);
    }

    [Fact]
    public async Task Assemblies_OfOneName_AreToldApartByTheirFolders()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        string[] files = [.. ((string[])["billing", "stock"]).Select((folder, i) =>
        {
            var made = Named("Migrations", OfSql(i + 1, "Create", [$"CREATE TABLE {folder} (id int)"]));
            var file = Path.Combine(Directory.CreateDirectory(Path.Combine(NewFolder(), folder, "bin dir")).FullName,
                "Migrations.dll");
            File.Move(made, file);
            return file;
        })];
        var engine = database.Engine(MigrationAssembly.Load(files));

        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
        Assert.Equal(["1 Create (billing/Migrations)", "2 Create (stock/Migrations)"],
            engine.Catalog.Migrations.Select(one => $"{one}"));
        Assert.True(await database.ExistsAsync("stock"));
    }

    [Fact]
    public void Reference_ToAnotherOfThem_IsThatOne()
    {
        var common = Named("Common", "namespace Common { public abstract class Base : ForwardOnlyMigration { } "
            + "[Migration(1)] public class One : Base { public override void Up() { } } }");
        var user = Named("User", "[Migration(2)] public class Two : Common.Base { public override void Up() { } }",
            references: common);
        // As a build leaves it: with a copy beside it.
        File.Copy(common, Path.Combine(Path.GetDirectoryName(user)!, "Common.dll"));

        var both = MigrationAssembly.Load([user, common]);

        Assert.Same(both.Assemblies[1], both.Assemblies[0].GetType("Two")!.BaseType!.Assembly);
        Assert.Equal(["1 One (Common)", "2 Two (User)"],
            MigrationEngine.ReadCatalog(both).Migrations.Select(one => $"{one}"));
    }

    [Fact]
    public async Task Dependencies_AreThoseOfEach()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        string Using(int version)
        {
            var library = ToFileAgainst("Company.Names", $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")] "
                + $"namespace Company {{ public static class Names {{ public static string Table => \"of_{version}\"; }} }}");
            var file = Named($"Uses{version}", $"[Migration({version})] public class Use{version} : ForwardOnlyMigration {{ "
                + "public override void Up() => Execute.Sql(\"CREATE TABLE \" + Company.Names.Table + \" (id int)\"); }",
                references: library);
            File.Move(library, Path.Combine(Path.GetDirectoryName(file)!, "Company.Names.dll"));
            return file;
        }

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load([Using(1), Using(2)])).Up()).Kind);

        Assert.True(await database.ExistsAsync("of_1"));
        Assert.True(await database.ExistsAsync("of_2"));
    }

    [Fact]
    public async Task Dependency_ThatIsTheSameForTwo_IsLoadedOnce()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        // Each has its copy; one makes what the other is given.
        var library = ToFileAgainst("Company.Same", "namespace Company { public static class Same { public static string Table = "
            + "\"nobody_said\"; } }");
        var inner = Named("Inner", "[Migration(1)] public class First : ForwardOnlyMigration { public override void Up() => "
            + "Company.Same.Table = \"said_by_first\"; }", references: library);
        var outer = Named("Outer", "[Migration(2)] public class Second : ForwardOnlyMigration { public override void Up() => "
            + "Execute.Sql(\"CREATE TABLE \" + Company.Same.Table + \" (id int)\"); }", references: library);
        foreach (var user in (string[])[inner, outer])
            File.Copy(library, Path.Combine(Path.GetDirectoryName(user)!, "Company.Same.dll"));

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load([outer, inner])).Up()).Kind);

        Assert.True(await database.ExistsAsync("said_by_first"));
    }

    [Fact]
    public async Task Dependency_OfOneThatAnotherReferences_IsTheOneThatWasBuiltWithBoth()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        static string Library(int version) => ToFileAgainst("Company.Names",
            $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")] namespace Company {{ public sealed class Names "
            + $"{{ public string Table => \"of_{version}\"; }} }}");
        var (old, recent) = (Library(1), Library(2));
        var common = Named("Common", "namespace Common { public abstract class Base : ForwardOnlyMigration { protected void Make("
            + "Company.Names names) => Execute.Sql(\"CREATE TABLE \" + names.Table + \" (id int)\"); } "
            + "[Migration(1)] public class One : Base { public override void Up() { } } }", references: old);
        var user = Named("User", "[Migration(2)] public class Two : Common.Base { public override void Up() => Make(new()); }",
            null, common, recent);
        File.Move(old, Path.Combine(Path.GetDirectoryName(common)!, "Company.Names.dll"));
        File.Move(recent, Path.Combine(Path.GetDirectoryName(user)!, "Company.Names.dll"));

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load([common, user])).Up()).Kind);

        Assert.True(await database.ExistsAsync("of_2"));
    }

    [Fact]
    public async Task AssemblyWithoutMigrations_IsTold()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var idle = Named("Idle", "public class Nothing { }");
        var other = ToFileAgainst("Other", "public class Nothing { }");
        var all = MigrationAssembly.Load([idle, Stock, other]);
        string[] told = ["Idle holds no migrations: no public class with [Migration(version)].",
            "Other holds no migrations: no public class with [Migration(version)]."];

        Assert.Equal(told, MigrationEngine.CreateManifest(all).Notes);
        Assert.Equal(told, (await database.Engine(all).Status()).Notes.Take(2));
        Assert.StartsWith("Idle and Other hold no", Assert.Throws<ConfigurationException>(
            () => MigrationEngine.ReadCatalog(MigrationAssembly.Load([idle, other]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VersionTableClass_OfOne_IsThatOfAll_AndOfTwoRefused()
    {
        static string With(string name, long version, string table) => Named(name, OfSql(version, $"Class{version}", [])
            + VersionTableClass.Of($"Table{version}", table),
            references: typeof(FluentMigrator.Runner.MigrationRunner).Assembly.Location);
        var one = With("WithTable", 11, "shop_versions");

        Assert.Equal("shop_versions",
            MigrationEngine.ReadCatalog(MigrationAssembly.Load([Stock, one])).VersionTable.Name);
        Assert.Equal("shop_versions", MigrationEngine.ReadCatalog(
            MigrationAssembly.Load([one, With("Agreeing", 12, "shop_versions")])).VersionTable.Name);
        var refused = Assert.Throws<ConfigurationException>(() =>
            MigrationEngine.ReadCatalog(MigrationAssembly.Load([one, With("Contrary", 13, "others")]))).Message;
        Assert.Contains("Table11 in WithTable and Table13 in Contrary", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_OfEach_AreThoseOfAll()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        static string With(int number) => Named($"Serving{number}", $$"""
            public interface IName{{number}} { string Table { get; } }
            public sealed class Name : IName{{number}} { public string Table => "served_{{number}}"; }
            public static class Given
            {
                public static void ConfigureServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services,
                    Microsoft.Extensions.Configuration.IConfiguration configuration) =>
                    services.Add(new(typeof(IName{{number}}), new Name()));
            }
            [Migration({{number}})] public class Make{{number}}(IName{{number}} name) : ForwardOnlyMigration
            {
                public override void Up() => Create.Table(name.Table).WithColumn("id").AsInt32();
            }
            """);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load([With(1), With(2)])).Up()).Kind);

        Assert.True(await database.ExistsAsync("served_1"));
        Assert.True(await database.ExistsAsync("served_2"));
    }

    [Fact]
    public async Task Conventions_OfOne_AreThoseOfAll_AndOfTwoTold()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE SCHEMA app");
        static string With(long version, string conventions) => Named($"Conventions{version}",
            $"[Migration({version})] public class M{version} : ForwardOnlyMigration {{ public override void Up() => "
            + $"Create.Table(\"made_{version}\").WithColumn(\"id\").AsInt32(); }} {conventions}",
            references: typeof(FluentMigrator.Runner.MigrationRunner).Assembly.Location);
        static string Class(string name) =>
            $"public class {name} : FluentMigrator.Runner.DefaultConventionSet {{ public {name}() : base(\"app\", null) {{ }} }}";
        var first = With(1, Class("Ours"));

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(MigrationAssembly.Load([first, With(2, "")])).Up()).Kind);

        Assert.Equal(["app", "app"], await database.ColumnAsync<string>(
            "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname ~ '^made_'"));
        Assert.Contains("The conventions Ours in Conventions1 are those of all migrations; Theirs in Conventions3 is passed "
            + "over.",
            MigrationEngine.ReadCatalog(MigrationAssembly.Load([first, With(3, Class("Theirs"))])).Notes);
    }

    [Fact]
    public async Task Scripts_AreThoseOfTheMigrationsOwnAssembly()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        static string With(int number)
        {
            var file = Named($"Scripts{number}", $$"""
                [Migration({{number}})] public class Embedded{{number}} : ForwardOnlyMigration
                {
                    public override void Up()
                    {
                        Execute.EmbeddedScript("seed.sql");
                        Execute.EmbeddedScript("only{{3 - number}}.sql");
                        Execute.Script("beside.sql");
                    }
                }
                """, new Dictionary<string, string>
            {
                ["Shop.Sql.seed.sql"] = $"CREATE TABLE seed_{number} (id int)",
                [$"only{number}.sql"] = $"CREATE TABLE only_{number} (id int)",
            });
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(file)!, "beside.sql"), $"CREATE TABLE beside_{number} (id int)");
            return file;
        }

        var both = MigrationAssembly.Load([With(1), With(2)]);
        var manifest = MigrationEngine.CreateManifest(both);
        var engine = database.Engine(both, options: new() { Manifest = manifest.Manifest });

        Assert.Empty(manifest.Opaque);
        Assert.Empty(manifest.Invalid);
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
        Assert.Equal(["beside_1", "beside_2", "only_1", "only_2", "seed_1", "seed_2"], await database.ColumnAsync<string>(
            "SELECT relname::text FROM pg_class WHERE relname ~ '^(seed|only|beside)_' ORDER BY 1"));
        Assert.Empty((await engine.Status()).Comparison.Edited);
    }

    [Fact]
    public void Manifest_IsOne_WithTheAssemblyOfEach()
    {
        var built = MigrationEngine.CreateManifest(MigrationAssembly.Load([Billing, Stock]));
        var alone = MigrationEngine.CreateManifest(MigrationAssembly.Load(Stock));

        var read = SchemaManifest.Parse(System.Text.Encoding.UTF8.GetBytes(built.Text));

        Assert.Equal(["Billing", "Stock", "Billing", "Stock"], read.Migrations.Select(one => one.Assembly!));
        Assert.Equal(built.Text, new BuiltManifest(read, built.Opaque).Text);
        Assert.Contains("""{"version":2,"name":"CreateStock","assembly":"Stock","transactional":true""", built.Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("assembly", alone.Text, StringComparison.Ordinal);
        Assert.Contains("~ 2 CreateStock: is of Stock, of several", ManifestDifference.Of(alone.Manifest, built.Manifest));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EmbeddedManifest_OfAll_OrOneOfEach_IsThatOfAll(bool oneOfAll)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        string[] sources = [OfSql(1, "One", ["CREATE TABLE one (id int)"]), OfSql(2, "Two", ["CREATE TABLE two (id int)"])];
        var joint = MigrationEngine.CreateManifest(
            MigrationAssembly.Load([Named("First", sources[0]), Named("Second", sources[1])])).Text;
        string With(string name, int i, string? manifest) => Named(name, sources[i], manifest is null ? null
            : new Dictionary<string, string> { [SchemaManifest.FileName] = manifest });
        string Own(int i) => MigrationEngine.CreateManifest(CompiledMigrations.Load(sources[i])).Text;
        var both = MigrationAssembly.Load([With("First", 0, oneOfAll ? joint : Own(0)),
            With("Second", 1, oneOfAll ? null : Own(1))]);

        // Without a constraint or a table of its own, one statement is enough to see that nothing is pending.
        Assert.NotNull(MigrationIndex.Of(both));
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(both).Up()).Kind);
        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(both).Status()).Comparison.Verdict);
        Assert.Equal(OutcomeKind.NothingToDo, (await database.Engine(both).Up()).Kind);
    }

    [Fact]
    public void EmbeddedManifests_ThatContradict_AreRefused()
    {
        string With(string name, long version, string listed) => Named(name, OfSql(version, $"Of{name}", []),
            new Dictionary<string, string>
            {
                [SchemaManifest.FileName] = MigrationEngine.CreateManifest(CompiledMigrations.Load(OfSql(1, listed, []))).Text,
            });

        var refused = Assert.Throws<ConfigurationException>(() =>
            MigrationEngine.ReadCatalog(MigrationAssembly.Load([With("Here", 1, "OfHere"), With("There", 2, "Another")])));

        Assert.Contains("The manifests in Here and There say different things of 1.", refused.Message, StringComparison.Ordinal);
    }

    private static string OfSql(long version, string name, string[] up, string[]? down = null, string attribute = "") =>
        CompiledMigrations.Sql(version, name, up, down, attribute);
}
