using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Storefront.WebApi.Tests.Support;

/// <summary>A database that the tool migrates as its owner, and that the application uses as a role that can only use the
/// tables.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly Sandbox _sandbox;

    private Shop(Sandbox sandbox, string connection)
    {
        _sandbox = sandbox;
        Connection = connection;
    }

    public TestDatabase Database => _sandbox.Database;

    /// <summary>The application's connection.</summary>
    public string Connection { get; }

    public string ApplicationRole => $"{Database.Name}_app";

    /// <summary>A virgin database, with the role for what will be made in it.</summary>
    public static async Task<Shop> CreateAsync(TestServer server)
    {
        var sandbox = await Sandbox.CreateAsync(server);
        var role = new NpgsqlConnectionStringBuilder(await sandbox.Database.CreateRoleAsync("app")) { Pooling = true };
        await sandbox.Database.ExecuteAsync($"""
            ALTER DEFAULT PRIVILEGES FOR ROLE "{sandbox.Settings.Username}" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{role.Username}"
            """);
        return new(sandbox, role.ConnectionString);
    }

    /// <summary>A database at a target.</summary>
    public static async Task<Shop> CreateAsync(TestServer server, string target)
    {
        var shop = await CreateAsync(server);
        (await shop.UpAsync(target)).Exits(ExitCode.Success);
        return shop;
    }

    /// <summary>The deploy step, to its end.</summary>
    public async Task<ToolResult> UpAsync(string target, string? migrations = null)
    {
        await using var deploy = Deploy(target, migrations);
        var result = await deploy.EndAsync();
        result.Exits(ExitCode.Success, ExitCode.Partial);
        await Database.ExecuteAsync($"""
            REVOKE INSERT, UPDATE, DELETE ON "VersionInfo", "VersionInfoJournal" FROM "{ApplicationRole}"
            """);
        return result;
    }

    /// <summary>The deploy step, begun.</summary>
    /// <param name="target">How far.</param>
    /// <param name="migrations">An assembly; null for the storefront's own migrations.</param>
    public ToolProcess Deploy(string target, string? migrations = null) => _sandbox.Tool(
        "up", "--target", target, "--allow-breaking", "--lock-timeout", "60s", "--assembly",
        migrations ?? Path.Combine(Repository.OutputOf("Migrations"), "Migrations.dll")).Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();
}
