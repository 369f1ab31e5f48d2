using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Migrator.Database.Embedded;
using Npgsql;

namespace Migrator;

/// <summary>
/// A private PostgreSQL for development and tests: its own cluster in a folder, on the loopback address only, behind a random
/// password. It goes on running when the process that started it ends.
/// </summary>
public sealed class EmbeddedServer
{
    private const string Superuser = "migrator";
    private const int StartAttempts = 3;

    private readonly string _folder;
    private readonly string _binaries;
    private readonly ServerUser _user;

    private EmbeddedServer(string folder, string binaries, ServerUser user) =>
        (_folder, _binaries, _user) = (folder, binaries, user);

    private string Data => Path.Combine(_folder, "data");

    private string PasswordFile => Path.Combine(_folder, "password");

    private string LogFile => Path.Combine(_folder, "server.log");

    /// <summary>Finds programs, user and folder; starts nothing.</summary>
    /// <param name="folder">
    /// Where the cluster lives. As root, if the server's user cannot get there, a folder in the temporary one takes its place.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConfigurationException">There are no server programs, or no user to run them as.</exception>
    public static async Task<EmbeddedServer> FindAsync(string folder, CancellationToken cancellationToken = default)
    {
        var user = await ServerUser.FindAsync(cancellationToken).ConfigureAwait(false);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        await user.OwnAsync(folder, cancellationToken).ConfigureAwait(false);
        if (!await user.CanEnterAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..8];
            folder = Path.Combine(Path.GetTempPath(), $"migrator-{hash}");
            Directory.CreateDirectory(folder);
            await user.OwnAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        return new(folder, PostgresBinaries.Find(), user);
    }

    /// <summary>Starts the server unless it runs.</summary>
    /// <param name="settings">Settings beyond the defaults, as <c>name=value</c>; they hold until the next start.</param>
    /// <param name="starting">Told before something slow begins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A connection as the superuser, to the database <c>postgres</c>.</returns>
    /// <exception cref="ConfigurationException">A program failed; its words are in the message.</exception>
    public async Task<NpgsqlConnectionStringBuilder> StartAsync(
        IEnumerable<string>? settings = null, Action<string>? starting = null, CancellationToken cancellationToken = default)
    {
        // Two tools may be started at once; the second finds the server running.
        await using var only = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (RunningPort() is { } running)
            return Connection(running);

        starting?.Invoke($"Starting a private PostgreSQL in {_folder}");
        if (!File.Exists(Path.Combine(Data, "PG_VERSION")))
            await InitializeAsync(cancellationToken).ConfigureAwait(false);

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            string[] all = [$"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", .. settings ?? []];
            var result = await _user.RunAsync(Path.Combine(_binaries, "pg_ctl"),
                ["start", "-w", "-s", "-D", Data, "-l", LogFile, "-o",
                    string.Join(' ', all.Select(setting => $"-c '{setting}'"))],
                cancellationToken).ConfigureAwait(false);
            if (result.ExitCode == 0)
                return Connection(port);
            // Somebody may have taken the port meanwhile.
            if (attempt == StartAttempts)
                throw new ConfigurationException(
                    $"The private PostgreSQL did not start: {result.Error.Trim()} Its log: {LogFile}");
        }
    }

    /// <summary>Stops the server if it runs.</summary>
    /// <param name="immediately">Without a checkpoint: for a cluster that is thrown away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task StopAsync(bool immediately = false, CancellationToken cancellationToken = default)
    {
        if (RunningPort() is not null)
            await _user.RunAsync(Path.Combine(_binaries, "pg_ctl"),
                ["stop", "-w", "-s", "-D", Data, "-m", immediately ? "immediate" : "fast"],
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the server and removes the cluster with all its data.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(immediately: true, cancellationToken).ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(PasswordFile, RandomNumberGenerator.GetHexString(32, lowercase: true), cancellationToken)
            .ConfigureAwait(false);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await _user.OwnAsync(_folder, cancellationToken).ConfigureAwait(false);

        var result = await _user.RunAsync(Path.Combine(_binaries, "initdb"),
            ["-D", Data, "-U", Superuser, "-A", "scram-sha-256", $"--pwfile={PasswordFile}", "--encoding=UTF8", "--locale=C",
                "--no-sync"],
            cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new ConfigurationException($"initdb failed: {result.Error.Trim()}");
    }

    // postmaster.pid: process, folder, start time, port. A crash leaves it behind; then nobody answers on the port.
    private int? RunningPort()
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(Data, "postmaster.pid"));
            if (lines.Length < 4 || !int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port))
                return null;

            using var probe = new TcpClient();
            probe.Connect(IPAddress.Loopback, port);
            return port;
        }
        catch (Exception exception) when (exception is IOException or SocketException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private NpgsqlConnectionStringBuilder Connection(int port) => new()
    {
        Host = IPAddress.Loopback.ToString(),
        Port = port,
        Username = Superuser,
        Password = File.ReadAllText(PasswordFile),
        Database = "postgres",
    };

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
