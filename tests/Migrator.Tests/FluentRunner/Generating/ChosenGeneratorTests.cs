using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Tests.Shadow.Snapshot;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Generating;

/// <summary>Each generator of FluentMigrator's, chosen: the schema that it makes by itself, and what we correct in all.</summary>
public sealed class ChosenGeneratorTests(TestServer server)
{
    private static readonly string History = Migration(1, """
        Create.Table("a").WithColumn("id").AsInt32().PrimaryKey().Identity().WithColumn("code").AsString(9).Nullable()
            .WithColumn("at").AsDateTime2().WithColumn("sum").AsDecimal();
        Create.Table("b").WithColumn("id").AsInt64().Identity().WithColumn("a_id").AsInt32().ForeignKey("a", "id");
        Alter.Table("b").AddColumn("number").AsInt32().Identity();
        Create.Index("ix_b").OnTable("b").OnColumn("a_id").Ascending().OnColumn("id").Descending();
        Create.Index("ux_a").OnTable("a").OnColumn("code").Ascending().WithOptions().Unique().WithOptions().NonClustered();
        Create.PrimaryKey().OnTable("b").Column("id");
        """);

    private static readonly string ExplicitIds = Migration(2, """
        Insert.IntoTable("a").Row(new { id = 41, code = "x", at = new DateTime(2026, 1, 2), sum = 1.5m });
        """);

    private static readonly Dictionary<string, Action<IMigrationRunnerBuilder>> Plain = new()
    {
        ["Postgres"] = AddPostgresOfFive,
        ["Postgres92"] = builder => builder.AddPostgres92(),
        ["Postgres10_0"] = builder => builder.AddPostgres10_0(),
        ["Postgres11_0"] = builder => builder.AddPostgres11_0(),
        ["Postgres15_0"] = builder => builder.AddPostgres15_0(),
    };

    public static TheoryData<string> Names => [.. SqlGenerator.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Up_MakesTheSchemaOfPlainFluentMigrator(string name)
    {
        await using var plain = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var ours = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(History);
        PlainFluentMigrator.Up(plain, assembly, Plain[name]);

        var outcome = await ours.Engine(assembly.WithGenerator(SqlGenerator.Find(name)!)).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Empty(Snapshots.Told(await plain.SnapshotAsync(), await ours.SnapshotAsync()));
    }

    [Theory]
    [InlineData("Postgres", true)]
    [InlineData("Postgres92", true)]
    [InlineData("Postgres10_0", false)]
    [InlineData("Postgres15_0", false)]
    public async Task Up_ExplicitIdsOfAnOldHistory_AreTheirs(string name, bool works)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(History + ExplicitIds, options: new() { Generator = SqlGenerator.Find(name) }).Up();

        Assert.Equal(works ? OutcomeKind.Applied : OutcomeKind.Failed, outcome.Kind);
        Assert.Equal(works ? null : "428C9", outcome.Steps[^1].Failure?.SqlState);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Up_WhatFluentMigratorLoses_IsWrittenByEach(string name)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = Migration(1, """
            Create.Table("t").WithDescription("All of it").WithColumn("id").AsInt32().WithColumnDescription("The key")
                .WithColumn("took").AsCustom("interval").Nullable();
            Insert.IntoTable("t").Row(new { id = 1, took = new TimeSpan(1, 2, 3, 4, 5) });
            IfDatabase("postgres").Execute.Sql("CREATE TABLE seen ()");
            """);

        await database.Engine(CompiledMigrations.Load(source).WithGenerator(SqlGenerator.Find(name)!)).Up();

        Assert.Equal(["All of it", "The key", "1 day 02:03:04.005"], await database.ColumnAsync<string>("""
            SELECT obj_description('t'::regclass, 'pg_class') UNION ALL SELECT col_description('t'::regclass, 1)
            UNION ALL SELECT took::text FROM t
            """));
        Assert.True(await database.ExistsAsync("public.seen"));
    }

    [Theory]
    [InlineData("Postgres92", "the current version doesn't support include")]
    [InlineData("Postgres10_0", "the current version doesn't support include")]
    [InlineData("Postgres11_0", null)]
    public async Task Up_WhatAnOldGeneratorCannot_IsTold(string name, string? refusal)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var source = Migration(1, """
            Create.Table("t").WithColumn("id").AsInt32().WithColumn("n").AsInt32();
            Create.Index("ix_t").OnTable("t").OnColumn("id").Ascending().Include("n");
            """);

        var outcome = await database.Engine(CompiledMigrations.Load(source).WithGenerator(SqlGenerator.Find(name)!)).Up();

        Assert.Equal(refusal is null ? OutcomeKind.Applied : OutcomeKind.Refused, outcome.Kind);
        if (refusal is not null)
            Assert.Contains(refusal, outcome.Refusal!.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("postgres", "Postgres")]
    [InlineData("AddPostgres92()", "Postgres92")]
    [InlineData("PostgreSQL9.2", "Postgres92")]
    [InlineData("PostgreSQL10_0", "Postgres10_0")]
    [InlineData("postgres11", "Postgres11_0")]
    [InlineData(" POSTGRES15_0 ", "Postgres15_0")]
    [InlineData("Postgres16", null)]
    [InlineData("SqlServer", null)]
    [InlineData("", null)]
    public void Find_KnowsThemAsPeopleWriteThem(string text, string? name) => Assert.Equal(name, SqlGenerator.Find(text)?.Name);

    private static string Migration(int version, string up) =>
        $"[Migration({version})] public class M{version} : Migration {{ public override void Up() {{ {up} }} public override void Down() {{ }} }}\n";

    private static void AddPostgresOfFive(IMigrationRunnerBuilder builder)
    {
        builder.AddPostgres();
        builder.Services.AddScoped<IMigrationProcessor>(services => services.GetRequiredService<PostgresProcessor>())
            .AddScoped<IMigrationGenerator>(services => services.GetRequiredService<PostgresGenerator>());
        foreach (var newer in builder.Services.Where(one => one.ServiceType == typeof(IMigrationProcessor)
            || one.ServiceType == typeof(IMigrationGenerator)).SkipLast(2).ToArray())
            builder.Services.Remove(newer);
    }
}
