using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Database.Session;

/// <summary>The default schema of unqualified names, and where the version table lies.</summary>
public sealed class SchemaTests(TestServer server)
{
    private const string Both = """
        [Migration(1)] public class Both : Migration
        {
            public override void Up()
            {
                Create.Table("fluent").WithColumn("id").AsInt32().PrimaryKey();
                Execute.Sql("CREATE TABLE raw (id int REFERENCES fluent)");
                Insert.IntoTable("fluent").Row(new { id = 7 });
                Execute.Sql("INSERT INTO raw SELECT id FROM fluent");
            }
            public override void Down() { Execute.Sql("DROP TABLE raw"); Delete.Table("fluent"); }
        }

        """;

    private const string Where = "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
        + "c.relnamespace WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|information_schema' ORDER BY 1";

    [Fact]
    public async Task Up_WithASchema_PutsFluentAndRawSqlIntoIt_AndTheVersionTableBeside()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Both, options => options with { Schema = "tenant" });

        var outcome = await engine.Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(["tenant.VersionInfo", "tenant.VersionInfoJournal", "tenant.fluent", "tenant.raw"],
            await database.ColumnAsync<string>(Where));

        Assert.Equal(OutcomeKind.Applied, (await engine.Down("zero")).Kind);
        Assert.Equal(["tenant.VersionInfo", "tenant.VersionInfoJournal"], await database.ColumnAsync<string>(Where));
    }

    [Fact]
    public async Task Up_WithASchema_LeavesAForeignOneAlone()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE fluent (mine text); CREATE TABLE raw (mine text); CREATE SCHEMA \"tenant-1\"");

        var outcome = await database.Engine(Both, options => options with { Schema = "tenant-1" }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(7, await database.ScalarAsync<int>("SELECT id FROM \"tenant-1\".raw"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM public.fluent"));
    }

    [Fact]
    public async Task Up_TwoSchemasOfOneDatabase_HaveHistoriesOfTheirOwn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        MigrationEngine Of(string schema) => database.Engine(Both, options => options with { Schema = schema });
        await Of("a").Up();

        Assert.Null((await Of("b").Status()).History.Current);
        Assert.Equal(OutcomeKind.Applied, (await Of("b").Up()).Kind);
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT (SELECT count(*) FROM a.raw) + (SELECT count(*) FROM b.raw)"));
    }

    [Fact]
    public async Task Up_WithASchema_FindsWhatLiesInPublic()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE FUNCTION public.answer() RETURNS int LANGUAGE sql AS 'SELECT 42'");

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one AS SELECT answer()"]),
            options => options with { Schema = "tenant" }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("tenant.one"));
    }

    [Fact]
    public async Task Up_SchemaMadeByAMigration_IsFollowedByPublicFromTheNextOneOn()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE FUNCTION public.answer() RETURNS int LANGUAGE sql AS 'SELECT 42'");

        var outcome = await database.Engine("""
            [Migration(1)] public class One : Migration { public override void Up() => Create.Schema("tenant"); public override void Down() { } }
            """ + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two AS SELECT answer()"]),
            options => options with { Schema = "tenant", VersionTableSchema = "meta" }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.True(await database.ExistsAsync("tenant.two"));
    }

    [Theory]
    [InlineData("SELECT set_config('search_path', '', false)")]
    [InlineData("SET search_path = elsewhere")]
    [InlineData("SET SESSION lock_timeout = 1")]
    [InlineData("DO $$ BEGIN PERFORM set_config('search_path', 'elsewhere', false); END $$")]
    [InlineData("RESET ALL")]
    [InlineData("SELECT wander()")]
    public async Task Up_SettingChangedByAMigration_DoesNotLeakIntoTheNext(string change)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("""
            CREATE SCHEMA elsewhere;
            CREATE FUNCTION public.wander() RETURNS void LANGUAGE sql AS $$ SELECT set_config('search_path', 'elsewhere', false) $$
            """);
        var source = CompiledMigrations.Sql(1, "One", [change]) + CompiledMigrations.Sql(2, "Two",
            ["CREATE TABLE two AS SELECT current_setting('search_path') AS path, current_setting('lock_timeout') AS lock, "
            + "current_setting('TimeZone') AS zone"]);

        var outcome = await database.Engine(source).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("\"public\" 1s UTC",
            await database.ScalarAsync<string>("SELECT concat_ws(' ', path, lock, zone) FROM public.two"));
    }

    [Fact]
    public async Task Up_SettingChangedInADelegate_DoesNotLeakIntoTheNext()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine("""
            [Migration(1)] public class One : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "SET search_path = pg_catalog";
                    command.ExecuteNonQuery();
                });
                public override void Down() { }
            }
            """ + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE two (id int)"])).Up();

        Assert.True(await database.ExistsAsync("public.two"));
    }

    [Fact]
    public async Task Up_SchemaQueriesInsideUp_LookIntoTheDefaultSchema()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE public.decoy (id int)");

        var outcome = await database.Engine(Both + """
            [Migration(2)] public class Ask : Migration
            {
                public override void Up()
                {
                    var found = new[]
                    {
                        Schema.Table("fluent").Exists(), Schema.Table("fluent").Column("id").Exists(), Schema.Table("decoy").Exists(),
                        Schema.Schema("tenant").Exists(), Schema.Schema("tenant").Table("raw").Exists(), Schema.Schema("public").Table("decoy").Exists(),
                    };
                    Execute.Sql("CREATE TABLE found AS SELECT '" + string.Join(' ', found) + "' AS what");
                }
                public override void Down() { }
            }
            """, options => options with { Schema = "tenant" }).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("True True False True True True", await database.ScalarAsync<string>("SELECT what FROM tenant.found"));
    }

    [Fact]
    public async Task Up_VersionTableInAnotherSchemaAndByAnotherName_IsMadeThere()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Both, options => options with { VersionTableSchema = "meta", VersionTableName = "Applied" });

        await engine.Up();

        Assert.Equal(["meta.Applied", "meta.AppliedJournal", "public.fluent", "public.raw"],
            await database.ColumnAsync<string>(Where));
        Assert.Equal(1, (await engine.Status()).History.Current);
    }

    [Fact]
    public async Task Up_TwoVersionTablesInOneSchema_DoNotDisturbEachOther()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.Engine(Both).Up();
        var second = database.Engine(CompiledMigrations.Sql(1, "Other", ["CREATE TABLE other (id int)"]),
            options => options with { VersionTableName = "OtherVersionInfo" });

        var outcome = await second.Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal([1], await database.ColumnAsync<long>("""SELECT "Version" FROM "OtherVersionInfo" """));
    }

    [Fact]
    public async Task Up_CustomVersionTableMetaData_IsHeeded()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(Both + MetaData("OwnsSchema => true"));
        var engine = database.Engine(assembly);

        await engine.Up();

        Assert.Equal(["app.schema_versions", "app.schema_versionsJournal", "public.fluent", "public.raw"],
            await database.ColumnAsync<string>(Where));
        Assert.Equal(["version", "applied_on", "description"], await database.ColumnAsync<string>(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = 'app.schema_versions'::regclass AND attnum > 0 ORDER BY attnum"));
        Assert.Equal("app.ux_versions", await database.ScalarAsync<string>(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'app.schema_versions'::regclass"));
        Assert.False(PlainFluentMigrator.HasPending(database, assembly));
    }

    [Fact]
    public async Task Up_AfterPlainFluentMigratorWithCustomMetaData_FindsItsTable()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(Both + MetaData("OwnsSchema => true"));
        PlainFluentMigrator.Up(database, assembly);

        Assert.Equal(OutcomeKind.NothingToDo, (await database.Engine(assembly).Up()).Kind);
    }

    [Fact]
    public async Task Up_CustomMetaDataAndASetting_TheSettingWins()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await database.Engine(Both + MetaData("OwnsSchema => false"),
            options => options with { VersionTableSchema = "meta", VersionTableName = "applied" }).Up();

        Assert.Equal(["version"], await database.ColumnAsync<string>(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = 'meta.applied'::regclass AND attnum = 1"));
    }

    [Fact]
    public async Task Down_ToZeroWithAMetaDataThatOwnsItsSchema_DropsNeitherTableNorSchema()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Both + MetaData("OwnsSchema => true"));
        await engine.Up();

        var outcome = await engine.Down("zero");

        Assert.Equal((OutcomeKind.Applied, null, 0), (outcome.Kind, outcome.To, outcome.AppliedCount));
        Assert.Equal(["app.schema_versions", "app.schema_versionsJournal"], await database.ColumnAsync<string>(Where));
        Assert.Equal(OutcomeKind.Applied, (await engine.Up()).Kind);
    }

    [Theory]
    [InlineData("a b", null, null, null)]
    [InlineData("public", "x\"; DROP SCHEMA public; --", null, null)]
    [InlineData("public", null, "1st", null)]
    [InlineData("public", null, null, "role;")]
    [InlineData("public", null, "a234567890123456789012345678901234567890123456789012345678", null)]
    public async Task Engine_NameThatIsNotPlain_IsRefusedByNaming(string schema, string? tableSchema, string? table, string? role)
    {
        var options = new DatabaseOptions
        {
            Connection = DatabaseOptions.Fixed("Host=nowhere"),
            Schema = schema,
            VersionTableSchema = tableSchema,
            VersionTableName = table,
            Role = role,
        };
        var assembly = CompiledMigrations.Load(Both);

        await Assert.ThrowsAsync<ConfigurationException>(async () =>
            await new MigrationEngine(assembly, options)
                .UpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken));
    }

    private static string MetaData(string ownsSchema) => $$"""
        [FluentMigrator.Runner.VersionTableInfo.VersionTableMetaData]
        public class Versions : FluentMigrator.Runner.VersionTableInfo.IVersionTableMetaData
        {
            public bool {{ownsSchema}};
            public string SchemaName => "app";
            public string TableName => "schema_versions";
            public string ColumnName => "version";
            public string DescriptionColumnName => "description";
            public string AppliedOnColumnName => "applied_on";
            public string UniqueIndexName => "ux_versions";
            public bool CreateWithPrimaryKey => false;
        }
        """;
}
