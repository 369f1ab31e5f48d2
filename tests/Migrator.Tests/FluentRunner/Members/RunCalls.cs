namespace Migrator.Tests.FluentRunner.Members;

/// <summary>What is no SQL of its own: questions to the database, C# on its connection, scripts, and what stands on a class. Run
/// for real, by FluentMigrator and by us.</summary>
internal static class RunCalls
{
    public static readonly IReadOnlyDictionary<string, string> Scripts = new Dictionary<string, string>
    {
        ["Embedded.sql"] = "INSERT INTO said VALUES ('embedded $(n)');",
        ["Scripts.Up.20260105000000_Automatic_PostgreSQL.sql"] = "INSERT INTO said VALUES ('automatic');",
        ["Scripts.Down.20260105000000_Automatic_PostgreSQL.sql"] = "DELETE FROM said WHERE what = 'automatic';",
    };

    /// <summary>The classes; <c>{file}</c> is the path of a script.</summary>
    public const string Source = """
        [Migration(1)] public class Base : Migration
        {
            public override void Up()
            {
                Create.Table("said").WithColumn("what").AsString();
                Create.Table("kept").WithColumn("id").AsInt32().PrimaryKey("PK_kept").Indexed("IX_kept");
                Create.Sequence("tickets");
            }
            public override void Down() { }
        }

        [Migration(2, "Asks")] public class Asks : Migration
        {
            public override void Up()
            {
                Say(Schema.Table("kept").Exists(), Schema.Table("kept").Column("id").Exists(), Schema.Table("kept").Index("IX_kept").Exists(),
                    Schema.Table("kept").Constraint("PK_kept").Exists(), Schema.Sequence("tickets").Exists(), Schema.Schema("public").Exists(),
                    Schema.Schema("public").Table("kept").Exists(), Schema.Schema("public").Sequence("none").Exists(),
                    IfDatabase("PostgreSQL").Schema.Table("kept").Exists(), ConnectionString is { Length: > 0 });
            }
            public override void Down() { }
            private void Say(params bool[] answers) { foreach (var answer in answers) Insert.IntoTable("said").Row(new { what = answer.ToString() }); }
        }

        [Migration(3, TransactionBehavior.None, "Runs", BreakingChange = false)] public class Runs : ForwardOnlyMigration
        {
            public override void Up()
            {
                Execute.WithConnection((connection, transaction) => Say(connection, transaction, "code"));
                Execute.WithConnection((connection, transaction) => Say(connection, transaction, "described code"), "why");
                Execute.EmbeddedScript("Embedded.sql");
                Execute.EmbeddedScript("Embedded.sql", new Dictionary<string, string> { ["n"] = "5" });
                Execute.Script(@"{file}");
                Execute.Script(@"{file}", new Dictionary<string, string> { ["n"] = "6" });
            }
            private static void Say(IDbConnection connection, IDbTransaction transaction, string what)
            {
                using var command = connection.CreateCommand();
                (command.CommandText, command.Transaction) = ($"INSERT INTO said VALUES ('{what}')", transaction);
                command.ExecuteNonQuery();
            }
        }

        [Migration(4, TransactionBehavior.Default), MigrationTrait("kind"), MigrationTrait4("other kind")]
        public class Reverses : AutoReversingMigration { public override void Up() => Create.Table("reversed").WithColumn("id").AsInt32(); }
        public class MigrationTrait4Attribute : MigrationTraitAttribute { public MigrationTrait4Attribute(string name) : base(name, 5) { } }

        [Migration(20260105000000)] public class Automatic : AutoScriptMigration
        { public Automatic(IEnumerable<FluentMigrator.Infrastructure.IEmbeddedResourceProvider> providers) : base(providers) { } }

        public abstract class Stamped : Migration
        {
            public override void Up() => Insert.IntoTable("said").Row(new { what = GetType().Name });
            public override void Down() { }
        }
        [TimestampedMigration(2026, 2, 1, 0, 1), Tags("a")] public class S1 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 2, 3), Tags("a", "b")] public class S2 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 3, "described"), Tags("a", "b", "c")] public class S3 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 4, 5, "described"), Tags("a", "b", "c", "d")] public class S4 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 5, TransactionBehavior.None), Tags("a", "b", "c", "d", "e")] public class S5 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 6, 7, TransactionBehavior.None), Tags(TagBehavior.RequireAny, "x")] public class S6 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 7, TransactionBehavior.None, "d"), Tags(TagBehavior.RequireAll, "a")] public class S7 : Stamped { }
        [TimestampedMigration(2026, 2, 1, 0, 8, 9, TransactionBehavior.None, "d")] public class S8 : Stamped { }

        [Maintenance(MigrationStage.BeforeAll)] public class M1 : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE IF NOT EXISTS staged (what text); INSERT INTO staged VALUES ('before all')");
            public override void Down() { }
        }
        [Maintenance(MigrationStage.BeforeEach)] public class M2 : Migration
        { public override void Up() => Execute.Sql("INSERT INTO staged VALUES ('before each')"); public override void Down() { } }
        [Maintenance(MigrationStage.AfterEach, TransactionBehavior.None)] public class M3 : Migration
        { public override void Up() => Execute.Sql("INSERT INTO staged VALUES ('after each')"); public override void Down() { } }
        [Maintenance(MigrationStage.BeforeProfiles)] public class M4 : Migration
        { public override void Up() => Execute.Sql("INSERT INTO staged VALUES ('before profiles')"); public override void Down() { } }
        [Maintenance(MigrationStage.AfterAll)] public class M5 : Migration
        { public override void Up() => Execute.Sql("INSERT INTO staged VALUES ('after all')"); public override void Down() { } }
        [Profile("Demo")] public class Demo : Migration
        { public override void Up() => Execute.Sql("INSERT INTO staged VALUES ('profile')"); public override void Down() { } }

        """;
}
