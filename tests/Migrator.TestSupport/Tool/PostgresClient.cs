using System.Diagnostics;
using System.Text;
using Npgsql;

namespace Migrator.TestSupport.Tool;

/// <summary>PostgreSQL's own programs for clients, beside the server's or on the PATH: what has nothing to do with our
/// code.</summary>
public static class PostgresClient
{
    /// <summary>Runs a script with psql, as a person would.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="script">The script's text; it is given as a file.</param>
    /// <param name="arguments">More arguments.</param>
    public static async Task<ToolResult> PsqlAsync(string connection, string script, params string[] arguments)
    {
        using var directory = new WorkingDirectory();
        return await RunAsync("psql", connection,
            ["-X", "-v", "ON_ERROR_STOP=1", .. arguments, "-f", directory.Write("script.sql", script)]);
    }

    /// <summary>Everything in a database, but for the rows of its version table and journal: what pg_dump says, or, where it is
    /// older than the server, what the server does.</summary>
    /// <param name="connection">A superuser's connection to it.</param>
    public static async Task<string> DumpAsync(string connection)
    {
        var dump = await RunAsync("pg_dump", connection, ["--exclude-table-data=*.*ersion*"]);
        if (dump.ExitCode != 0 && dump.Error.Contains("server version mismatch", StringComparison.Ordinal))
            return await DatabaseText.ReadAsync(connection);
        Assert.True(dump.ExitCode == 0, dump.ToString());
        // A newer pg_dump begins with a random word.
        return string.Join('\n', dump.Out.Split('\n')
            .Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal)
                && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>The dump that <c>rehearse --from-schema</c> asks for; null where pg_dump is older than the server.</summary>
    public static async Task<string?> DumpSchemaAsync(string connection)
    {
        var dump = await RunAsync("pg_dump", connection, ["--schema-only", "--no-owner", "--no-privileges"]);
        if (dump.ExitCode != 0 && dump.Error.Contains("server version mismatch", StringComparison.Ordinal))
            return null;
        Assert.True(dump.ExitCode == 0, dump.ToString());
        return dump.Out;
    }

    private static async Task<ToolResult> RunAsync(string program, string connection, string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var info = new ProcessStartInfo(Find(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(name);
        (info.Environment["PGHOST"], info.Environment["PGPORT"], info.Environment["PGDATABASE"]) = (settings.Host,
            $"{settings.Port}", settings.Database);
        (info.Environment["PGUSER"], info.Environment["PGPASSWORD"], info.Environment["LC_ALL"]) = (settings.Username,
            settings.Password, "C");

        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    private static string Find(string program) =>
        Path.Combine(PostgresBinaries.Find(), program) is var beside && File.Exists(beside) ? beside
        : OtherProgram.IsInstalled(program) ? program
        : throw new InvalidOperationException($"{program} is not installed. Debian, Ubuntu: apt-get install postgresql-client; "
            + $"macOS: brew install libpq");
}
