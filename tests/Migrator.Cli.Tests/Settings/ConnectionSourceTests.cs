using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Every way to name the database leads to it; a nearer source wins over a farther one.</summary>
public sealed class ConnectionSourceTests(TestServer server)
{
    private const string Elsewhere = "Host=127.0.0.1;Port=1;Database=elsewhere;Username=nobody;Password=" + Passwords.Wrong;

    [Fact]
    public Task Keywords() => ReachesAsync((tool, settings) => Flag(tool, "--connection", settings.ConnectionString));

    [Theory]
    [InlineData("postgres")]
    [InlineData("postgresql")]
    public Task Url(string scheme) => ReachesAsync((tool, settings) => Flag(tool, "--connection",
        $"{scheme}://{settings.Username}:{TestDatabase.RolePassword.Replace("-", "%2D", StringComparison.Ordinal)}@{settings.Host}:{settings.Port}/{settings.Database}?sslmode=prefer&connect_timeout=10"));

    [Fact]
    public Task Variable() => ReachesAsync((tool, settings) => tool.With("MIGRATOR_CONNECTION", settings.ConnectionString));

    [Fact]
    public Task File_ByFlag() =>
        ReachesAsync((tool, settings) => Flag(tool, "--connection-file",
            Write(tool, "connection", settings.ConnectionString + "\n")));

    [Fact]
    public Task File_ByVariable() => ReachesAsync((tool, settings) =>
        tool.With("MIGRATOR_CONNECTION_FILE", Write(tool, "connection", $"\n{settings.ConnectionString}\r\n")));

    [Fact]
    public Task LibpqVariables_Alone() =>
        ReachesAsync((tool, settings) => tool.With("PGHOST", settings.Host!).With("PGPORT", $"{settings.Port}")
        .With("PGDATABASE", settings.Database!).With("PGUSER", settings.Username!).With("PGPASSWORD", TestDatabase.RolePassword));

    [Fact]
    public Task LibpqVariables_CompleteAConnection() => ReachesAsync((tool, settings) =>
        Flag(tool, "--connection", $"Host={settings.Host};Port={settings.Port}").With("PGDATABASE", settings.Database!)
            .With("PGUSER", settings.Username!).With("PGPASSWORD", TestDatabase.RolePassword));

    [Fact]
    public Task PassFile() => ReachesAsync((tool, settings) =>
    {
        var file = Write(tool, "pgpass",
            $"{settings.Host}:{settings.Port}:{settings.Database}:{settings.Username}:{TestDatabase.RolePassword}\n");
        WorkingDirectory.MakeOwn(file);
        settings.Password = null;
        return Flag(tool, "--connection", settings.ConnectionString).With("PGPASSFILE", file);
    });

    [Fact]
    public Task Flag_WinsOverVariables() => ReachesAsync((tool, settings) => Flag(tool, "--connection", settings.ConnectionString)
        .With("MIGRATOR_CONNECTION", Elsewhere).With("PGHOST", "127.0.0.9").With("PGDATABASE", "elsewhere"));

    [Fact]
    public Task FileFlag_WinsOverTheConnectionsVariable() => ReachesAsync((tool, settings) =>
        Flag(tool, "--connection-file", Write(tool, "connection", settings.ConnectionString))
            .With("MIGRATOR_CONNECTION", Elsewhere));

    [Fact]
    public Task Flag_WinsOverTheFilesVariable() => ReachesAsync((tool, settings) =>
        Flag(tool, "--connection", settings.ConnectionString).With("MIGRATOR_CONNECTION_FILE", "/no/such/file"));

    private async Task ReachesAsync(Func<ToolStart, NpgsqlConnectionStringBuilder, ToolStart> name)
    {
        await using var sandbox = await Sandbox.CreateAsync(server);

        var run = await name(sandbox.Bare("status", "--assembly", Samples.Two), sandbox.Settings).RunAsync();

        run.Exits(ExitCode.Success)
            .Says($"{sandbox.Database.Name} on {sandbox.Settings.Host}:{sandbox.Settings.Port} as {sandbox.Database.Name}_owner");
    }

    private static ToolStart Flag(ToolStart tool, string flag, string value) =>
        tool with { Arguments = [.. tool.Arguments, flag, value] };

    private static string Write(ToolStart tool, string name, string content)
    {
        var path = Path.Combine(tool.Directory!, name);
        File.WriteAllText(path, content);
        return path;
    }
}
