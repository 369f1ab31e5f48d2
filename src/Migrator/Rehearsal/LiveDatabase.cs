using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Shadow;

namespace Migrator.Rehearsal;

/// <summary>What a rehearsal has to know of the real database: what is applied there, and how busy its tables are.</summary>
internal sealed class LiveDatabase
{
    // The server's counters are up to a second late.
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(2);

    private readonly RunSetup _setup;
    private readonly VersionTable _table;
    private readonly SessionOpener _opener;
    private readonly long _start;
    private TableCounters? _before;

    private LiveDatabase(RunSetup setup, VersionTable table, IProgress<MigrationProgress>? progress)
    {
        _setup = setup;
        _table = table;
        _opener = setup.Opener(progress);
        _start = setup.Options.Time.GetTimestamp();
    }

    public DatabaseIdentity Identity { get; private set; } = new("", 0, "", "");

    public SchemaHistory History { get; private set; } = SchemaHistory.Empty;

    /// <summary>Why it cannot be known that nobody deploys there; null where it can.</summary>
    public string? Note { get; private set; }

    /// <summary>Looks at it.</summary>
    public static async Task<LiveDatabase> ReadAsync(
        RunSetup setup, VersionTable table, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var real = new LiveDatabase(setup, table, progress);
        real._before = await real._opener.LookAsync(table, async session =>
        {
            real.Identity = session.Identity;
            (real.History, real.Note) = await LiveHistory.ReadAsync(session, setup.Database, table, cancellationToken)
                .ConfigureAwait(false);
            return await TableCounters.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return real;
    }

    /// <summary>What hangs on its tables, by what happened since the first look.</summary>
    public async Task<IReadOnlyDictionary<(string Schema, string Table),
        TableWeight>> WeighAsync(CancellationToken cancellationToken)
    {
        var left = ShortestLook - _setup.Options.Time.GetElapsedTime(_start);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, _setup.Options.Time, cancellationToken).ConfigureAwait(false);
        var now = await _opener.LookAsync(_table, async session =>
        {
            await session.BeginReadingAsync(_setup.Database, cancellationToken).ConfigureAwait(false);
            return await TableCounters.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return now.Since(_before!);
    }
}
