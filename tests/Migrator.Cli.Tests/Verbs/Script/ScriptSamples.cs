using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>Migrations that a script may stumble over.</summary>
internal static class ScriptSamples
{
    /// <summary>psql's variables, set so that one that is taken for one changes what the server is sent.</summary>
    public static readonly string[] Variables = ["-v", "name=evil", "-v", "n=1", "-v", "x=evil", "-v", "Version=evil"];

    /// <summary>The schema's objects by FluentMigrator's own expressions, grants, data of all kinds.</summary>
    public const string Things = """
        [Migration(10, "Creates 'things' \\ and more")]
        public class CreateThings : Migration
        {
            public override void Up()
            {
                Create.Table("things").WithColumn("id").AsInt64().PrimaryKey("pk_things").Identity().WithColumn("name").AsString().NotNullable().Unique("ux_things_name")
                    .WithColumn("note").AsString().Nullable().WithColumn("made_at").AsDateTime().NotNullable().WithDefault(SystemMethods.CurrentUTCDateTime);
                Create.Table("parts").WithColumn("thing").AsInt64().ForeignKey("fk_parts_thing", "things", "id").WithColumn("sizes").AsCustom("integer[]").Nullable();
                Create.Sequence("counter").StartWith(7);
                Insert.IntoTable("things").Row(new { name = "it's :name and \\x", note = "a ; b -- c", made_at = new DateTime(2026, 1, 14) })
                    .Row(new { name = "\u00e4\u20ac\U0001F600", note = ":'x' $$ $1", made_at = new DateTime(2026, 1, 14) });
                Execute.Sql("GRANT SELECT ON things TO PUBLIC; REVOKE USAGE ON SEQUENCE counter FROM PUBLIC");
            }

            public override void Down()
            {
                Delete.Sequence("counter");
                Delete.Table("parts");
                Delete.Table("things");
            }
        }

        """;

    /// <summary>Texts in which psql could see variables, commands and ends that are none.</summary>
    public const string Texts = """"
        [Migration(20)]
        public class CreateFunctions : Migration
        {
            public override void Up()
            {
                Execute.Sql("CREATE FUNCTION double_it(x integer) RETURNS integer LANGUAGE plpgsql AS $body$\r\nDECLARE n integer := 1; -- :x ; \\q\r\nBEGIN\r\n  RETURN x * 2 /* 'open */;\r\nEND\r\n$body$ -- the end");
                Execute.Sql("CREATE VIEW slices AS SELECT (ARRAY[1, 2, 3])[1 :n] AS one, 'a:name'::text AS two, E'it\\'s \\\\ :x' AS three, ':x'AS \"c:name\" FROM (SELECT 2 AS n) AS numbers; -- :name");
                Execute.Sql("INSERT INTO parts (thing, sizes) SELECT id, ARRAY[1,2,3] FROM things; /* ; \\ */ UPDATE parts SET sizes = sizes[1:2] -- done");
                Execute.Sql("SET search_path = pg_catalog");
            }

            public override void Down() => Execute.Sql("DROP VIEW slices; DROP FUNCTION double_it(integer); DELETE FROM parts");
        }

        """";

    /// <summary>Statement by statement, outside a transaction.</summary>
    public const string Standalone = """
        [Migration(30, TransactionBehavior.None)]
        public class IndexThings : Migration
        {
            public override void Up()
            {
                Execute.Sql("CREATE INDEX CONCURRENTLY ix_things_note ON things (note)");
                Execute.Sql("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"IX Parts\" ON parts (thing) -- unique");
                Execute.Sql("ALTER TABLE things ADD extra text DEFAULT 'none'");
                Execute.Sql("VACUUM things");
                Execute.Sql("DO $$ BEGIN UPDATE things SET extra = 'done;' WHERE note LIKE '%;%'; END $$; INSERT INTO things (name, made_at) VALUES ('several; in one', '2026-01-14')");
                Create.Index("ix_things_made_at").OnTable("things").OnColumn("made_at").Descending().WithOptions().AsConcurrently();
            }

            public override void Down()
            {
                Execute.Sql("DROP INDEX CONCURRENTLY ix_things_made_at");
                Execute.Sql("DELETE FROM things WHERE name = 'several; in one'; ALTER TABLE things DROP extra");
                Execute.Sql("DROP INDEX CONCURRENTLY \"IX Parts\"");
                Execute.Sql("DROP INDEX CONCURRENTLY ix_things_note");
            }
        }

        """;

    /// <summary>The opposite is derived; older builds of the application stop working.</summary>
    public const string Reversing = """
        [Migration(40, BreakingChange = true)]
        public class CreateLabels : AutoReversingMigration
        {
            public override void Up()
            {
                Create.Table("labels").WithColumn("code").AsString(20).PrimaryKey().WithColumn("thing").AsInt64().Nullable().Indexed();
                Rename.Column("note").OnTable("things").To("remark");
            }
        }

        """;

    /// <summary>Around all that.</summary>
    public const string Extras = """
        [Maintenance(MigrationStage.BeforeAll)]
        public class Greet : ForwardOnlyMigration { public override void Up() => Execute.Sql("CREATE TABLE IF NOT EXISTS greeted (times integer); INSERT INTO greeted VALUES (1)"); }
        [Maintenance(MigrationStage.AfterEach)]
        public class CountEach : ForwardOnlyMigration { public override void Up() => Execute.Sql("INSERT INTO greeted VALUES (2)"); }
        [Maintenance(MigrationStage.AfterAll, TransactionBehavior.None)]
        public class Vacuum : ForwardOnlyMigration { public override void Up() { Execute.Sql("VACUUM greeted"); Execute.Sql("INSERT INTO greeted VALUES (3)"); } }
        [Profile("Seed")]
        public class Seed : Migration { public override void Up() => Execute.Sql("INSERT INTO things (name, made_at) VALUES ('seed', '2026-01-14') ON CONFLICT DO NOTHING"); public override void Down() { } }

        """;

    /// <summary>A version table of the migrations' own.</summary>
    public const string OwnVersionTable = """
        public class Versions : FluentMigrator.Runner.VersionTableInfo.IVersionTableMetaData
        {
            public bool OwnsSchema => true;
            public string SchemaName => "ledger";
            public string TableName => "MyVersions";
            public string ColumnName => "version";
            public string DescriptionColumnName => "what";
            public string UniqueIndexName => "pk_my_versions";
            public string AppliedOnColumnName => "applied_on";
            public bool CreateWithPrimaryKey => true;
        }

        """;

    public static string Plain => Samples.Assembly(Things, Texts, Standalone, Reversing);

    public static string Full => Samples.Assembly(Things, Texts, Standalone, Reversing, Extras);

    public static string WithOwnTable => Samples.Assembly(Things, Texts, Standalone, Reversing, OwnVersionTable);
}
