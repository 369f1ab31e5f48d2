using Migrator.Cli.Terminal;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Upgrades;

/// <summary>
/// What a run that is disturbed was to do: from a state of a database to the newest migration of an assembly. It knows, by
/// running it undisturbed, what each step of that makes of the database.
/// </summary>
internal sealed class Upgrade : IAsyncDisposable
{
    private readonly Sandbox _start;
    private readonly string _assembly;
    private UndisturbedRun? _undisturbed;

    private Upgrade(Sandbox start, string assembly) => (_start, _assembly) = (start, assembly);

    /// <summary>The migrating command. Nobody else works on these databases: breaking changes break nobody.</summary>
    public string[] Command => ["up", "--allow-breaking", "--assembly", _assembly];

    /// <param name="server">Where its databases are.</param>
    /// <param name="assembly">The migrations.</param>
    /// <param name="target">Up to which of them the database is migrated before; null for none.</param>
    /// <param name="sql">What is then done to the database, by the superuser; rows with <see cref="TestDatabase.RowData"/> for
    /// example.</param>
    public static async Task<Upgrade> FromAsync(DatabaseServer server, string assembly, string? target = null, string? sql = null)
    {
        var upgrade = new Upgrade(await Sandbox.CreateAsync(server), assembly);
        if (target is not null)
            (await upgrade.RunAsync(upgrade._start, "--target", target)).Exits(ExitCode.Success);
        if (sql is not null)
            await upgrade._start.Database.ExecuteAsync(sql);
        return upgrade;
    }

    /// <summary>Changes the state that it starts from.</summary>
    public Task MendAsync(string sql) => _start.Database.ExecuteAsync(sql);

    /// <summary>A database in the state before the upgrade.</summary>
    public Task<Sandbox> StartAsync() => _start.CopyAsync();

    public Task<ToolResult> RunAsync(Sandbox sandbox, params string[] more) => sandbox.RunAsync([.. Command, .. more]);

    /// <summary>What an undisturbed run makes of the database, learnt at first use.</summary>
    public async Task<UndisturbedRun> UndisturbedAsync() => _undisturbed ??= await UndisturbedRun.WatchAsync(this);

    /// <summary>The catalog and the rows.</summary>
    public static async Task<string> SnapshotAsync(Sandbox sandbox) =>
        await sandbox.Database.CatalogAsync() + "\n" + await sandbox.Database.RowsAsync();

    public ValueTask DisposeAsync() => _start.DisposeAsync();
}
