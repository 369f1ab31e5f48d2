using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Migrator.Faults.Tests.Servers;

/// <summary>A copy of a running server's cluster: by pg_basebackup, or, where there is none that knows a server so new, by the
/// functions that it stands on.</summary>
internal static partial class BaseBackup
{
    private const string Program = "pg_basebackup";

    // What belongs to the running server, or comes by streaming.
    private static readonly string[] LeftOut = ["postmaster.pid", "postmaster.opts", "pg_wal", "pg_replslot", "pg_stat_tmp"];

    /// <summary>Copies it, ready to start as a standby.</summary>
    /// <param name="server">A superuser's connection.</param>
    /// <param name="from">The cluster's folder.</param>
    /// <param name="to">The copy's, which does not exist yet.</param>
    public static async Task TakeAsync(NpgsqlConnectionStringBuilder server, string from, string to)
    {
        var conninfo = $"host=127.0.0.1 port={server.Port} user={server.Username} password={server.Password}";
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString)
        { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var major = connection.PostgreSqlVersion.Major;
        if (await FindAsync(major) is { } program)
            await OtherProgram.RunAsync(program, ["-D", to, "-c", "fast", "-X", "stream", "--no-sync", "-R", "-d", conninfo],
                Path.GetDirectoryName(to)!);
        else
            await CopyAsync(connection, major, conninfo, from, to);
    }

    // Beside the server it is of its version; but what lies in PATH may be links. Another one must not be older.
    private static async Task<string?> FindAsync(int major)
    {
        var folder = PostgresBinaries.Find();
        var real = Path.GetDirectoryName(File.ResolveLinkTarget(Path.Combine(folder, "postgres"), returnFinalTarget: true)
            ?.FullName);
        string?[] beside = [Path.Combine(folder, Program), real is null ? null : Path.Combine(real, Program)];
        if (beside.FirstOrDefault(File.Exists) is { } own)
            return own;
        if (Installed.PathOf(Program) is not { } other)
            return null;

        var version = Version().Match(await OtherProgram.RunAsync(other, ["--version"], Path.GetTempPath()));
        return version.Success && int.Parse(version.Value, System.Globalization.CultureInfo.InvariantCulture) >= major
            ? other : null;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int major, string conninfo, string from, string to)
    {
        await AskAsync(connection, major < 15 ? "SELECT pg_start_backup('copy', true, false)::text"
            : "SELECT pg_backup_start('copy', true)::text");
        CopyFolder(from, to, LeftOut);
        Directory.CreateDirectory(Path.Combine(to, "pg_wal", "archive_status"));
        Directory.CreateDirectory(Path.Combine(to, "pg_wal", "summaries"));
        Directory.CreateDirectory(Path.Combine(to, "pg_replslot"));
        Directory.CreateDirectory(Path.Combine(to, "pg_stat_tmp"));
        var label = await AskAsync(connection, major < 15 ? "SELECT labelfile FROM pg_stop_backup(false, false)"
            : "SELECT labelfile FROM pg_backup_stop(false)");
        await File.WriteAllTextAsync(Path.Combine(to, "backup_label"), label, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(to, "standby.signal"), "", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(to, "postgresql.auto.conf"), $"primary_conninfo = '{conninfo}'\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void CopyFolder(string from, string to, string[] leftOut)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from).Where(one => !leftOut.Contains(Path.GetFileName(one))))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)), []);
        foreach (var file in Directory.EnumerateFiles(from).Where(one => !leftOut.Contains(Path.GetFileName(one))))
        {
            try
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
            catch (FileNotFoundException)
            {
                // The server is at work: what it has removed since is no part of the backup.
            }
        }
    }

    private static async Task<string> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Version();
}
