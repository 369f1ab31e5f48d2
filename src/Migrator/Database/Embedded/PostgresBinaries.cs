namespace Migrator;

/// <summary>Finds the server's programs on this machine.</summary>
public static class PostgresBinaries
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "MIGRATOR_POSTGRES_BIN";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    // Debian and Ubuntu, Red Hat, Homebrew on either processor, Postgres.app.
    private static readonly (string Root, string Pattern)[] VersionedFolders =
    [
        ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql@*"),
        ("/usr/local/opt", "postgresql@*"), ("/Applications/Postgres.app/Contents/Versions", "*"),
    ];

    /// <summary>
    /// The folder with initdb, pg_ctl and postgres: from <see cref="Variable"/>, PATH, or the distribution's versioned folders,
    /// the newest first.
    /// </summary>
    /// <exception cref="ConfigurationException">There is none; the message says how to get one.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            return IsComplete(chosen)
                ? chosen : throw new ConfigurationException($"{Variable} is {chosen}, which lacks one of "
                    + $"{string.Join(", ", Programs)}.");

        var path = Environment.GetEnvironmentVariable("PATH")
            ?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return path.Concat(Versioned()).FirstOrDefault(IsComplete) ?? throw new ConfigurationException(
            "No PostgreSQL server programs were found (initdb, pg_ctl, postgres). Install them (Debian: apt-get install "
            + "postgresql; "
            + $"macOS: brew install postgresql), or name their folder in {Variable}, or connect to a server of yours.");
    }

    private static IEnumerable<string> Versioned() =>
        VersionedFolders
            .Where(folder => Directory.Exists(folder.Root))
            .SelectMany(folder => Directory.EnumerateDirectories(folder.Root, folder.Pattern))
            .OrderByDescending(folder => int.TryParse(new string([.. Path.GetFileName(folder).Where(char.IsAsciiDigit)]),
                out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));

    private static bool IsComplete(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));
}
