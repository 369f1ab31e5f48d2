using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Lint;

/// <summary>Migrations for the linter.</summary>
internal static class LintedSamples
{
    /// <summary>The attribute, as a migrations project has it.</summary>
    public const string Attribute = """
        [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
        internal sealed class LintWaiverAttribute(string rule, string reason) : Attribute
        {
            public string Rule { get; } = rule;
            public string Reason { get; } = reason;
        }

        """;

    /// <summary>An index that blocks writers.</summary>
    public static readonly string Blocking = CompiledMigrations.Sql(20260115080000, "IndexOrdersByState",
        ["CREATE INDEX ix_orders_state ON orders (state)"]);

    /// <summary>The same, with a word for it.</summary>
    public static readonly string Waived = Attribute + Waiver("index-not-concurrent", "five rows") + Blocking;

    /// <summary>Only a warning.</summary>
    public static readonly string Warned = CompiledMigrations.Sql(20260116080000, "DropIndex", ["DROP INDEX ix_orders_state"]);

    public static string Waiver(string rule, string reason) => $"[LintWaiver(\"{rule}\", \"{reason}\")]\n";

    /// <summary>Two migrations in files of their own, with debug symbols.</summary>
    public static string InFiles(string folder) => CompiledMigrations.WithSymbols(new Dictionary<string, string>
    {
        [Path.Combine(folder, "src", "Migrations", "1_AddOrderNote.cs")] = """
            [Migration(1)]
            public class AddOrderNote : Migration
            {
                public override void Up()
                {
                    Alter.Table("orders").AddColumn("note").AsString().Nullable();
                    Execute.Sql(
                        "CREATE INDEX ix_orders_note ON orders (note)");
                    Delete.Table("old orders");
                }

                public override void Down() { }
            }
            """,
        [Path.Combine(folder, "src", "Migrations", "2_Move.cs")] = Attribute + """
            [Migration(2)]
            [LintWaiver("opaque", "tried on a copy")]
            [LintWaiver("truncate", "not any more")]
            public class Move : ForwardOnlyMigration
            {
                public override void Up() => Steps.Copy(this);
            }

            internal static class Steps
            {
                public static void Copy(Move move) => move.Execute.WithConnection((_, _) => { });
            }
            """,
    });

    public static ToolStart Tool(string assembly, WorkingDirectory directory, params string[] more) =>
        new(["lint", "--assembly", assembly, .. more]) { Directory = directory.Path };
}
