using Migrator.Catalog;
using Migrator.Database;
using Migrator.Execution;
using Migrator.Planning;
using Migrator.SchemaCheck;
using Npgsql;

namespace Migrator;

/// <summary>One run: session, lock, plan, steps, outcome. Everything in it lives exactly as long as the run.</summary>
internal sealed class MigrationRun(
    MigrationAssembly assembly, MigrationSelection selection, MigrationCatalog catalog, VersionTable table, DatabaseOptions database,
    EngineOptions options, Direction direction, IProgress<MigrationProgress>? progress)
{
    private readonly DeployLock _deployLock = new(table);
    private readonly Journal _journal = new(table, options.Run, options.ToolVersion, options.Build);
    private DatabaseIdentity? _identity;

    public Task<MigrationOutcome> MigrateAsync(
        Func<MigrationCatalog, SchemaHistory, PlanResult> plan, Func<Plan, CancellationToken, ValueTask<bool>>? confirm,
        CancellationToken cancellationToken) =>
        UnderLockAsync(
            async (session, settings, history) =>
            {
                var planned = plan(catalog, history);
                if (planned.Refusal is { } refusal)
                    return Refused(refusal, history);

                var todo = planned.Plan!;
                progress?.Report(new MigrationProgress.Planned(todo));
                if (todo.Steps.Count == 0 && !(direction == Direction.Up && catalog.RunsWithoutPending))
                    return Done(OutcomeKind.NothingToDo, todo, history, []);

                return await ExecuteAsync(session, settings, history, todo, confirm, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<MigrationOutcome> ResolveAsync(long version, bool applied, CancellationToken cancellationToken) =>
        UnderLockAsync(
            async (session, _, history) =>
            {
                if (history.Dirty.FirstOrDefault(dirty => dirty.Version == version) is not { } dirty)
                    return Refused(new(RefusalReason.NotDirty, $"Version {version} is not unfinished: there is nothing to resolve.",
                        history.Dirty.Count == 0 ? null : "Unfinished: " + string.Join(", ", history.Dirty.Select(one => $"{one.Version} {one.Name}"))), history);

                await new Resolution(session.Connection, table, _journal).RecordAsync(dirty, catalog.Find(version), applied, cancellationToken)
                    .ConfigureAwait(false);
                var after = await SchemaHistoryReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
                return new MigrationOutcome
                {
                    Kind = OutcomeKind.Applied,
                    Direction = direction,
                    Database = _identity,
                    From = history.Current,
                    To = after.Current,
                    AppliedCount = after.Applied.Count,
                };
            },
            cancellationToken);

    private async Task<MigrationOutcome> UnderLockAsync(
        Func<DatabaseSession, SessionSettings, SchemaHistory, Task<MigrationOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await DatabaseSession.OpenAsync(
                database, options.Run, migrates: true, reason => progress?.Report(new MigrationProgress.WaitingForServer(reason)), options.Time,
                cancellationToken).ConfigureAwait(false);
            _identity = session.Identity;
            progress?.Report(new MigrationProgress.Connected(session.Identity, options.Run.Id));

            await session.VerifyServerAsync(cancellationToken).ConfigureAwait(false);
            var settings = new SessionSettings(database, session.Connection.PostgreSqlVersion);
            await settings.ApplyAsync(session.Connection, cancellationToken).ConfigureAwait(false);
            if (database.Role is { } role)
                await session.SetRoleAsync(role, cancellationToken).ConfigureAwait(false);

            var holder = await _deployLock.TakeAsync(session.Connection, database.LockWait,
                blocking => progress?.Report(new MigrationProgress.WaitingForLock(blocking)), options.Time, cancellationToken).ConfigureAwait(false);
            if (holder is not null)
                return new MigrationOutcome { Kind = OutcomeKind.LockTimeout, Direction = direction, Database = _identity, Holder = holder };

            try
            {
                var history = await SchemaHistoryReader.ReadAsync(session.Connection, table, cancellationToken).ConfigureAwait(false);
                return await work(session, settings, history).ConfigureAwait(false);
            }
            finally
            {
                // Not with the caller's token, which may be what ended the work.
                await session.TryOnTheWayOutAsync(_deployLock.ReleaseAsync).ConfigureAwait(false);
            }
        }
        catch (RefusedException exception)
        {
            return Refused(exception.Refusal, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new MigrationOutcome
            {
                Kind = OutcomeKind.Cancelled, Direction = direction, Database = _identity, Message = "Cancelled before the first step; nothing was changed.",
            };
        }
        catch (DatabaseUnreachableException exception)
        {
            return Unreachable(exception.Message);
        }
        catch (NpgsqlException exception) when (exception is not PostgresException { SqlState: not ['5', '7', ..] and not ['0', '8', ..] })
        {
            return Unreachable($"The connection to {_identity} was lost: {ServerMessage.Of(exception)}");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new MigrationOutcome
            {
                Kind = OutcomeKind.LockTimeout, Direction = direction, Database = _identity,
                Message = $"Somebody else has the version table locked: {exception.MessageText}.",
            };
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return Refused(new(RefusalReason.InsufficientPrivilege, $"{_identity?.User} may not do this: {exception.MessageText}."), null);
        }
    }

    private async Task<MigrationOutcome> ExecuteAsync(
        DatabaseSession session, SessionSettings settings, SchemaHistory history, Plan plan,
        Func<Plan, CancellationToken, ValueTask<bool>>? confirm, CancellationToken cancellationToken)
    {
        var creator = new VersionTableCreator(session.Connection, table);
        await creator.VerifyRightsAsync(cancellationToken).ConfigureAwait(false);

        var run = new RunContext(assembly, selection, database, session, settings, _deployLock, table, _journal, history, Report);
        using var host = new FluentMigratorHost(run, cancellationToken);
        if (direction == Direction.Down)
        {
            if (Reversibility.Check(plan, host) is { } irreversible)
                return Refused(irreversible, history, plan);
            if (confirm is not null && !await confirm(plan, cancellationToken).ConfigureAwait(false))
                return Refused(new(RefusalReason.Unconfirmed,
                    $"{plan.Steps.Count} {(plan.Steps.Count == 1 ? "migration" : "migrations")} would be reverted, and that was not confirmed.",
                    "To go on: --yes"), history, plan);
        }

        await creator.EnsureAsync(cancellationToken).ConfigureAwait(false);
        // The version table may have brought the default schema into being.
        host.Processor.SettingsMayHaveChanged = !history.Exists;
        return Done(OutcomeKind.Applied, plan, history, await StepRunner.RunAsync(run, plan, host, cancellationToken).ConfigureAwait(false));
    }

    private void Report(MigrationProgress what) => progress?.Report(what);

    private MigrationOutcome Done(OutcomeKind kind, Plan plan, SchemaHistory history, IReadOnlyList<StepResult> results)
    {
        var failed = results.Count > 0 && results[^1].Failure is not null ? results[^1] : null;
        HashSet<long> applied = [.. history.Applied.Select(migration => migration.Version)];
        foreach (var result in results)
        {
            if (result.State == StepState.Applied)
                applied.Add(result.Migration.Version);
            else if (result.State == StepState.Reverted)
                applied.Remove(result.Migration.Version);
        }

        HashSet<long> attempted = [.. results.Select(result => result.Migration.Version)];
        IEnumerable<StepResult> rest = plan.Steps.Where(step => !attempted.Contains(step.Version)).Select(NotAttempted);
        return new()
        {
            Kind = failed is null ? (kind == OutcomeKind.Applied && plan.Steps.Count == 0 ? OutcomeKind.NothingToDo : kind) : KindOf(failed),
            Direction = direction,
            Database = _identity,
            From = history.Current,
            To = applied.Count == 0 ? null : applied.Max(),
            Steps = [.. results.Where(result => result.Migration.Version != 0), .. rest],
            Failed = failed,
            Unknown = plan.Unknown,
            AppliedCount = applied.Count,
        };
    }

    private static OutcomeKind KindOf(StepResult failed) => failed.Failure!.Kind switch
    {
        _ when failed.State == StepState.Partial => OutcomeKind.Partial,
        StepFailureKind.Cancelled => OutcomeKind.Cancelled,
        StepFailureKind.LockTimeout => OutcomeKind.LockTimeout,
        StepFailureKind.ConnectionLost or StepFailureKind.CommitInDoubt => OutcomeKind.Unreachable,
        _ => OutcomeKind.Failed,
    };

    private MigrationOutcome Refused(Refusal refusal, SchemaHistory? history, Plan? plan = null) => new()
    {
        Kind = OutcomeKind.Refused,
        Direction = direction,
        Database = _identity,
        From = history?.Current,
        To = history?.Current,
        Refusal = refusal,
        Steps = [.. plan?.Steps.Select(NotAttempted) ?? []],
        AppliedCount = history?.Applied.Count ?? 0,
    };

    private MigrationOutcome Unreachable(string message) =>
        new() { Kind = OutcomeKind.Unreachable, Direction = direction, Database = _identity, Message = message };

    private StepResult NotAttempted(MigrationDescriptor migration) => new(migration, direction, StepState.NotAttempted, TimeSpan.Zero);
}
