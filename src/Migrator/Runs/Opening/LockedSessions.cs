using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Errors;
using Npgsql;

namespace Migrator.Runs.Opening;

/// <summary>Opens the sessions of a run that writes: each holds the deploy lock while it works, and gives it back.</summary>
/// <param name="setup">The engine's.</param>
/// <param name="outcome">Makes the run's outcome.</param>
/// <param name="report">Told what happens.</param>
/// <param name="progress">Told while the server is waited for.</param>
internal sealed class LockedSessions(
    RunSetup setup, OutcomeBuilder outcome, Action<MigrationProgress> report, IProgress<MigrationProgress>? progress)
{
    /// <summary>Opens one, takes the lock, reads what the database has, and works.</summary>
    /// <param name="announces">Whether it is told that the session is open: the first time.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels waiting and work.</param>
    public async Task<SessionEnd> WorkAsync(
        bool announces, Func<LockedSession, MigrationCatalog, Task<SessionEnd>> work, CancellationToken cancellationToken)
    {
        try
        {
            var (session, catalog) = await setup.Opener(progress)
                .OpenAsync(migrates: true, () => setup.Catalog, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var table = setup.Locate(catalog);
            outcome.Database = session.Identity;
            if (announces)
                report(new MigrationProgress.Connected(session.Identity, setup.Options.Run.Id));
            var settings = await PrepareAsync(session, cancellationToken).ConfigureAwait(false);

            var deployLock = new DeployLock(table);
            var queue = new DeployLockQueue(deployLock, session, setup.Options.Run, setup.Database, setup.Options.Time, report);
            if (await queue.WaitAsync(cancellationToken).ConfigureAwait(false) is { Taken: false } wait)
                return new SessionEnd.Ended(outcome.LockTimeout(wait.Holder));

            try
            {
                var (tables, history) = await LocatedHistory.ReadAsync(session, table, cancellationToken).ConfigureAwait(false);
                var journal = new Journal(table, setup.Options.Run, setup.Options.ToolVersion, setup.Options.Build,
                    setup.Assembly.Generator.Record);
                return await work(new(session, settings, tables, deployLock, journal, history), catalog).ConfigureAwait(false);
            }
            finally
            {
                // Not with the caller's token, which may be what ended the work.
                await session.TryOnTheWayOutAsync(deployLock.ReleaseAsync).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception) when (ConnectionLoss.Is(exception))
        {
            return new SessionEnd.Lost(ServerMessage.Of(exception));
        }
        catch (Exception exception) when (Endings.OfRun(exception, cancellationToken.IsCancellationRequested, outcome) is
        { } ending)
        {
            return new SessionEnd.Ended(ending);
        }
    }

    private async Task<SessionSettings> PrepareAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        await session.VerifyServerAsync(cancellationToken).ConfigureAwait(false);
        var settings = new SessionSettings(setup.Database, session.Connection.PostgreSqlVersion,
            setup.Options.Run.ApplicationName);
        await settings.ApplyAsync(session.Connection, session.Identity, cancellationToken).ConfigureAwait(false);
        if (setup.Database.Role is { } role)
            await session.SetRoleAsync(role, cancellationToken).ConfigureAwait(false);

        return settings;
    }
}
