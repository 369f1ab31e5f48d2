using Migrator.Database.Session;
using Migrator.FluentRunner.Rendering;
using Migrator.Linting;
using Migrator.Planning;
using Migrator.Runs;
using Migrator.SchemaCheck;
using Migrator.Scripting;

namespace Migrator;

/// <summary>
/// Brings a PostgreSQL database to the schema that FluentMigrator migrations describe: one session, one lock, a plan made under
/// it, one step at a time. Anyone may call it: a deploy job, a test fixture. It knows no console and no exit code.
/// </summary>
/// <remarks>
/// What goes wrong with the database or the migrations is an outcome, not an exception. Exceptions are left for bad settings
/// (<see cref="ConfigurationException"/>) and for bugs.
/// </remarks>
public sealed class MigrationEngine
{
    private readonly MigrationAssembly _assembly;
    private readonly MigrationSelection _selection;
    private readonly DatabaseOptions _database;
    private readonly EngineOptions _options;
    private readonly Lazy<MigrationCatalog> _catalog;
    private readonly Lazy<MigrationCatalog> _quickCatalog;

    /// <summary>Creates an engine; nothing is read or opened yet.</summary>
    /// <param name="assembly">The migrations.</param>
    /// <param name="database">The database.</param>
    /// <param name="selection">Tags and profile; null for none.</param>
    /// <param name="options">What is the same for all runs; null for the defaults.</param>
    /// <exception cref="ConfigurationException">A schema, table or role name is no plain identifier.</exception>
    public MigrationEngine(
        MigrationAssembly assembly, DatabaseOptions database, MigrationSelection? selection = null, EngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(database);
        RefuseBadNames(("schema", database.Schema), ("version table schema", database.VersionTableSchema),
            ("version table", database.VersionTableName), ("role", database.Role));
        _assembly = assembly;
        _database = database;
        _selection = selection ?? MigrationSelection.Default;
        _options = options ?? new();
        _catalog = new(() => MigrationCatalog.Of(_assembly, _selection, _options.Manifest));
        _quickCatalog = new(() => MigrationCatalog.QuickOf(_assembly, _selection, _options.Manifest));
    }

    /// <summary>What the code has. Read at first use.</summary>
    /// <exception cref="ConfigurationException">The assembly has no migrations that fit, or a version twice.</exception>
    public MigrationCatalog Catalog => _catalog.Value;

    /// <summary>Makes the manifest of an assembly, offline. The Up of every migration is called for its SQL; nothing of it is run.</summary>
    /// <exception cref="ConfigurationException">There are no migrations, or a version exists twice.</exception>
    public static BuiltManifest CreateManifest(MigrationAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return ManifestBuilder.Build(assembly);
    }

    /// <summary>
    /// Looks for unsafe changes in an assembly's migrations, offline. The Up of every migration is called for its SQL; nothing of it is run.
    /// </summary>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or a waiver names no rule or gives no reason.</exception>
    public static LintReport Lint(MigrationAssembly assembly, LintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Linter.Lint(LintReader.Read(assembly), options ?? new());
    }

    /// <summary>Applies pending migrations up to <paramref name="target"/>.</summary>
    /// <param name="target">Where to end.</param>
    /// <param name="options">What may be applied; null for the defaults.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Cancels waiting and the running statement; the step is rolled back.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; nothing was touched.</exception>
    public async Task<MigrationOutcome> UpAsync(
        Target target, UpOptions? options = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        return (target.Kind == TargetKind.Latest ? await LookAsync(progress, cancellationToken).ConfigureAwait(false) : null)
            ?? await NewRun(Direction.Up, progress, options).MigrateAsync(
                (catalog, history) => Planner.PlanUp(catalog, history, target, options.Policy), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reverts applied migrations down to <paramref name="target"/>, once confirmed. Profiles and maintenance do not run.</summary>
    /// <param name="target">Where to end.</param>
    /// <param name="options">How it is confirmed.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Cancels waiting and the running statement; the step is rolled back.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; nothing was touched.</exception>
    public Task<MigrationOutcome> DownAsync(
        Target target, DownOptions options, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        return NewRun(Direction.Down, progress).MigrateAsync(
            (catalog, history) => Planner.PlanDown(catalog, history, target), options.Confirm, cancellationToken);
    }

    /// <summary>Compares the database with the code. Writes nothing, locks nothing, needs SELECT only.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public async Task<SchemaStatus> StatusAsync(IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (session, catalog) = await OpenAsync(migrates: false, () => _quickCatalog.Value, progress, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var table = Locate(catalog.VersionTable);
        return await ReadOnlyLook.RunAsync(session, table, async () =>
        {
            var (history, running) = await StatusLook.TakeAsync(session, table, _database, cancellationToken).ConfigureAwait(false);
            long[] applied = [.. history.Applied.Select(migration => migration.Version)];
            var comparison = Planner.Difference(catalog, history, applied);
            if (catalog.IsOfManifest && comparison.Verdict != SchemaVerdict.UpToDate)
                comparison = Planner.Difference(catalog = Catalog, history, applied);
            return new SchemaStatus(session.Identity, comparison, history, catalog,
                [.. comparison.Pending.Select(version => catalog.Find(version)!)], running);
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Tells what <see cref="UpAsync"/> would do with the database as it is now, and with which SQL. Writes nothing, locks nothing, needs
    /// SELECT only.
    /// </summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public Task<MigrationPreview> PreviewUpAsync(
        Target target, UpOptions? options = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        return PreviewAsync(new(_assembly, _selection, _database.Schema, Direction.Up, options),
            (catalog, history) => Planner.PlanUp(catalog, history, target, options.Policy), progress, cancellationToken);
    }

    /// <summary>The same for <see cref="DownAsync"/>. Nobody is asked: nothing is reverted.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public Task<MigrationPreview> PreviewDownAsync(
        Target target, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return PreviewAsync(new(_assembly, _selection, _database.Schema, Direction.Down), (catalog, history) => Planner.PlanDown(catalog, history, target),
            progress, cancellationToken);
    }

    /// <summary>Makes a script for psql that does what <c>up</c> or <c>down</c> would do, offline: no database is asked.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public MigrationScript CreateScript(ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ScriptBuilder(_assembly, _selection, _database, Locate(Catalog.VersionTable), _options).Build(Catalog, options);
    }

    /// <summary>
    /// Settles a migration that began outside a transaction and did not finish, after a person has looked: records it as applied,
    /// or as gone. Runs nothing of the migration.
    /// </summary>
    /// <param name="version">The unfinished migration.</param>
    /// <param name="applied">True if it is now wholly there, false if nothing of it is.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; nothing was touched.</exception>
    public Task<MigrationOutcome> ResolveAsync(
        long version, bool applied, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        NewRun(applied ? Direction.Up : Direction.Down, progress).ResolveAsync(version, applied, cancellationToken);

    /// <summary>
    /// Applies exactly these versions, on a database that has none of them: no policy is asked, since another database has them already, or the
    /// database is thrown away.
    /// </summary>
    internal Task<MigrationOutcome> ApplyAsync(IReadOnlyList<long> versions, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken) =>
        NewRun(Direction.Up, progress, new() { AllowStaleManifest = true }).MigrateAsync(
            (catalog, history) => new Plan(Direction.Up, [.. versions.Select(version => catalog.Find(version)!)], history.Current, versions is [.., var last] ? last : null, []),
            null, cancellationToken);

    /// <summary>Reverts exactly this version, on a database that is thrown away: nobody is asked.</summary>
    internal Task<MigrationOutcome> RevertAsync(long version, CancellationToken cancellationToken) =>
        NewRun(Direction.Down, null).MigrateAsync(
            (catalog, history) => new Plan(Direction.Down, [catalog.Find(version)!], history.Current,
                history.Applied.LastOrDefault(migration => migration.Version != version)?.Version, []),
            null, cancellationToken);

    // The outcome of a run that has nothing to do, where one look is enough to know that; else null.
    private async Task<MigrationOutcome?> LookAsync(IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Manifest is not null || _selection is not { Tags.Count: 0, Profile: null } || !_assembly.MayHaveFingerprint)
            return null;

        var outcome = new OutcomeBuilder(Direction.Up);
        try
        {
            var (session, fingerprint) = await OpenAsync(migrates: false, _assembly.Fingerprint, progress, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var table = Locate(VersionTable.Default with { Schema = "" });
            if (fingerprint is null || !await UpToDateLook.IsUpToDateAsync(session, _database, fingerprint, table, cancellationToken).ConfigureAwait(false))
                return null;

            outcome.Database = session.Identity;
            progress?.Report(new MigrationProgress.Connected(session.Identity, _options.Run.Id));
            return outcome.UpToDate(fingerprint);
        }
        catch (Exception exception) when (outcome.Thrown(exception, cancellationToken.IsCancellationRequested) is { } told)
        {
            return told;
        }
    }

    private async Task<MigrationPreview> PreviewAsync(
        DryRun dryRun, Func<MigrationCatalog, SchemaHistory, PlanResult> makePlan, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var (session, catalog) = await OpenAsync(migrates: false, () => Catalog, progress, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var table = Locate(catalog.VersionTable);
        var look = await ReadOnlyLook.RunAsync(session, table,
            () => DryRunLook.TakeAsync(session, table, _database, cancellationToken)).ConfigureAwait(false);
        return dryRun.Tell(look, catalog, makePlan(catalog, look.History));
    }

    private MigrationRun NewRun(Direction direction, IProgress<MigrationProgress>? progress, UpOptions? up = null) =>
        new(_assembly, direction == Direction.Down ? _selection with { Profile = null } : _selection, _database, _options, direction, progress)
        {
            OpenAsync = async token =>
            {
                var (session, catalog) = await OpenAsync(migrates: true, () => Catalog, progress, token).ConfigureAwait(false);
                return (session, catalog, Locate(catalog.VersionTable));
            },
            AllowStaleManifest = up?.AllowStaleManifest ?? false,
            Lint = up?.Lint ?? LintPolicy.Off,
        };

    // The server is asked for a session while the migrations are read: each takes a good part of a run that finds nothing to do.
    // Bad migrations are told at once all the same, and not after a wait for the server.
    private async Task<(DatabaseSession Session, T Known)> OpenAsync<T>(
        bool migrates, Func<T> know, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = DatabaseSession.OpenAsync(
            _database, _options.Run, migrates, reason => progress?.Report(new MigrationProgress.WaitingForServer(reason)), _options.Time,
            abandoned.Token);
        try
        {
            var known = know();
            return (await opening.ConfigureAwait(false), known);
        }
        catch when (!opening.IsFaulted)
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            if (await Task.WhenAny(opening).ConfigureAwait(false) is { IsCompletedSuccessfully: true })
                await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private VersionTable Locate(VersionTable fromMigrations)
    {
        var table = _database.Locate(fromMigrations);
        RefuseBadNames([.. table.Names.Select(name => ("version table's", (string?)name))]);
        return table;
    }

    private static void RefuseBadNames(params ReadOnlySpan<(string What, string? Name)> names)
    {
        foreach (var (what, name) in names)
        {
            if (name is not null && !Identifier.IsPlain(name))
                throw new ConfigurationException(
                    $"The {what} name \"{name}\" is not a plain identifier: letters, digits, _ $ -, not starting with a digit, at most {Identifier.MaxBytes} bytes.");
        }
    }
}
