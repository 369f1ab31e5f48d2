using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.FluentRunner.Running;
using Migrator.Planning;
using Migrator.Runs.Explaining;
using Migrator.Runs.Guarding;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Statements;
using Migrator.Statements.Observing;
using Migrator.Statements.Retrying;
using Migrator.Steps;

namespace Migrator.Runs;

/// <summary>
/// A run that applies or reverts: lock, plan, guards, steps, outcome; on one session, and on another where that is lost.
/// </summary>
internal sealed class MigratingRun
{
    // Waiting for the lock, reading, planning: all of it can be done again, but not for ever.
    private const int MostLossesBetweenSteps = 3;

    private readonly RunSetup _setup;
    private readonly Direction _direction;
    private readonly OutcomeBuilder _outcome;
    private readonly LockedSessions _sessions;
    private readonly RunTerms _terms;

    /// <param name="setup">The engine's.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="progress">Told what happens; null for nobody.</param>
    public MigratingRun(RunSetup setup, Direction direction, IProgress<MigrationProgress>? progress)
    {
        var gate = new Lock();
        _setup = setup;
        _direction = direction;
        _outcome = new(direction);
        _terms = new(setup.Options.Run, new(setup.Database.LockRetry), setup.Options.Time, Report);
        _sessions = new(setup, _outcome, Report, progress);

        // From the run's own threads: one at a time.
        void Report(MigrationProgress what)
        {
            lock (gate)
                progress?.Report(what);
        }
    }

    /// <summary>Plans, from what the code and the database have.</summary>
    public required Func<MigrationCatalog, SchemaHistory, PlanResult> Plan { get; init; }

    /// <summary>What may pass.</summary>
    public required GuardPolicy Policy { get; init; }

    /// <summary>Asked once, before the first step; null asks nobody.</summary>
    public Func<Plan, CancellationToken, ValueTask<bool>>? Confirm { get; init; }

    /// <summary>Looks at what each statement does; null for nobody.</summary>
    public StatementProbe? Probe { get; init; }

    public async Task<MigrationOutcome> RunAsync(CancellationToken cancellationToken)
    {
        StepRunner? steps = null;
        for (var losses = 0; ;)
        {
            var end = await _sessions.WorkAsync(announces: steps is null, (locked, catalog) => steps is null
                ? BeginAsync(locked, catalog, cancellationToken) : GoOnAsync(steps, locked, catalog, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            if (end is SessionEnd.Lost lost && (lost.Steps is not null || losses++ < MostLossesBetweenSteps))
            {
                steps = lost.Steps ?? steps;
                _terms.Report(new MigrationProgress.ConnectionLost(lost.Reason));
                continue;
            }

            var outcome = end switch
            {
                SessionEnd.Ended ended => ended.Outcome,
                _ => _outcome.Lost(((SessionEnd.Lost)end).Reason),
            };
            return steps is { Lost: not null } ? _outcome.NotRegained(steps, outcome) : outcome;
        }
    }

    private async Task<SessionEnd> BeginAsync(LockedSession locked, MigrationCatalog catalog, CancellationToken cancellationToken)
    {
        var (plan, refusal) = Plan(catalog, locked.History);
        if (_direction == Direction.Up)
            Tell(RunNotes.Of(_setup, catalog, locked.History, _setup.Options.ComparesManifest || plan is { Steps.Count: > 0 }));
        if (plan is null)
            return new SessionEnd.Ended(_outcome.Refused(refusal!, locked.History));

        _terms.Report(new MigrationProgress.Planned(plan));
        var hasWork = plan.Steps.Count > 0 || _direction == Direction.Up && catalog.RunsWithoutPending;
        if (!hasWork && plan.Accepted.Count == 0)
            return new SessionEnd.Ended(_outcome.Ended(plan, locked.History, []));

        if (_direction == Direction.Up && Policy.LooksElsewhere)
        {
            var (elsewhere, note) = await ElsewhereGuard.CheckAsync(locked.Session.Connection, locked.Table,
                _setup.Database, catalog,
                locked.History, cancellationToken).ConfigureAwait(false);
            if (elsewhere is not null)
                return new SessionEnd.Ended(_outcome.Refused(elsewhere, locked.History, plan));
            if (note is not null)
                _terms.Report(new MigrationProgress.Note(note));
        }

        locked.Tables.VerifyWritable(Journal.Columns.Select(column => column.Name));
        var creator = new VersionTableCreator(locked.Session.Connection, locked.Table, _setup.Database.Schema);
        await creator.VerifyRightsAsync(cancellationToken).ConfigureAwait(false);
        if (hasWork)
            return await ExecuteAsync(locked, plan, catalog, creator, cancellationToken).ConfigureAwait(false);

        await creator.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await AcceptAsync(locked, plan, catalog, cancellationToken).ConfigureAwait(false);
        return new SessionEnd.Ended(_outcome.Ended(plan, locked.History, []));
    }

    private void Tell(IReadOnlyList<string> notes)
    {
        _outcome.Notes = notes;
        foreach (var note in notes)
            _terms.Report(new MigrationProgress.Note(note));
    }

    private async Task<SessionEnd> ExecuteAsync(
        LockedSession locked, Plan plan, MigrationCatalog catalog, VersionTableCreator creator,
        CancellationToken cancellationToken)
    {
        var session = new StepSession(locked, _terms, Probe, cancellationToken);
        await using var _ = session.ConfigureAwait(false);
        var host = NewHost(locked, session);
        await using var __ = host.ConfigureAwait(false);

        var guards = PlanGuards.Check(_setup.Assembly, catalog, plan, Policy.On(locked.Session.Identity), host);
        if (guards.Refusal is { } refusal)
            return new SessionEnd.Ended(_outcome.Refused(refusal, locked.History, plan) with { Lint = guards.Lint });
        if (Confirm is not null && !await Confirm(plan, cancellationToken).ConfigureAwait(false))
            return new SessionEnd.Ended(_outcome.Unconfirmed(plan, locked.History));
        foreach (var note in guards.Notes)
            _terms.Report(new MigrationProgress.Note(note));

        await creator.EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (_direction == Direction.Down)
            await ReplicaIdentity.EnsureAsync(locked.Session.Connection, locked.Table, cancellationToken).ConfigureAwait(false);
        await AcceptAsync(locked, plan, catalog, cancellationToken).ConfigureAwait(false);
        return await RunStepsAsync(new(plan, locked.History), locked, catalog, session, host, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<SessionEnd> GoOnAsync(StepRunner steps, LockedSession locked, MigrationCatalog catalog,
        CancellationToken cancellationToken)
    {
        var done = steps.Results.Count;
        if (steps.Continue(locked.History) is { } different)
            return new SessionEnd.Ended(_outcome.Stopped(OutcomeKind.Unreachable, different));

        _terms.Report(new MigrationProgress.Note("Connected again; the version table was read anew."));
        foreach (var result in steps.Results.Skip(done))
            _terms.Report(new MigrationProgress.StepFinished(result));
        var session = new StepSession(locked, _terms, Probe, cancellationToken);
        await using var _ = session.ConfigureAwait(false);
        var host = NewHost(locked, session);
        await using var __ = host.ConfigureAwait(false);
        return await RunStepsAsync(steps, locked, catalog, session, host, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SessionEnd> RunStepsAsync(
        StepRunner steps, LockedSession locked, MigrationCatalog catalog, StepSession session, FluentMigratorHost host,
        CancellationToken cancellationToken)
    {
        session.Watch();
        await steps.RunAsync(new(locked, session, host, _terms.Report, cancellationToken), _terms.Report, cancellationToken)
            .ConfigureAwait(false);
        if (steps.Lost is { Failure: { } failure })
            return new SessionEnd.Lost(failure.Message, steps);

        var outcome = _outcome.Ended(steps.Plan, steps.Before, steps.Results, cancellationToken.IsCancellationRequested);
        return new SessionEnd.Ended(await new FailureExplainer(_setup, locked, catalog)
            .ExplainAsync(outcome, steps.Plan, cancellationToken).ConfigureAwait(false));
    }

    private FluentMigratorHost NewHost(LockedSession locked, StepSession session) =>
        new(_setup.Assembly, _direction == Direction.Down ? _setup.Selection with { Profile = null } : _setup.Selection, session,
            locked.Table, locked.History);

    private async Task AcceptAsync(LockedSession locked, Plan plan, MigrationCatalog catalog, CancellationToken cancellationToken)
    {
        if (plan.Accepted.Count == 0)
            return;

        await new EditAcceptance(locked.Session.Connection, locked.Journal)
            .RecordAsync(plan.Accepted, catalog.Checksums, GeneratorRecord.Of(catalog.Manifest?.Generator), cancellationToken).ConfigureAwait(false);
        _terms.Report(new MigrationProgress.Note($"Accepted that {string.Join(", ", plan.Accepted)} "
            + $"{(plan.Accepted.Count == 1 ? "was" : "were")} edited after being applied."));
    }
}
