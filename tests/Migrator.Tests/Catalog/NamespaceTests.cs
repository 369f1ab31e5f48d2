using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Catalog;

/// <summary>Streams of migrations in one assembly, apart by namespace, each with a version 1.</summary>
public sealed class NamespaceTests(TestServer server)
{
    private static readonly MigrationAssembly Streams = CompiledMigrations.Load($$"""
        namespace Shop
        {
            {{CompiledMigrations.Sql(1, "CreateShops", ["CREATE TABLE shops (id int)"], ["DROP TABLE shops"])}}
            {{Maintenance("ShopMaintained")}}
        }
        namespace Shop.Billing
        {
            {{CompiledMigrations.Sql(1, "CreateInvoices", ["CREATE TABLE invoices (id int)"], ["DROP TABLE invoices"])}}
            {{CompiledMigrations.Sql(2, "AddTotal", ["ALTER TABLE invoices ADD total int"])}}
            {{Maintenance("BillingMaintained")}}
            {{Profile("BillingFilled")}}
        }
        namespace Shop.Billing.Late { {{CompiledMigrations.Sql(3, "AddNote", ["ALTER TABLE invoices ADD note text"])}} }
        namespace Shop.BillingOld { {{CompiledMigrations.Sql(1, "CreateOld", ["CREATE TABLE old (id int)"])}} }
        """);

    [Theory]
    [InlineData("Shop", false)]
    [InlineData("Shop.Billing", false)]
    [InlineData("Shop.Billing", true)]
    public async Task Up_TakesWhatFluentMigratorTakes(string name, bool nested)
    {
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var selection = new MigrationSelection([], "Development") { Namespace = name, NestedNamespaces = nested };

        Plain(theirs, selection);
        Assert.Equal(OutcomeKind.Applied, (await ours.Engine(Streams, selection: selection).Up()).Kind);

        Assert.Equal(await theirs.VersionsAsync(), await ours.VersionsAsync());
        Assert.Equal(await theirs.CatalogAsync(), await ours.CatalogAsync());
    }

    [Fact]
    public async Task Streams_WithATableEach_AreHistoriesOfTheirOwn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        MigrationEngine Of(string name, string table) => database.Engine(Streams,
            options => options with { VersionTableName = table }, new([]) { Namespace = name, NestedNamespaces = true });
        var (billing, old) = (Of("Shop.Billing", "billing_versions"), Of("Shop.BillingOld", "old_versions"));

        Assert.Equal(OutcomeKind.Applied, (await billing.Up()).Kind);
        Assert.Equal(OutcomeKind.Applied, (await old.Up()).Kind);

        Assert.Equal([1, 2, 3], await database.ColumnAsync<long>("""SELECT "Version" FROM billing_versions ORDER BY 1"""));
        Assert.Equal([1], await database.ColumnAsync<long>("""SELECT "Version" FROM old_versions"""));
        var status = await old.Status();
        Assert.Equal((SchemaVerdict.UpToDate, 4), (status.Comparison.Verdict, status.Catalog.LeftOut.Count));
        Assert.Contains("4 migrations are left out by the namespace Shop.BillingOld: Shop (1), Shop.Billing (2), "
            + "Shop.Billing.Late (1).", status.Notes);
        Assert.Equal(OutcomeKind.Applied, (await billing.Down("zero")).Kind);
        Assert.True(await database.ExistsAsync("old"));
    }

    [Fact]
    public async Task Streams_ThatShareOneTable_DoNotBotherEachOther()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        MigrationEngine Of(string name) => database.Engine(Streams, selection: new([]) { Namespace = name });
        Assert.Equal(OutcomeKind.Applied, (await Of("Shop.Billing").Up()).Kind);

        Assert.Equal(OutcomeKind.Applied, (await Of("Shop.Billing.Late").Up()).Kind);

        Assert.Equal([1, 2, 3], await database.VersionsAsync());
        Assert.Empty((await Of("Shop.Billing.Late").Status()).Comparison.Unknown);
        // The 1 that is recorded is that of another namespace: this one was never applied.
        var refused = (await Of("Shop").Up()).Refusal!;
        Assert.Equal("1 CreateShops is not what the version table has as 1: that is CreateInvoices, of the namespace "
            + "Shop.Billing.", refused.Message);
        Assert.Contains("--version-table", refused.Next, StringComparison.Ordinal);
        Assert.Equal(RefusalReason.VersionTable, (await Of("Shop").Down("zero")).Refusal!.Reason);
        var status = await Of("Shop").Status();
        Assert.Equal(["1 CreateShops"], status.Pending.Select(one => $"{one}"));
        Assert.Contains(status.Notes, note => note.StartsWith(refused.Message, StringComparison.Ordinal));
        Assert.False(await database.ExistsAsync("shops"));
    }

    [Theory]
    [InlineData("Shop.Invoices", false, "The namespace Shop.Invoices has no migrations. There are: Shop (1), Shop.Billing (2), "
        + "Shop.Billing.Late (1), Shop.BillingOld (1). Correct --namespace.")]
    [InlineData("shop", true, "The namespace shop has no migrations. There are: ")]
    public void Namespace_WithoutMigrations_IsRefused_WithThoseThatThereAre(string name, bool nested, string message)
    {
        var selection = new MigrationSelection([]) { Namespace = name, NestedNamespaces = nested };

        foreach (var read in (Action[])[() => MigrationEngine.ReadCatalog(Streams, selection),
            () => MigrationEngine.CreateManifest(Streams, selection),
            () => MigrationEngine.Lint(Streams, selection: selection)])
            Assert.StartsWith(message, Assert.Throws<ConfigurationException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Namespace_WhoseInnerOnesHaveMigrations_NamesTheFlag()
    {
        var outer = CompiledMigrations.Load($"namespace A.B {{ {CompiledMigrations.Sql(1, "One", [])} }}");

        var refused = Assert.Throws<ConfigurationException>(
            () => MigrationEngine.ReadCatalog(outer, new MigrationSelection([]) { Namespace = "A" }));

        Assert.EndsWith("those within it have. There are: A.B (1). Correct --namespace, or take those within it, too: --nested.",
            refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VersionThatExistsTwice_InTwoNamespaces_NamesTheWay()
    {
        var refused = Assert.Throws<ConfigurationException>(() => MigrationEngine.ReadCatalog(Streams));

        Assert.StartsWith("Version 1 exists twice: Shop.CreateShops and Shop.Billing", refused.Message,
            StringComparison.Ordinal);
        Assert.Contains(". Give one of them another, or run each namespace by itself, with a version table of its own: "
            + "--namespace Shop.Billing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManifestAndLint_AreOfTheNamespaceAlone()
    {
        var selection = new MigrationSelection(["unheeded"]) { Namespace = "Shop.Billing" };

        var built = MigrationEngine.CreateManifest(Streams, selection);

        Assert.Equal(["CreateInvoices", "AddTotal"], built.Manifest.Migrations.Select(one => one.Name));
        Assert.All(MigrationEngine.Lint(Streams, selection: selection with { Tags = [] }).Findings,
            finding => Assert.Contains(finding.Migration.Name, (string[])["CreateInvoices", "AddTotal"]));
    }

    [Fact]
    public async Task EmbeddedManifest_OfOneNamespace_SaysNothingOfAnother()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var two = $"namespace A {{ {CompiledMigrations.Sql(1, "OfA", ["SELECT 1"])} }} "
            + $"namespace B {{ {CompiledMigrations.Sql(1, "OfB", ["SELECT 2"])} }}";
        var (ofA, ofB) = (new MigrationSelection([]) { Namespace = "A" }, new MigrationSelection([]) { Namespace = "B" });
        var manifest = MigrationEngine.CreateManifest(CompiledMigrations.Load(two), ofA).Text;
        var both = MigrationAssembly.Load(CompiledMigrations.ToFile(two,
            new Dictionary<string, string> { [SchemaManifest.FileName] = manifest }));

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(both, selection: ofB).Up()).Kind);
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(both,
            options => options with { VersionTableName = "of_a" }, ofA).Up()).Kind);
        Assert.Single(MigrationEngine.ReadCatalog(both, ofA).Checksums);
        Assert.Empty(MigrationEngine.ReadCatalog(both, ofB).Checksums);
    }

    [Fact]
    public void VersionTableClass_IsThatOfTheNamespace()
    {
        static string Table(string name) => VersionTableClass.Of("Table", name);
        var streams = MigrationAssembly.Load(CompiledMigrations.ToFile(
            $"namespace A {{ {CompiledMigrations.Sql(1, "OfA", [])} {Table("of_a")} }} "
            + $"namespace B {{ {CompiledMigrations.Sql(1, "OfB", [])} {Table("of_b")} }} "
            + $"namespace C {{ {CompiledMigrations.Sql(1, "OfC", [])} }}", typeof(MigrationRunner).Assembly));

        Assert.Equal(["of_a", "of_b", "VersionInfo"], ((string[])["A", "B", "C"]).Select(name =>
            MigrationEngine.ReadCatalog(streams, new MigrationSelection([]) { Namespace = name }).VersionTable.Name));
    }

    private static string Maintenance(string name) =>
        $"[Maintenance(MigrationStage.AfterAll)] public class {name} : ForwardOnlyMigration "
        + $"{{ public override void Up() => Execute.Sql(\"CREATE TABLE {name} (id int)\"); }}";

    // FluentMigrator chooses profiles by their name alone.
    private static string Profile(string name) =>
        $"[Profile(\"Development\")] public class {name} : ForwardOnlyMigration "
        + $"{{ public override void Up() => Execute.Sql(\"CREATE TABLE {name} (id int)\"); }}";

    private static void Plain(TestDatabase database, MigrationSelection selection)
    {
        using var services = new ServiceCollection().AddFluentMigratorCore()
            .ConfigureRunner(builder => builder.AddPostgres15_0().WithGlobalConnectionString(database.ConnectionString)
                .ScanIn(Streams.Assembly).For.All())
            .Configure<RunnerOptions>(options => options.Profile = selection.Profile)
            .Configure<TypeFilterOptions>(options =>
                (options.Namespace, options.NestedNamespaces) = (selection.Namespace, selection.NestedNamespaces))
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
    }
}
