using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Shadow;

namespace Migrator.Rehearsal;

/// <summary>What a rehearsal has to know of the real database: what is applied there, and how busy its tables are.</summary>
internal sealed class RealDatabase
{
    // The server's counters are up to a second late.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(2);

    private readonly DatabaseOptions _database;
    private readonly EngineOptions _options;
    private readonly VersionTable _table;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly long _start;
    private TableCounters? _before;

    private RealDatabase(DatabaseOptions database, EngineOptions options, VersionTable table, IProgress<MigrationProgress>? progress)
    {
        _database = database;
        _options = options;
        _table = table;
        _progress = progress;
        _start = options.Time.GetTimestamp();
    }

    public DatabaseIdentity Identity { get; private set; } = new("", 0, "", "");

    public SchemaHistory History { get; private set; } = SchemaHistory.Empty;

    /// <summary>Looks at it.</summary>
    public static async Task<RealDatabase> ReadAsync(
        DatabaseOptions database, EngineOptions options, VersionTable table, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var real = new RealDatabase(database, options, table, progress);
        real._before = await real.LookAsync(async session =>
        {
            real.Identity = session.Identity;
            real.History = await LiveHistory.ReadAsync(session, database, table, cancellationToken).ConfigureAwait(false);
            return await TableCounters.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return real;
    }

    /// <summary>What hangs on its tables, by what happened since the first look.</summary>
    public async Task<IReadOnlyDictionary<(string Schema, string Table), TableWeight>> WeighAsync(CancellationToken cancellationToken)
    {
        var left = ShortestLook - _options.Time.GetElapsedTime(_start);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, _options.Time, cancellationToken).ConfigureAwait(false);
        var now = await LookAsync(async session =>
        {
            await session.BeginReadingAsync(_database, cancellationToken).ConfigureAwait(false);
            return await TableCounters.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return now.Since(_before!);
    }

    private async Task<TableCounters> LookAsync(Func<DatabaseSession, Task<TableCounters>> look, CancellationToken cancellationToken)
    {
        var session = await DatabaseSession.OpenAsync(
            _database, _options.Run, migrates: false, reason => _progress?.Report(new MigrationProgress.WaitingForServer(reason)), _options.Time,
            cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await ReadOnlyLook.RunAsync(session, _table, () => look(session)).ConfigureAwait(false);
    }
}
