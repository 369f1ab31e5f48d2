using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>A failure names file and line of the migration where its symbols are there, and what was thrown with its
/// causes.</summary>
[Trait("Of", "the .NET tool")]
public sealed class FailureLineTests(TestServer server)
{
    [Theory]
    // The call that failed, at its line of the source.
    [InlineData("Create.Table(\"t\").WithColumn(\"id\").AsInt32();\nExecute.Sql(\"SELECT 1/0\");", 8)]
    [InlineData("Alter.Table(\"nowhere\")\n.AddColumn(\"note\").AsString();", 7)]
    // The same text twice: the second fails.
    [InlineData("Execute.Sql(\"CREATE TABLE t (id int)\");\nExecute.Sql(\"CREATE TABLE t (id int)\");", 8)]
    // Behind a question to the database, which is asked once.
    [InlineData("if (!Schema.Table(\"t\").Exists())\nExecute.Sql(\"SELECT 1/0\");", 8)]
    // On the connection.
    [InlineData("Execute.WithConnection((connection, transaction) =>\nthrow new InvalidOperationException(\"no\"));", 8)]
    [InlineData("Execute.WithConnection((connection, transaction) => { using var command = connection.CreateCommand();\n"
        + "command.CommandText = \"SELECT 1/0\"; command.Transaction = transaction;\ncommand.ExecuteNonQuery(); });", 9)]
    // In C# that only describes.
    [InlineData("string name = null;\nCreate.Table(name.Trim());", 8)]
    public async Task Up_ThatFails_NamesTheLineOfTheCall(string body, int line)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = InFile(sandbox, body);

        var text = await sandbox.RunAsync("up", "--assembly", assembly);
        var json = await sandbox.RunAsync("up", "--output", "json", "--assembly", assembly);

        text.Exits(ExitCode.Failed).Complains($"  at Migrations/1_Fails.cs:{line}\n");
        var error = json.Json.GetProperty("error");
        Assert.Equal(("Migrations/1_Fails.cs", line),
            (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32()));
    }

    [Theory]
    [InlineData("Execute.Sql(\"SELECT 1\");\nExecute.Sql(\"SELECT 1/0\");")]
    public async Task Down_ThatFails_NamesTheLineToo(string body)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = InFile(sandbox, "Execute.Sql(\"SELECT 1\");", body);
        (await sandbox.RunAsync("up", "--assembly", assembly)).Exits(ExitCode.Success);

        (await sandbox.RunAsync("down", "--target", "-1", "--yes", "--assembly", assembly)).Exits(ExitCode.Failed)
            .Complains("  at Migrations/1_Fails.cs:13\n");
    }

    [Fact]
    public async Task Failure_UnderGitHubActions_IsAnnotatedAtTheLine()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.Tool("up", "--assembly", InFile(sandbox, "Execute.Sql(\"SELECT 1/0\");"))
            .With("GITHUB_ACTIONS", "true").RunAsync();

        run.Exits(ExitCode.Failed).Complains("::error file=Migrations/1_Fails.cs,line=7,title=");
    }

    [Fact]
    public async Task Exception_HasItsTypeItsCausesAndItsStackOnlyWhereAskedFor()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = InFile(sandbox,
            "try { int.Parse(\"no number\"); } "
            + "catch (Exception e) { throw new InvalidOperationException(\"seeding failed\", e); }");

        var run = await sandbox.RunAsync("up", "--assembly", assembly);
        var traced = await sandbox.Tool("up", "--assembly", assembly).With("MIGRATOR_TRACE", "1").RunAsync();

        run.Exits(ExitCode.Failed).Complains("InvalidOperationException: seeding failed. Caused by: FormatException: ",
            "  at Migrations/1_Fails.cs:7\n", "MIGRATOR_TRACE=1", "Rolled back");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        traced.Exits(ExitCode.Failed).Complains("System.InvalidOperationException", "caused by System.FormatException",
            "   at Fails.Up()");
    }

    [Fact]
    public async Task Exception_OfTheServersInsideAnother_KeepsBoth()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly("""
            [Migration(1)]
            public class Wraps : Migration
            {
                public override void Up() => Execute.WithConnection((connection, transaction) =>
                {
                    using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "INSERT INTO nowhere VALUES (1)";
                    try { command.ExecuteNonQuery(); }
                    catch (Exception e) { throw new InvalidOperationException("seeding failed", e); }
                });
                public override void Down() { }
            }

            """);

        var run = await sandbox.RunAsync("up", "--assembly", assembly);

        run.Exits(ExitCode.Failed).Complains(
            "InvalidOperationException: seeding failed. Caused by: relation \"nowhere\" does not exist (42P01)");
    }

    [Fact]
    public async Task NameOfAnObject_NamedInCodeOrInAFunction_IsShownAndAValueIsNot()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        string[] inFunctions =
        [
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO \"old orders\" VALUES (1); END $$",
            "SELECT f()",
        ];
        var cast = CompiledMigrations.Sql(1, "Cast", [$"CREATE TABLE t (a text); INSERT INTO t VALUES ('{TestDatabase.RowData}')",
            "SELECT a::regclass FROM t"]);

        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(CompiledMigrations.Sql(1, "Calls", inFunctions))))
            .Exits(ExitCode.Failed).Complains("relation \"old orders\" does not exist (42P01)");
        (await sandbox.RunAsync("up", "--assembly", Samples.Assembly(cast))).Exits(ExitCode.Failed)
            .Complains("(value not shown)");
    }

    private static string InFile(Sandbox sandbox, string up, string down = "") => CompiledMigrations.WithSymbols(
        new Dictionary<string, string>
        {
            [Path.Combine(sandbox.Directory.Path, "Migrations", "1_Fails.cs")] = $$"""
                [Migration(1)]
                public class Fails : Migration
                {
                    public override void Up()
                    {
                // The first line of the body is the seventh of the file.
                {{up}}
                    }

                    public override void Down()
                    {
                {{down}}
                    }
                }
                """,
        });
}
