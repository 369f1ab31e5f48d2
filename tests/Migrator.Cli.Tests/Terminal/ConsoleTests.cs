using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Terminal;

/// <summary>What a migration prints goes to stderr, whatever the verb: stdout is the document, the script, the plan.</summary>
public sealed class ConsoleTests(TestServer server)
{
    private const string Printed = "printed by a migration";

    private static readonly string Assembly = Samples.Assembly($$"""
        [Migration(1)]
        public class Prints : Migration
        {
            static Prints() => Console.WriteLine("{{Printed}}, of its class");
            public Prints() => Console.Out.Write("{{Printed}}, made\n");
            public override void Up()
            {
                Console.WriteLine("{{Printed}}, going up");
                Execute.Sql("CREATE TABLE t (id int)");
            }
            public override void Down()
            {
                Console.WriteLine("{{Printed}}, going down");
                Execute.Sql("DROP TABLE t");
            }
        }

        [Migration(2)]
        public class PrintsAtWork : Migration
        {
            public override void Up() => Execute.WithConnection((_, _) => Console.WriteLine("{{Printed}}, at work"));
            public override void Down() { }
        }
        """);

    [Theory]
    [InlineData("script --to 1")]
    [InlineData("up --dry-run")]
    [InlineData("up --dry-run --output json")]
    [InlineData("lint")]
    [InlineData("lint --output json")]
    [InlineData("manifest --manifest made.json")]
    [InlineData("manifest --manifest made.json --output json")]
    [InlineData("up")]
    [InlineData("up --output json")]
    public async Task Printed_IsHeardOnStderr(string arguments)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await sandbox.RunAsync([.. arguments.Split(' '), "--assembly", Assembly]);

        run.Exits(ExitCode.Success, ExitCode.Refused).Complains(Printed);
        Assert.DoesNotContain(Printed, run.Out, StringComparison.Ordinal);
        if (arguments.Contains("--output json", StringComparison.Ordinal))
            Assert.Equal(1, run.Json.GetProperty("format").GetInt32());
    }

    [Fact]
    public async Task Printed_SecretOfOurs_IsStruckOut()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        var assembly = Samples.Assembly("""
            [Migration(1)]
            public class PrintsItsConnection : Migration
            {
                public override void Up() { Console.WriteLine("printed: " + ConnectionString); Execute.Sql("SELECT 1"); }
                public override void Down() { }
            }
            """);

        var run = await sandbox.RunAsync("up", "--assembly", assembly);

        run.Exits(ExitCode.Success).Complains("printed: ");
        Assert.DoesNotContain(TestDatabase.RolePassword, run.ToString(), StringComparison.Ordinal);
    }
}
