using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Loading;

/// <summary>Version table classes of every shape: the same table as plain FluentMigrator's, and a manifest that knows it.</summary>
public sealed class VersionTableClassTests(TestServer server)
{
    private const string Usings = "using FluentMigrator.Runner; using FluentMigrator.Runner.Conventions; "
        + "using FluentMigrator.Runner.Initialization; using FluentMigrator.Runner.VersionTableInfo; "
        + "using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Options; ";

    private const string Constructor = "public V(IConventionSet set, IOptions<RunnerOptions> options) : base(set, options) { } ";

    // Every relation of its own but the journal, its columns, indexes, constraints.
    private const string Shape = """
        SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0), (SELECT pg_get_indexdef(c.oid) WHERE c.relkind = 'i'))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'meta', 'tenant') AND c.relname NOT LIKE '%Journal%' ORDER BY 1
        """;

    private static readonly string Migrations = Usings + CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"])
        + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"], ["DROP TABLE two"]);

    [Theory]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "}")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string UniqueIndexName => \"ux\"; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string DescriptionColumnName => \"what\"; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string AppliedOnColumnName => \"at\"; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string ColumnName => \"number\"; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string TableName => \"schema_versions\"; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override bool OwnsSchema => true; }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "public override string SchemaName { get => \"meta\"; set { } } }")]
    [InlineData("public class V : DefaultVersionTableMetaData { " + Constructor + "} public class C : DefaultConventionSet { public C() : base(\"tenant\", null) { } }")]
    public async Task EveryShape_IsPlainFluentMigratorsTable_AndTheManifestKnowsIt(string source)
    {
        var assembly = CompiledMigrations.Load(Migrations + source);
        await using var theirs = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        PlainFluentMigrator.Up(theirs, assembly);

        Assert.Equal(OutcomeKind.Applied, (await ours.Engine(assembly).Up()).Kind);

        Assert.Equal(await theirs.ColumnAsync<string>(Shape), await ours.ColumnAsync<string>(Shape));
        Assert.False(PlainFluentMigrator.HasPending(ours, assembly));
        foreach (var database in (TestDatabase[])[theirs, ours])
        {
            Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(assembly).Status()).Comparison.Verdict);
            await KnowsAsync(database, assembly);
        }

        Assert.Equal(OutcomeKind.Applied, (await ours.Engine(assembly).Down("zero")).Kind);
        Assert.Equal(OutcomeKind.Applied, (await ours.Engine(assembly).Up()).Kind);
    }

    // Plain FluentMigrator makes the index beside the key, by the same name, and fails (42P07); a table that is there it reads.
    [Theory]
    [InlineData("public class V : DefaultVersionTableMetaData, IVersionTableMetaData { " + Constructor + "bool IVersionTableMetaData.CreateWithPrimaryKey => true; }")]
    [InlineData("""
        public class V : IVersionTableMetaData
        {
            public bool OwnsSchema => true; public string SchemaName => "meta"; public string TableName => "versions"; public string ColumnName => "number";
            public string DescriptionColumnName => "what"; public string UniqueIndexName => "pk"; public string AppliedOnColumnName => "at";
            public bool CreateWithPrimaryKey => true;
        }
        """)]
    public async Task WithAPrimaryKey_ItIsMade_AndPlainFluentMigratorGoesOn(string source)
    {
        var assembly = CompiledMigrations.Load(Migrations + source);
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Up()).Kind);

        Assert.Contains(await database.ColumnAsync<string>("SELECT conname::text FROM pg_constraint WHERE contype = 'p'"),
            name => name is "UC_Version" or "pk");
        Assert.False(PlainFluentMigrator.HasPending(database, assembly));
        await KnowsAsync(database, assembly);
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Down("zero")).Kind);
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Up()).Kind);
    }

    // A class of another assembly is registered, as beside FluentMigrator's own runner; and one that asks for what is registered.
    [Theory]
    [InlineData("internal class V : DefaultVersionTableMetaData { " + Constructor + "public override string TableName => \"registered\"; } "
        + "public static class S { public static void ConfigureServices(IServiceCollection services) => services.AddScoped<IVersionTableMetaData, V>(); }",
        "registered")]
    [InlineData("public class V : DefaultVersionTableMetaData { private readonly string _name; public V(IConventionSet set, IOptions<RunnerOptions> options, Names names) "
        + ": base(set, options) => _name = names.Table; public override string TableName => _name; } public class Names { public string Table => \"asked\"; } "
        + "public static class S { public static void ConfigureServices(IServiceCollection services) => services.AddSingleton<Names>(); }",
        "asked")]
    public async Task WithServices_ItIsMade(string source, string name)
    {
        var assembly = CompiledMigrations.Load(Migrations + source);
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(assembly).Up();

        Assert.True(await database.ExistsAsync(name));
        Assert.Equal(SchemaVerdict.UpToDate, (await database.Engine(assembly).Status()).Comparison.Verdict);
        await KnowsAsync(database, assembly);
    }

    [Fact]
    public void OneThatCannotBeMade_IsASetting()
    {
        var assembly = CompiledMigrations.Load(Migrations + "public class V : DefaultVersionTableMetaData { public V(IConventionSet set, "
            + "IOptions<RunnerOptions> options, Names names) : base(set, options) { } } public class Names { }");

        var exception = Assert.Throws<ConfigurationException>(() => MigrationEngine.ReadCatalog(assembly));

        Assert.StartsWith("The migrations' class for the version table cannot be made: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Names'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ConfigureServices", exception.Message, StringComparison.Ordinal);
    }

    // As it is committed and read by an application: no difference, and the same verdict.
    private static async Task KnowsAsync(TestDatabase database, MigrationAssembly assembly)
    {
        var built = MigrationEngine.CreateManifest(assembly);
        var committed = SchemaManifest.Parse(System.Text.Encoding.UTF8.GetBytes(built.Text));

        Assert.Empty(ManifestDifference.Of(committed, built.Manifest));
        Assert.Equal(built.Text, new BuiltManifest(committed, built.Opaque).Text);
        Assert.Equal(SchemaVerdict.UpToDate, (await MigrationEngine.WaitForAsync(committed, database.Options, [],
            new() { Wait = TimeSpan.Zero }, cancellationToken: TestContext.Current.CancellationToken)).Verdict);
    }
}
