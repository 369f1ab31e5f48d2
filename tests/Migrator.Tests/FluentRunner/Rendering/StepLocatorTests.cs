using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.FluentRunner.Rendering;

/// <summary>The line of source that asked for what failed, in whatever shape it asks.</summary>
public sealed class StepLocatorTests(TestServer server)
{
    // The body stands in line 2 and after; other classes behind it.
    private const string Begins = "[Migration(1)] public class Fails : Migration { public override void Down() { } public override void Up() {\n";

    [Theory]
    // The same text again, beside C# code, which counts as well: the first and the second of two fail.
    [InlineData(4, "Execute.WithConnection((c, t) => { });\nExecute.WithConnection((c, t) => { });\nExecute.Sql(\"INSERT INTO log VALUES (0)\");\nExecute.Sql(\"INSERT INTO log VALUES (0)\"); } }")]
    [InlineData(5, "Execute.Sql(\"INSERT INTO log VALUES (1)\");\nExecute.WithConnection((c, t) => { });\nAlter.Table(\"log\").AddColumn(\"x\").AsInt32().Nullable();\nExecute.Sql(\"INSERT INTO log VALUES (1)\");\nExecute.Sql(\"INSERT INTO log VALUES (1)\"); } }")]
    // Another text each time.
    [InlineData(3, "Execute.Sql(\"SELECT 1\");\nExecute.Sql($\"INSERT INTO log VALUES (0) -- {Guid.NewGuid()}\"); } }")]
    // Several in one line, in a loop, in a lambda, in a local function.
    [InlineData(2, "Execute.Sql(\"SELECT 1\"); Execute.Sql(\"INSERT INTO log VALUES (0)\"); Execute.Sql(\"SELECT 2\"); } }")]
    [InlineData(4, "foreach (var n in new[] { 2, 1, 0 })\n{\nExecute.Sql($\"INSERT INTO log VALUES ({n})\");\n} } }")]
    [InlineData(3, "new List<int> { 2, 1, 0 }.ForEach(n =>\nExecute.Sql($\"INSERT INTO log VALUES ({n})\")); } }")]
    [InlineData(3, "IfDatabase(\"postgres\").Delegate(() =>\nExecute.Sql(\"INSERT INTO log VALUES (0)\")); } }")]
    [InlineData(4, "Run(0);\nvoid Run(int n) =>\nExecute.Sql($\"INSERT INTO log VALUES ({n})\"); } }")]
    // In a helper: where the migration calls it. In its own method: there.
    [InlineData(3, "\nthis.Log(0); } }\npublic static class Tool { public static void Log(this MigrationBase migration, int n) =>\n((Migration)migration).Execute.Sql($\"INSERT INTO log VALUES ({n})\"); }")]
    [InlineData(4, "Log(0); }\nvoid Log(int n) =>\nExecute.Sql($\"INSERT INTO log VALUES ({n})\"); }")]
    public async Task Failure_NamesTheLineOfTheCall(int line, string rest) => await AssertFailsAsync(line, Begins + rest);

    [Theory]
    // Its base class asks: that is where, and not what it calls.
    [InlineData(2, "[Migration(1)] public class Fails : Base { } public abstract class Base : Migration { public override void Down() { } public override void Up() {\nTool.Log(Execute); } }\npublic static class Tool { public static void Log(FluentMigrator.Builders.Execute.IExecuteExpressionRoot execute) =>\nexecute.Sql(\"INSERT INTO log VALUES (0)\"); }")]
    [InlineData(2, "[Migration(1)] public class Fails : Base<int> { } public abstract class Base<T> : Migration { public override void Down() { } public override void Up() {\nTool.Log(Execute); } }\npublic static class Tool { public static void Log(FluentMigrator.Builders.Execute.IExecuteExpressionRoot execute) =>\nexecute.Sql(\"INSERT INTO log VALUES (0)\"); }")]
    [InlineData(3, "[Migration(1)] public class Fails : Base { protected override void Tables() =>\n\nExecute.Sql(\"INSERT INTO log VALUES (0)\"); }\npublic abstract class Base : Migration { public override void Down() { } protected abstract void Tables(); public override void Up() {\nTables(); } }")]
    // A class whose name only begins like the migration's.
    [InlineData(2, "[Migration(1)] public class Fails : Migration { public override void Down() { } public override void Up() {\nFailsTool.Log(Execute); } }\npublic static class FailsTool { public static void Log(FluentMigrator.Builders.Execute.IExecuteExpressionRoot execute) =>\nexecute.Sql(\"INSERT INTO log VALUES (0)\"); }")]
    public async Task Failure_InABaseClass_NamesItsLine(int line, string source) => await AssertFailsAsync(line, source);

    [Fact]
    public async Task Down_ThatIsMadeOfTheUp_NamesTheLineOfTheUp()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(Load("[Migration(1)] public class Fails : AutoReversingMigration { public override void Up() {\n"
            + "Create.Table(\"a\").WithColumn(\"id\").AsInt32();\nCreate.Table(\"b\").WithColumn(\"id\").AsInt32();\n"
            + "Create.Table(\"c\").WithColumn(\"id\").AsInt32(); } }"));
        await engine.Up();
        await database.ExecuteAsync("DROP TABLE b");

        var outcome = await engine.Down("zero");

        Assert.Equal(("42P01", 3), (outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Location?.Line));
    }

    private async Task AssertFailsAsync(int line, string source)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("CREATE TABLE log (n int PRIMARY KEY); INSERT INTO log VALUES (0)");

        var outcome = await database.Engine(Load(source)).Up();

        Assert.Equal(("23505", line), (outcome.Failed!.Failure!.SqlState, outcome.Failed.Failure.Location?.Line));
    }

    private static MigrationAssembly Load(string source) => MigrationAssembly.Load(
        CompiledMigrations.WithSymbols(new Dictionary<string, string> { ["/src/Fails.cs"] = source }));
}
