using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.Errors;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Running;
using Migrator.Planning;
using Migrator.SchemaCheck;
using Migrator.Statements.Retrying;
using Migrator.Steps;
using Npgsql;

namespace Migrator.Runs;

/// <summary>One run: session, lock, plan, steps, outcome. Everything in it lives exactly as long as the run.</summary>
internal sealed class MigrationRun(
    MigrationAssembly assembly, MigrationSelection selection, DatabaseOptions database, EngineOptions options, Direction direction,
    IProgress<MigrationProgress>? progress)
{
    // Waiting for the lock, reading, planning: all of it can be done again, but not for ever.
    private const int MostLossesBetweenSteps = 3;

    private readonly OutcomeBuilder _outcome = new(direction);
    private readonly RetryBudget _lockBudget = new(database.LockRetry);
    private readonly Lock _gate = new();
    private StepRunner? _runner;
    private int _lossesBetweenSteps;

    /// <summary>Opens the run's session, and reads the migrations meanwhile.</summary>
    public required Func<CancellationToken, Task<(DatabaseSession Session, MigrationCatalog Catalog, VersionTable Table)>> OpenAsync { get; init; }

    /// <summary>Whether a manifest that does not tell what the migrations are is only noted.</summary>
    public bool AllowStaleManifest { get; init; }

    /// <summary>Whether what is about to be applied is looked at.</summary>
    public LintPolicy Lint { get; init; } = LintPolicy.Off;

    public async Task<MigrationOutcome> MigrateAsync(
        Func<MigrationCatalog, SchemaHistory, PlanResult> makePlan, Func<Plan, CancellationToken, ValueTask<bool>>? confirm,
        CancellationToken cancellationToken)
    {
        Plan? plan = null;
        var before = SchemaHistory.Empty;
        while (true)
        {
            var outcome = await UnderLockAsync(
                async (locked, catalog) =>
                {
                    if (_runner is not null)
                        return await GoOnAsync(locked, plan!, before, cancellationToken).ConfigureAwait(false);

                    (plan, var refusal) = makePlan(catalog, locked.History);
                    before = locked.History;
                    if (plan is null)
                        return _outcome.Refused(refusal!, before);

                    Report(new MigrationProgress.Planned(plan));
                    if (plan.Steps.Count > 0 || (direction == Direction.Up && catalog.RunsWithoutPending))
                        return await ExecuteAsync(locked, plan, catalog, confirm, cancellationToken).ConfigureAwait(false);

                    if (plan.Accepted.Count > 0)
                    {
                        var creator = new VersionTableCreator(locked.Session.Connection, locked.Table, database.Schema);
                        await creator.VerifyRightsAsync(cancellationToken).ConfigureAwait(false);
                        await creator.EnsureAsync(cancellationToken).ConfigureAwait(false);
                        await AcceptAsync(locked, plan, catalog, cancellationToken).ConfigureAwait(false);
                    }

                    return _outcome.Ended(plan, before, []);
                },
                goesOn: true, cancellationToken).ConfigureAwait(false);
            if (_runner?.Lost is not { } lost)
            {
                if (outcome is not null)
                    return outcome;
            }
            else if (outcome is not null)
            {
                _runner.GiveUp();
                return _outcome.NotRegained(plan!, before, _runner.Results, outcome);
            }
            else
            {
                Report(new MigrationProgress.ConnectionLost(lost.Failure!.Message));
            }
        }
    }

    public Task<MigrationOutcome> ResolveAsync(long version, bool applied, CancellationToken cancellationToken) =>
        UnderLockAsync(
            async (locked, catalog) =>
            {
                var unfinished = locked.History.Dirty;
                if (unfinished.FirstOrDefault(dirty => dirty.Version == version) is not { } dirty)
                    return _outcome.Refused(new(RefusalReason.NotDirty, $"Version {version} is not unfinished: there is nothing to resolve.",
                        unfinished.Count == 0 ? null : "Unfinished: " + string.Join(", ", unfinished.Select(one => $"{one.Version} {one.Name}"))), locked.History);

                var connection = locked.Session.Connection;
                await new Resolution(connection, locked.Table, locked.Journal).RecordAsync(dirty, catalog.Find(version), applied, cancellationToken)
                    .ConfigureAwait(false);
                return _outcome.Resolved(
                    locked.History, await SchemaHistoryReader.ReadAsync(connection, locked.Table, cancellationToken).ConfigureAwait(false));
            },
            goesOn: false, cancellationToken)!;

    // Null from the work is null from here: the session was lost, and the work can go on in another.
    private async Task<MigrationOutcome?> UnderLockAsync(
        Func<LockedSession, MigrationCatalog, Task<MigrationOutcome?>> work, bool goesOn, CancellationToken cancellationToken)
    {
        try
        {
            var (session, catalog, table) = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            _outcome.Database = session.Identity;
            if (_runner is null)
                Report(new MigrationProgress.Connected(session.Identity, options.Run.Id));
            var settings = await PrepareAsync(session, cancellationToken).ConfigureAwait(false);

            var deployLock = new DeployLock(table);
            var queue = new DeployLockQueue(deployLock, session, options.Run, database, options.Time, Report);
            var holder = await queue.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (holder is not null)
                return _outcome.LockTimeout(holder);

            try
            {
                var history = await SchemaHistoryReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
                var journal = new Journal(table, options.Run, options.ToolVersion, options.Build);
                return await work(new(session, settings, table, deployLock, journal, history), catalog).ConfigureAwait(false);
            }
            finally
            {
                // Not with the caller's token, which may be what ended the work.
                await session.TryOnTheWayOutAsync(deployLock.ReleaseAsync).ConfigureAwait(false);
            }
        }
        catch (NpgsqlException exception) when (StepFailure.IsLoss(exception) && goesOn && _lossesBetweenSteps++ < MostLossesBetweenSteps)
        {
            Report(new MigrationProgress.ConnectionLost(ServerMessage.Of(exception)));
            return null;
        }
        catch (Exception exception) when (_outcome.Thrown(exception, cancellationToken.IsCancellationRequested) is { } outcome)
        {
            return outcome;
        }
    }

    private async Task<SessionSettings> PrepareAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        await session.VerifyServerAsync(cancellationToken).ConfigureAwait(false);
        var settings = new SessionSettings(database, session.Connection.PostgreSqlVersion);
        await settings.ApplyAsync(session.Connection, cancellationToken).ConfigureAwait(false);
        if (database.Role is { } role)
            await session.SetRoleAsync(role, cancellationToken).ConfigureAwait(false);

        return settings;
    }

    private async Task AcceptAsync(LockedSession locked, Plan plan, MigrationCatalog catalog, CancellationToken cancellationToken)
    {
        if (plan.Accepted.Count == 0)
            return;

        await new EditAcceptance(locked.Session.Connection, locked.Journal).RecordAsync(plan.Accepted, catalog.Checksums, cancellationToken).ConfigureAwait(false);
        Report(new MigrationProgress.Note($"Accepted that {string.Join(", ", plan.Accepted)} {(plan.Accepted.Count == 1 ? "was" : "were")} edited after being applied."));
    }

    private async Task<MigrationOutcome?> ExecuteAsync(
        LockedSession locked, Plan plan, MigrationCatalog catalog, Func<Plan, CancellationToken, ValueTask<bool>>? confirm, CancellationToken cancellationToken)
    {
        var creator = new VersionTableCreator(locked.Session.Connection, locked.Table, database.Schema);
        await creator.VerifyRightsAsync(cancellationToken).ConfigureAwait(false);

        var run = NewContext(locked);
        var host = new FluentMigratorHost(run, cancellationToken);
        await using var _ = host.ConfigureAwait(false);
        if (direction == Direction.Down)
        {
            if (Reversibility.Check(plan, host) is { } irreversible)
                return _outcome.Refused(irreversible, locked.History, plan);
            if (confirm is not null && !await confirm(plan, cancellationToken).ConfigureAwait(false))
                return _outcome.Refused(new(RefusalReason.Unconfirmed,
                    $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "migration" : "migrations")} would be reverted, and that was not confirmed.",
                    "to go on: --yes"), locked.History, plan);
        }

        if (ManifestGuard.Check(catalog, plan, host.Checksum) is { } stale)
        {
            if (!AllowStaleManifest)
                return _outcome.Refused(stale, locked.History, plan);
            Report(new MigrationProgress.Note(stale.Message));
        }

        if (Lint.Mode != LintMode.Off && plan.Steps.Count > 0)
        {
            var report = LintGuard.Look(assembly, catalog, plan, Lint.Options);
            if (LintGuard.Check(report, Lint) is { } unsafeOnes)
                return _outcome.Refused(unsafeOnes, locked.History, plan) with { Lint = report };
            foreach (var note in LintGuard.Notes(report))
                Report(new MigrationProgress.Note(note));
        }

        await creator.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await AcceptAsync(locked, plan, catalog, cancellationToken).ConfigureAwait(false);
        // Creating the version table may have brought the default schema into being.
        host.Processor.SettingsMayHaveChanged = !locked.History.Exists;
        _runner = new StepRunner(plan, locked.History);
        return await RunStepsAsync(run, host, plan, locked.History, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MigrationOutcome?> GoOnAsync(LockedSession locked, Plan plan, SchemaHistory before, CancellationToken cancellationToken)
    {
        var done = _runner!.Results.Count;
        if (_runner.Continue(locked.History) is { } different)
            return _outcome.Stopped(OutcomeKind.Unreachable, different);

        Report(new MigrationProgress.Note("Connected again; the version table was read anew."));
        foreach (var result in _runner.Results.Skip(done))
            Report(new MigrationProgress.StepFinished(result));
        var run = NewContext(locked);
        var host = new FluentMigratorHost(run, cancellationToken);
        await using var _ = host.ConfigureAwait(false);
        return await RunStepsAsync(run, host, plan, before, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MigrationOutcome?> RunStepsAsync(
        RunContext run, FluentMigratorHost host, Plan plan, SchemaHistory before, CancellationToken cancellationToken)
    {
        await _runner!.RunAsync(run, host, cancellationToken).ConfigureAwait(false);
        return _runner.Lost is null ? _outcome.Ended(plan, before, _runner.Results, cancellationToken.IsCancellationRequested) : null;
    }

    private RunContext NewContext(LockedSession locked) => new(assembly, selection, database, locked, options.Run, _lockBudget, options.Time, Report) { Probe = options.Probe };

    // From the run's own threads: one at a time.
    private void Report(MigrationProgress what)
    {
        lock (_gate)
            progress?.Report(what);
    }
}
