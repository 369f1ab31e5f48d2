using Migrator.Cli.Terminal;
using Npgsql;

namespace Migrator.Cli.Settings;

/// <summary>Where the connection comes from. There is no default: a forgotten secret must not "succeed" somewhere else.</summary>
internal static class ConnectionSetting
{
    /// <summary>The connection that means a private server.</summary>
    public const string Embedded = "embedded";

    /// <summary>The database on the private server.</summary>
    public const string EmbeddedDatabase = "development";

    private const string OwnFolder = ".migrator";

    /// <summary>Whether the connection is the private server of one developer.</summary>
    public static bool IsEmbedded(SettingsReader reader) => reader.Find(SharedSettings.Connection)?.Trim() == Embedded;

    /// <summary>Whether there is a connection at all, for a verb that can do without.</summary>
    public static bool IsGiven(SettingsReader reader) =>
        reader.Find(SharedSettings.Connection) is not null || reader.Find(SharedSettings.ConnectionFile) is not null
        || NamesItOutright(reader);

    /// <exception cref="ConfigurationException">There is none, or two at once.</exception>
    public static Func<CancellationToken, ValueTask<string>> Find(SettingsReader reader, Redactor redactor,
        ServerStart start)
    {
        redactor.Remember(reader.Environment("PGPASSWORD"));
        var file = reader.FindAll(SharedSettings.ConnectionFile);
        var direct = reader.FindAll(SharedSettings.Connection);
        if (file.Source != SettingSource.None && file.Source == direct.Source)
            throw new ConfigurationException(
                $"Both {reader.NameOf(SharedSettings.Connection, direct.Source)} and "
                + $"{reader.NameOf(SharedSettings.ConnectionFile, file.Source)} "
                + "are given. Give one of them.");

        if (direct.Source != SettingSource.None && (file.Source == SettingSource.None || direct.Source < file.Source))
            return direct.Values[^1].Trim() == Embedded
                ? token => StartEmbeddedAsync(reader.File.Folder, start, token)
                : _ => ValueTask.FromResult(Remember(direct.Values[^1], redactor));
        if (file.Source != SettingSource.None)
            return token =>
                ReadAsync(reader.PathOf(SharedSettings.ConnectionFile)!,
                    reader.NameOf(SharedSettings.ConnectionFile, file.Source), redactor, token);
        if (NamesItOutright(reader))
            return _ => ValueTask.FromResult(Remember("Host=" + reader.Environment("PGHOST"), redactor));

        throw new ConfigurationException(
            "no database to connect to. Set one of: --connection-file FILE, MIGRATOR_CONNECTION, --connection \"Host=...\".\n"
            + "  For a private development server: MIGRATOR_CONNECTION=embedded."
            + (reader.Environment("PGSERVICE") is null ? "" : "\n  PGSERVICE is set, but service files are not read."));
    }

    /// <summary>Where shadow databases are made: the server that is named, else the private one of the project.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static Func<CancellationToken, ValueTask<string>> FindShadow(SettingsReader reader, Redactor redactor,
        ServerStart start)
    {
        var (values, source) = reader.FindAll(SharedSettings.Shadow);
        if (source == SettingSource.None || values[^1].Trim() == Embedded)
            return token => StartEmbeddedAsync(reader.File.Folder, start, token);

        var given = Remember(values[^1], redactor);
        try
        {
            ConnectionText.Parse(given);
        }
        catch (ConfigurationException exception)
        {
            // Of two connections, it has to be said which one is meant.
            throw new ConfigurationException($"{reader.NameOf(SharedSettings.Shadow, source)}: {exception.Message}", exception);
        }

        return _ => ValueTask.FromResult(given);
    }

    /// <summary>The private server of a project.</summary>
    public static Task<EmbeddedServer> FindEmbeddedAsync(string projectFolder, CancellationToken cancellationToken) =>
        EmbeddedServer.FindAsync(Path.Combine(projectFolder, OwnFolder, "postgres"), cancellationToken);

    /// <summary>Starts the private server of a project, with its database.</summary>
    /// <exception cref="ConfigurationException">Its folder cannot be made.</exception>
    public static async ValueTask<string> StartEmbeddedAsync(string projectFolder, ServerStart start,
        CancellationToken cancellationToken)
    {
        IgnoreItself(Path.Combine(projectFolder, OwnFolder));
        var server = await FindEmbeddedAsync(projectFolder, cancellationToken).ConfigureAwait(false);
        var isNew = false;
        var connection = await server.StartAsync(starting: message =>
        {
            isNew = true;
            start.Starting(message);
        }, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (isNew)
            start.Started();
        connection.Pooling = false;
        await using (var source = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString).Build())
        await using (var exists = source.CreateCommand($"SELECT FROM pg_database WHERE datname = '{EmbeddedDatabase}'"))
        await using (var reader = await exists.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!reader.HasRows)
            {
                await using var create = source.CreateCommand($"CREATE DATABASE {EmbeddedDatabase}");
                await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        connection.Database = EmbeddedDatabase;
        return connection.ConnectionString;
    }

    // Nobody who adds all files to git should add a server's data.
    private static void IgnoreItself(string folder)
    {
        var file = Path.Combine(folder, ".gitignore");
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(file))
                File.WriteAllText(file, "*\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another tool may be writing it at this moment.
            if (!File.Exists(file))
                throw new ConfigurationException($"The private server's folder {folder} cannot be made: {exception.Message}",
                    exception);
        }
    }

    // Both together name the server and the database, as psql's users do.
    private static bool NamesItOutright(SettingsReader reader) =>
        reader.Environment("PGHOST") is not null && reader.Environment("PGDATABASE") is not null;

    private static async ValueTask<string> ReadAsync(string path, string name, Redactor redactor,
        CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new ConfigurationException($"{name} names {path}, which is a folder.");

        try
        {
            var text = (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).Trim();
            return text.Length == 0
                ? throw new ConfigurationException($"{name} names {path}, which is empty.") : Remember(text, redactor);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var why = exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => ": it is not there",
                UnauthorizedAccessException => " by this process: it lacks the right",
                _ => "",
            };
            throw new ConfigurationException($"{name} names {path}, which cannot be read{why}.", exception);
        }
    }

    private static string Remember(string connection, Redactor redactor)
    {
        redactor.Remember(connection);
        try
        {
            var parsed = ConnectionText.Parse(connection);
            redactor.Remember(parsed.Password);
            redactor.Remember(parsed.SslPassword);
        }
        catch (ConfigurationException)
        {
            // It will be told when the connection is opened; what cannot be read is struck out as a whole.
        }

        return connection;
    }
}

/// <summary>Who is told of the private server's start.</summary>
/// <param name="Starting">Before it, which takes a while.</param>
/// <param name="Started">After it; not where it ran already.</param>
internal sealed record ServerStart(Action<string> Starting, Action Started);
