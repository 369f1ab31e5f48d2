using Migrator.SchemaCheck;
using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Catalog;

/// <summary>Migrations that were built against an older FluentMigrator run as they are; where something that they use is gone, that is
/// told before anything is touched.</summary>
public sealed class OldFluentMigratorTests(TestServer server)
{
    private const string Whole = """
        [Migration(1, "tables")] public class Tables : Migration
        {
            public override void Up()
            {
                Create.Schema("app");
                Create.Table("a").WithDescription("d").WithColumn("id").AsInt64().PrimaryKey("PK_a").Identity()
                    .WithColumn("name").AsString(100).NotNullable().WithDefaultValue("x").Indexed("ix_a_name")
                    .WithColumn("at").AsDateTimeOffset().WithDefault(SystemMethods.CurrentUTCDateTime).WithColumn("b").AsBoolean().Nullable();
                Create.Table("b").InSchema("app").WithColumn("id").AsInt32().PrimaryKey()
                    .WithColumn("a_id").AsInt64().ForeignKey("fk_b_a", "public", "a", "id").OnDelete(Rule.Cascade);
                Alter.Table("a").AddColumn("more").AsString().Nullable().Unique("ux_more");
                Alter.Column("name").OnTable("a").AsString(200).Nullable();
                Create.Sequence("seq").IncrementBy(2).StartWith(5).Cache(10);
            }
            public override void Down()
            {
                Execute.Sql("DROP TABLE app.b"); Execute.Sql("DROP TABLE a"); Delete.Sequence("seq"); Delete.Schema("app");
            }
        }
        [Migration(2, TransactionBehavior.None)] public class Indexes : Migration
        {
            public override void Up()
            {
                Create.Index("ix_c").OnTable("a").OnColumn("at").Ascending().NullsLast().WithOptions().AsConcurrently();
                Create.Index("ix_f").OnTable("a").OnColumn("id").Ascending().WithOptions().UsingBTree().Fillfactor(70);
            }
            public override void Down() { Delete.Index("ix_c").OnTable("a"); Delete.Index("ix_f").OnTable("a"); }
        }
        [Migration(3)] public class Rows : Migration
        {
            public override void Up()
            {
                Insert.IntoTable("a").Row(new { name = "one", at = new DateTime(2026, 1, 2), b = true })
                    .Row(new Dictionary<string, object> { ["name"] = "two", ["b"] = false });
                Insert.IntoTable("a").WithOverridingSystemValue().Row(new { id = 77, name = RawSql.Insert("upper('x')") });
                Update.Table("a").Set(new { name = "three" }).Where(new { name = "two" });
                if (!Schema.Table("c").Exists()) Create.Table("c").WithColumn("id").AsInt32();
                Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "INSERT INTO c VALUES (1)";
                    command.ExecuteNonQuery();
                });
            }
            public override void Down() { Delete.FromTable("a").AllRows(); Rename.Table("c").To("kept"); Execute.Sql("DROP TABLE kept"); }
        }
        [Migration(4)] public class Auto : AutoReversingMigration
        { public override void Up() => Create.Table("auto").WithColumn("id").AsInt32().Identity(); }
        """;

    // As in FluentMigrator 3.3, where Delete.Table gave less than it does today, and a migration had an ApplicationContext.
    private const string Abstractions = """
        [assembly: System.Reflection.AssemblyVersion("3.3.2.0")]
        namespace FluentMigrator { public sealed class MigrationAttribute : System.Attribute { public MigrationAttribute(long version, string description = null) { } } }
        namespace FluentMigrator.Builders { public interface IInSchemaSyntax { void InSchema(string schemaName); } }
        namespace FluentMigrator.Builders.Delete { public interface IDeleteExpressionRoot { IInSchemaSyntax Table(string tableName); } }
        namespace FluentMigrator.Builders.Execute { public interface IExecuteExpressionRoot { void Sql(string sqlStatement); } }
        namespace FluentMigrator { public class ExplicitUnicodeString { public ExplicitUnicodeString(string text) { } } }
        """;

    private const string Runtime = """
        [assembly: System.Reflection.AssemblyVersion("3.3.2.0")]
        namespace FluentMigrator
        {
            public abstract class Migration
            {
                public abstract void Up();
                public abstract void Down();
                public Builders.Delete.IDeleteExpressionRoot Delete => null;
                public Builders.Execute.IExecuteExpressionRoot Execute => null;
                public object ApplicationContext => null;
            }
        }
        """;

    [Theory]
    [InlineData("3.3.2")]
    [InlineData("5.2.0")]
    [InlineData("6.2.0")]
    [InlineData("7.1.0")]
    public async Task BuiltAgainstAnOlderOne_DoesAllThatItDid(string version)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = MigrationAssembly.Load(OldReferences.Compile(Version.Parse(version), Whole));
        Assert.Contains(migrations.Assembly.GetReferencedAssemblies(),
            one => one.Name == "FluentMigrator" && one.Version == Version.Parse(version + ".0"));
        var engine = database.Engine(migrations);

        var up = await engine.Up();
        var status = await engine.Status();
        var rows = await database.ColumnAsync<string>("SELECT name FROM a ORDER BY id");
        var manifest = MigrationEngine.CreateManifest(migrations);
        var down = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Applied, 4), (up.Kind, up.Steps.Count));
        Assert.Equal(SchemaVerdict.UpToDate, status.Comparison.Verdict);
        Assert.Equal(["one", "three", "X"], rows);
        Assert.Equal([3L], manifest.Opaque.Keys);
        Assert.Contains(MigrationEngine.Lint(migrations).Findings, one => one.Migration.Version == 2);
        Assert.Equal([StepState.Reverted, StepState.Reverted, StepState.Reverted, StepState.Reverted],
            down.Steps.Select(step => step.State));
    }

    [Theory]
    [InlineData("Delete.Table(\"t\");", "FluentMigrator.Builders.Delete.IDeleteExpressionRoot.Table")]
    [InlineData("System.Console.WriteLine(ApplicationContext);", "FluentMigrator.Migration.get_ApplicationContext")]
    [InlineData("System.Func<object> text = () => new ExplicitUnicodeString(\"a\"); text();", "FluentMigrator.ExplicitUnicodeString")]
    public async Task WhatIsGone_InAnUp_IsNamedBeforeAnythingIsTouched(string code, string member)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = Old($"Execute.Sql(\"CREATE TABLE t ()\"); {code}", "");

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => database.Engine(migrations).Up());

        foreach (var part in (string[])[member, "(used by One)", "3.3.2", "8.0.1", "Build the migrations against"])
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("public.\"VersionInfo\""));
    }

    [Fact]
    public async Task WhatIsGone_InADown_KeepsNoUpBack_AndNothingIsReverted()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Old("Execute.Sql(\"CREATE TABLE t ()\");", "Delete.Table(\"t\");"));

        var up = await engine.Up();
        var down = await engine.Down("zero");

        Assert.Equal(OutcomeKind.Applied, up.Kind);
        Assert.Equal((OutcomeKind.Refused, RefusalReason.Irreversible), (down.Kind, down.Refusal?.Reason));
        foreach (var part in (string[])["1 One", "IDeleteExpressionRoot.Table", "Build both against FluentMigrator 8"])
            Assert.Contains(part, down.Refusal!.Message, StringComparison.Ordinal);
        Assert.True(await database.ExistsAsync("public.t"));
    }

    [Fact]
    public void AGoneBaseType_IsNamed_WithTheWayOut()
    {
        var exception = Assert.Throws<ConfigurationException>(() => MigrationEngine.ReadCatalog(
            Old("", "", "public class Text : ExplicitUnicodeString { public Text() : base(\"\") { } }")));

        Assert.Contains("ExplicitUnicodeString", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Build both against FluentMigrator 8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAnotherOfItsAssembliesLacks_FailsTheStep_WithTheWayOut()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = CompiledMigrations.Load(
            """
            [Migration(1)] public class One : Migration
            {
                public override void Up() => Execute.WithConnection((_, _) => throw new MissingMethodException("Method not found: 'Old.Extension.Call'"));
                public override void Down() { }
            }
            """);

        var step = (await database.Engine(migrations).Up()).Steps[^1];

        Assert.Equal(StepState.Failed, step.State);
        Assert.Contains("Old.Extension.Call", step.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("Build both against FluentMigrator 8", step.Failure.Advice ?? "", StringComparison.Ordinal);
    }

    private static MigrationAssembly Old(string up, string down, string more = "")
    {
        var abstractions = CompiledMigrations.ToFileAgainst("FluentMigrator.Abstractions", Abstractions);
        var runtime = CompiledMigrations.ToFileAgainst("FluentMigrator", Runtime, abstractions);
        return MigrationAssembly.Load(CompiledMigrations.ToFileAgainst(null,
            $"using FluentMigrator; [Migration(1)] public class One : Migration {{ public override void Up() {{ {up} }} "
            + $"public override void Down() {{ {down} }} }} {more}", abstractions, runtime));
    }
}
