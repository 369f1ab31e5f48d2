using System.Diagnostics;
using System.Net.Sockets;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Servers;

/// <summary>PgBouncer in front of a server, for the one role of a connection.</summary>
internal sealed class PgBouncer : IDisposable
{
    public const string Program = "pgbouncer";

    // It refuses to run as root and then takes the user that PostgreSQL's packages make.
    private const string User = "postgres";

    private readonly WorkingDirectory _directory = new();
    private readonly Process _process;

    private PgBouncer(NpgsqlConnectionStringBuilder server, PoolMode mode, int poolSize)
    {
        Installed.Need(Program, "./dev test installs it as root; Debian, Ubuntu: apt-get install pgbouncer");
        Port = FreePort.Find();
        var users = _directory.Write("users.txt", $"\"{server.Username}\" \"{server.Password}\"\n");
        var settings = _directory.Write("pgbouncer.ini", $"""
            [databases]
            * = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {users}
            pool_mode = {mode.ToString().ToLowerInvariant()}
            default_pool_size = {poolSize}
            query_wait_timeout = 5
            ignore_startup_parameters = extra_float_digits
            """);
        string[] asUser = Environment.IsPrivilegedProcess ? ["-u", User] : [];
        if (Environment.IsPrivilegedProcess)
            WorkingDirectory.LetOthersEnter(_directory.Path);
        _process = Process.Start(new ProcessStartInfo(Installed.PathOf(Program)!, [.. asUser, "-q", settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    public int Port { get; }

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="connection">The server, database and role.</param>
    /// <param name="mode">How it shares.</param>
    /// <param name="poolSize">How many connections to the server it keeps for a database and role.</param>
    public static async Task<PgBouncer> StartAsync(string connection, PoolMode mode, int poolSize = 5)
    {
        var bouncer = new PgBouncer(new(connection), mode, poolSize);
        await WaitFor.TrueAsync("PgBouncer listens", bouncer.ListensAsync);
        return bouncer;
    }

    /// <summary>The same connection, through it.</summary>
    public string Through(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    public void Dispose()
    {
        if (_process.HasExited)
            return;

        _process.Kill();
        _process.WaitForExit();
        _directory.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        if (_process.HasExited)
            Assert.Fail(
                $"PgBouncer ended.\n{await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
