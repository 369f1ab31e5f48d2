using FluentMigrator;
using Migrator.FluentRunner.Generating;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Generating;

/// <summary>What a clause says is in the schema: FluentMigrator's own generator drops these without a word, or refuses them.</summary>
public sealed class ExactGeneratorTests(TestServer server)
{
    private const string Descriptions = """
        SELECT string_agg(concat_ws('.', c.relname, a.attname) || ': ' || d.description, E'\n' ORDER BY d.objsubid)
        FROM pg_description d JOIN pg_class c ON c.oid = d.objoid LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
        WHERE c.relname = 't'
        """;

    [Fact]
    public async Task Descriptions_OfCreateTable_AreComments() => Assert.Equal(
        "t: It's a \"table\"\nt.id: The {key}",
        await AfterAsync<string>("""
            Create.Table("t").WithDescription("It's a \"table\"").WithColumn("id").AsInt32().WithColumnDescription("The {key}")
                .WithColumn("more").AsString();
            """, Descriptions));

    [Fact]
    public async Task Descriptions_OfAddedAndAlteredColumns_AreComments() => Assert.Equal(
        "t: Now described\nt.id: Altered\nt.more: Added",
        await AfterAsync<string>("""
            Create.Table("t").WithColumn("id").AsInt32();
            Alter.Table("t").WithDescription("Now described");
            Alter.Table("t").AddColumn("more").AsString().Nullable().WithColumnDescription("Added");
            Alter.Column("id").OnTable("t").AsInt64().WithColumnDescription("Altered");
            """, Descriptions));

    [Fact]
    public async Task Descriptions_OfSeveralKinds_AreALineEach() => Assert.Equal(
        "t.id: Description:The key\nOwner:billing",
        await AfterAsync<string>("""
            Create.Table("t").WithColumn("id").AsInt32().WithColumnDescription("The key")
                .WithColumnAdditionalDescription("Owner", "billing");
            """, Descriptions));

    [Theory]
    [InlineData("Identity(PostgresGenerationType.Always)", "a")]
    [InlineData("Identity(PostgresGenerationType.ByDefault)", "d")]
    public async Task Identity_OfBothKinds_IsMade(string identity, string kind) => Assert.Equal($"{kind} {kind}",
        await AfterAsync<string>($"""
            Create.Table("t").WithColumn("id").AsInt64().PrimaryKey().{identity};
            Create.Table("u").WithColumn("name").AsString();
            Alter.Table("u").AddColumn("id").AsInt64().{identity};
            """, "SELECT string_agg(attidentity, ' ') FROM pg_attribute WHERE attrelid IN ('t'::regclass, 'u'::regclass) AND attidentity <> ''"));

    [Fact]
    public async Task DropTableIfExists_DropsTheOneOfItsSchema() => Assert.Equal("public",
        await AfterAsync<string>("""
            Create.Schema("app");
            Create.Table("t").WithColumn("id").AsInt32();
            Create.Table("t").InSchema("app").WithColumn("id").AsInt32();
            Delete.Table("t").IfExists().InSchema("app");
            """, "SELECT string_agg(relnamespace::regnamespace::text, ' ') FROM pg_class WHERE relname = 't'"));

    [Theory]
    [InlineData("postgres")]
    [InlineData("PostgreSQL")]
    [InlineData("Postgres92")]
    [InlineData("PostgreSQL10_0")]
    [InlineData("PostgreSQL11_0")]
    [InlineData("PostgreSQL15_0")]
    public async Task IfDatabase_IsTrueForEachNameOfPostgreSQL(string name) => Assert.Equal(1,
        await AfterAsync<long>($"""IfDatabase("{name}").Create.Table("t").WithColumn("id").AsInt32();""",
            "SELECT count(*) FROM pg_class WHERE relname = 't'"));

    // Whatever constant a later FluentMigrator adds for it, this one knows.
    [Fact]
    public void EveryConstantOfFluentMigratorForPostgreSQL_IsKnown() => Assert.Equal(
        DatabaseNames.All.Order(StringComparer.Ordinal),
        typeof(ProcessorIdConstants).Assembly.GetTypes().Where(type => type.Name is "ProcessorId" or nameof(ProcessorIdConstants)
            or nameof(GeneratorIdConstants))
            .SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name.StartsWith("Postgre", StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Descriptions_WithoutAFirstOne_AreComments() => Assert.Equal(
        "t.id: Owner:billing",
        await AfterAsync<string>("""
            Create.Table("t").WithColumn("id").AsInt32().WithColumnAdditionalDescription("Owner", "billing");
            """, Descriptions));

    [Fact]
    public async Task Sequence_WithACacheOfOne_IsMade() => Assert.Equal(1,
        await AfterAsync<long>("Create.Sequence(\"s\").Cache(1);", "SELECT cache_size FROM pg_sequences"));

    [Fact]
    public async Task IfDatabase_OfAnother_IsPassedOver() => Assert.Equal(0,
        await AfterAsync<long>("""IfDatabase("SqlServer", "Redshift").Create.Table("t").WithColumn("id").AsInt32();""",
            "SELECT count(*) FROM pg_class WHERE relname = 't'"));

    // The migration is one step, offline the same as in a run.
    private async Task<T> AfterAsync<T>(string body, string question)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(
            $"[Migration(1)] public class One : Migration {{ public override void Up() {{ {body} }} public override void Down() {{ }} }}");

        var outcome = await database.Engine(assembly).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        return await database.ScalarAsync<T>(question);
    }
}
