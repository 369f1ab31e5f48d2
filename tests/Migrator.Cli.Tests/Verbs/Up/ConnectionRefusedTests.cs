using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Up;

/// <summary>Exit code 2, for connections: missing, two at once, empty, unreadable, with a wrong password that is never
/// echoed.</summary>
public sealed class ConnectionRefusedTests(TestServer server)
{
    private const string Nowhere = "Host=localhost;Database=shop;Password=" + Passwords.Wrong;

    [Fact]
    public async Task ConnectionAndConnectionFile_AreTooMany()
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write("connection", Nowhere);

        var run = await new ToolStart("up", "--connection", Nowhere, "--connection-file", file, "--assembly", Samples.Two)
            .RunAsync();

        run.Exits(ExitCode.Usage).Complains("Both --connection and --connection-file are given", "Give one of them");
    }

    [Fact]
    public async Task BothVariables_AreTooMany()
    {
        var run = await new ToolStart("up", "--assembly", Samples.Two)
            .With("MIGRATOR_CONNECTION", Nowhere).With("MIGRATOR_CONNECTION_FILE", "/run/secrets/migrator").RunAsync();

        run.Exits(ExitCode.Usage).Complains("Both MIGRATOR_CONNECTION and MIGRATOR_CONNECTION_FILE are given");
    }

    [Fact]
    public async Task ConnectionFile_ThatIsMissing_IsNamed()
    {
        using var directory = new WorkingDirectory();
        var file = Path.Combine(directory.Path, "connection");

        var run = await new ToolStart("up", "--connection-file", file, "--assembly", Samples.Two).RunAsync();

        run.Exits(ExitCode.Usage).Complains("--connection-file", file, "cannot be read");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task ConnectionFile_ThatIsEmpty_IsNamed(string content)
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write("connection", content);

        var run = await new ToolStart("up", "--assembly", Samples.Two).With("MIGRATOR_CONNECTION_FILE", file).RunAsync();

        run.Exits(ExitCode.Usage).Complains("MIGRATOR_CONNECTION_FILE", file, "is empty");
    }

    [Theory]
    [InlineData(" ", "is empty")]
    [InlineData("@x", "cannot be read")]
    [InlineData("Host=db;Database=shop;Pasword=" + Passwords.Wrong, "cannot be read")]
    [InlineData("Host=db;Database=shop;Port=many;Password=" + Passwords.Wrong, "cannot be read")]
    [InlineData("Database=shop;Password=" + Passwords.Wrong, "names no host")]
    [InlineData("Host=db;Password=" + Passwords.Wrong, "names no database")]
    [InlineData("postgres://migrator:" + Passwords.Wrong + "@db", "names no database")]
    [InlineData("postgres://migrator:" + Passwords.Wrong + "@db/shop?colour=blue", "an option that is not known (not shown)")]
    [InlineData("postgres://migrator:" + Passwords.Wrong + "@db:many/shop", "port has a value that does not fit")]
    [InlineData("postgres://migrator:" + Passwords.Wrong + "@one,two", "names no database")]
    [InlineData("host=db dbname=shop password=" + Passwords.Wrong, "it is written in libpq's keywords")]
    [InlineData("jdbc:postgresql://db/shop?password=" + Passwords.Wrong, "is a JDBC URL")]
    public async Task Connection_ThatCannotBeUsed_IsRefusedWithoutEchoingIt(string connection, string said)
    {
        var flag = await new ToolStart("up", "--assembly", Samples.Two, "--connection", connection).RunAsync();
        var status = await new ToolStart("status", "--output", "json", "--assembly", Samples.Two)
            .With("MIGRATOR_CONNECTION", connection).RunAsync();

        flag.Exits(ExitCode.Usage).Complains(said, "exit 2");
        status.Exits(ExitCode.Usage).Says("Configuration");
    }

    [Fact]
    public async Task WrongPassword_IsRefusedAndNeverEchoed()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Settings.Password = Passwords.Wrong;

        foreach (var verb in (string[])["up", "down --target zero --yes", "status", "resolve 1 --applied", "up --output json"])
        {
            var run = await sandbox.Bare([.. verb.Split(' '), "--assembly", Samples.Two, "--connection",
                sandbox.Settings.ConnectionString]).RunAsync();
            run.Exits(ExitCode.Usage);
            Assert.Contains("password authentication failed", run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NoPassword_IsToldAtOnce()
    {
        await using var sandbox = await Sandbox.CreateAsync(server);
        sandbox.Settings.Remove("Password");

        var run = await sandbox.Bare("up", "--assembly", Samples.Two, "--connection", sandbox.Settings.ConnectionString)
            .RunAsync();

        run.Exits(ExitCode.Usage).Complains(sandbox.Database.Name, "password");
    }
}
