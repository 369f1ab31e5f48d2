using System.Security.Cryptography;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Shadow.Snapshot;
using Npgsql;

namespace Migrator.Shadow;

/// <summary>
/// A database that exists for one run, on a server where the login may create databases. It is dropped at the run's end, however
/// that comes. The database that the connection names is only connected to.
/// </summary>
internal sealed class ShadowDatabase : IAsyncDisposable
{
    private static readonly TimeSpan DropTimeout = TimeSpan.FromSeconds(30);

    private readonly DatabaseOptions _server;
    private readonly DatabaseOptions _real;
    private readonly EngineOptions _options;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly string _name;

    private ShadowDatabase(DatabaseOptions server, DatabaseOptions real, EngineOptions options,
        IProgress<MigrationProgress>? progress)
    {
        _server = server;
        _real = real;
        _options = options;
        _progress = progress;
        _name = $"migrator_shadow_{options.Run.Id}_{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }

    /// <summary>Where it is.</summary>
    public DatabaseIdentity Identity { get; private set; } = new("", 0, "", "");

    /// <summary>Its settings: the real database's, but for the connection, and without a role that may not exist there.</summary>
    public DatabaseOptions Options => _real with
    {
        Connection = async token => new NpgsqlConnectionStringBuilder(
            ConnectionText.Parse(await _server.Connection(token).ConfigureAwait(false)).ConnectionString)
        { Database = _name }.ConnectionString,
        Role = null,
    };

    /// <summary>Creates it.</summary>
    /// <param name="server">Gives a connection to any database of the server.</param>
    /// <param name="real">The settings of the database that it stands for.</param>
    /// <param name="options">The run's.</param>
    /// <param name="progress">Told while the server is waited for, and if it could not be dropped.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ConfigurationException">The server refuses the login, or the login may not create databases.</exception>
    /// <exception cref="DatabaseUnreachableException">The server does not answer.</exception>
    public static async Task<ShadowDatabase> CreateAsync(
        Func<CancellationToken, ValueTask<string>> server, DatabaseOptions real, EngineOptions options,
        IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var shadow = new ShadowDatabase(real with { Connection = server, Role = null }, real, options, progress);
        try
        {
            await shadow.CreateAsync(cancellationToken).ConfigureAwait(false);
            return shadow;
        }
        catch
        {
            if (shadow.Identity.Name.Length > 0)
                await shadow.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes it empty again, by making it anew.</summary>
    /// <exception cref="ConfigurationException">The server refuses.</exception>
    /// <exception cref="DatabaseUnreachableException">The server does not answer.</exception>
    public Task EmptyAsync(CancellationToken cancellationToken) => CreateAsync(cancellationToken, [DropSql]);

    /// <summary>What runs on it have in common.</summary>
    /// <param name="assembly">The migrations.</param>
    /// <param name="selection">Tags and profile.</param>
    public RunSetup Setup(MigrationAssembly assembly, MigrationSelection selection) =>
        new(assembly, Options, selection, _options);

    /// <summary>A session on it, for a look.</summary>
    public Task<DatabaseSession> OpenAsync(CancellationToken cancellationToken) => OpenAsync(Options, cancellationToken);

    /// <summary>What it has now.</summary>
    public async Task<CatalogSnapshot> SnapshotAsync(VersionTable table, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(Options, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        await session.BeginReadingAsync(Options, cancellationToken).ConfigureAwait(false);
        return await SnapshotReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Not with the run's token, which may be what ended it.
        using var timeout = new CancellationTokenSource(DropTimeout);
        try
        {
            var session = await OpenAsync(_server with { ConnectWait = TimeSpan.Zero }, timeout.Token).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            await session.ExecuteAsync(DropSql, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or ConfigurationException
            or DatabaseUnreachableException)
        {
            _progress?.Report(new MigrationProgress.Note($"The shadow database could not be dropped: "
                + $"{ServerMessage.Of(exception)} By hand: DROP DATABASE {_name}"));
        }
    }

    private string DropSql => $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)";

    private async Task CreateAsync(CancellationToken cancellationToken, params string[] before)
    {
        var session = await OpenAsync(_server, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        try
        {
            Identity = session.Identity with { Name = _name };
            foreach (var sql in before)
                await session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync($"CREATE DATABASE {_name} TEMPLATE template0", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (!ConnectionLoss.Is(exception)
            && exception.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            throw new ConfigurationException(
                $"{session.Identity} cannot make a shadow database: {exception.MessageText} ({exception.SqlState}). "
                + $"ALTER ROLE \"{session.Identity.User}\" CREATEDB, or name another server: --shadow.", exception);
        }
        catch (NpgsqlException exception)
        {
            throw new DatabaseUnreachableException($"The connection to {session.Identity} was lost: "
                + $"{ServerMessage.Of(exception)}", exception);
        }
    }

    private Task<DatabaseSession> OpenAsync(DatabaseOptions database, CancellationToken cancellationToken) =>
        new SessionOpener(database, _options, _progress).OpenAsync(migrates: false, cancellationToken);
}
