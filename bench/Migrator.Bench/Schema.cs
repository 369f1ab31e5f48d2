using System.Globalization;
using System.Text;
using Migrator.Testing;

namespace Migrator.Bench;

/// <summary>The schema that is measured: migrations of one table and one index each, as FluentMigrator code and as SQL.</summary>
internal static class Schema
{
    /// <summary>An assembly with so many migrations.</summary>
    public static string Assembly(int count)
    {
        var source = new StringBuilder();
        for (var i = 1; i <= count; i++)
            source.Append(CultureInfo.InvariantCulture, $$"""
                [Migration({{i}})]
                public class Create{{i}} : Migration
                {
                    public override void Up()
                    {
                        Create.Table("t{{i}}").WithColumn("id").AsInt64().PrimaryKey().WithColumn("name").AsString().NotNullable().WithColumn("at").AsDateTimeOffset();
                        Create.Index("ix_t{{i}}_name").OnTable("t{{i}}").OnColumn("name");
                    }

                    public override void Down() => Delete.Table("t{{i}}");
                }

                """);
        return CompiledMigrations.ToFile(source.ToString());
    }

    /// <summary>The same in SQL, a transaction each, with its version row.</summary>
    public static string Sql(int count)
    {
        var sql = new StringBuilder("""
            CREATE TABLE "public"."VersionInfo" ("Version" bigint NOT NULL, "AppliedOn" timestamp, "Description" varchar(1024));
            CREATE UNIQUE INDEX "UC_Version" ON "public"."VersionInfo" ("Version" ASC);

            """);
        for (var i = 1; i <= count; i++)
            sql.Append(CultureInfo.InvariantCulture, $"""
                BEGIN;
                CREATE TABLE "public"."t{i}" ("id" bigint NOT NULL, "name" text NOT NULL, "at" timestamptz NOT NULL, CONSTRAINT "PK_t{i}" PRIMARY KEY ("id"));
                CREATE INDEX "ix_t{i}_name" ON "public"."t{i}" ("name" ASC);
                INSERT INTO "public"."VersionInfo" ("Version", "AppliedOn", "Description") VALUES ({i}, (now() at time zone 'UTC'), 'Create{i}');
                COMMIT;

                """);
        var file = Path.Combine(Directory.CreateTempSubdirectory("migrator-bench-").FullName, "schema.sql");
        File.WriteAllText(file, sql.ToString());
        return file;
    }
}
