using Migrator.Drift;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.Linting;
using Migrator.Rehearsal;
using Migrator.Runs;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Scripting;

namespace Migrator;

/// <summary>
/// Brings a PostgreSQL database to the schema that FluentMigrator migrations describe: one session, one lock, a plan made under
/// it, one step at a time. Anyone may call it: a deploy job, a test fixture. It knows no console and no exit code.
/// </summary>
/// <remarks>
/// What goes wrong with the database or the migrations is an outcome, not an exception. Exceptions are left for bad settings
/// (<see cref="ConfigurationException"/>), for verbs that only look (<see cref="DatabaseUnreachableException"/>,
/// <see cref="LockTimeoutException"/>), and for bugs.
/// </remarks>
public sealed class MigrationEngine
{
    private readonly RunSetup _setup;

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
        _setup = new(assembly, database, selection ?? MigrationSelection.Default, options ?? new());
    }

    /// <summary>What the code has. Read at first use.</summary>
    /// <exception cref="ConfigurationException">The assembly has no migrations that fit, or a version twice.</exception>
    public MigrationCatalog Catalog => InvariantCulture.Run(() => _setup.Catalog);

    /// <summary>What an assembly has; no database.</summary>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="selection">Tags and namespace; null for none.</param>
    /// <exception cref="ConfigurationException">There are no migrations, or a version exists twice.</exception>
    public static MigrationCatalog ReadCatalog(MigrationAssembly assembly, MigrationSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return InvariantCulture.Run(() => CatalogReader.Read(assembly, selection ?? MigrationSelection.Default));
    }

    /// <summary>Makes the manifest of an assembly, offline. The Up of every migration is called for its SQL; nothing of it is
    /// run.</summary>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="selection">Whose namespace they are of; its tags do not count. Null for all.</param>
    /// <exception cref="ConfigurationException">There are no migrations, a version exists twice, or a service is missing that a
    /// migration asks for.</exception>
    public static BuiltManifest CreateManifest(MigrationAssembly assembly, MigrationSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return InvariantCulture.Run(() => ManifestBuilder.Build(assembly, selection ?? MigrationSelection.Default));
    }

    /// <summary>
    /// Looks for unsafe changes in an assembly's migrations, offline. The Up of every migration is called for its SQL; nothing of
    /// it is run.
    /// </summary>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="options">What is looked for; null for the defaults.</param>
    /// <param name="selection">
    /// Whose tags and namespace choose the migrations that are looked at; without tags all of them, whatever theirs.
    /// </param>
    /// <exception cref="ConfigurationException">There are no migrations, none that the tags choose, a waiver names no rule or gives no
    /// reason, or a service is missing that a migration asks for.</exception>
    public static LintReport Lint(MigrationAssembly assembly, LintOptions? options = null, MigrationSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        options ??= new();
        return InvariantCulture.Run(() =>
        {
            var chosen = selection is { Tags.Count: > 0 } ? selection : (selection ?? MigrationSelection.Default).WhateverTags;
            var report = Linter.Lint(LintReader.Read(assembly, chosen, options.Includes), options);
            return report with { Notes = [.. PassedOver.Notes(assembly), .. report.Notes] };
        });
    }

    /// <summary>
    /// Waits until a database has what a manifest lists: for a step that has the manifest and nothing else. Writes nothing, locks
    /// nothing, needs SELECT only.
    /// </summary>
    /// <param name="manifest">What the build needs.</param>
    /// <param name="database">The database.</param>
    /// <param name="tags">The tags that the deploy step runs with.</param>
    /// <param name="wait">How much of it, and how long; null for the defaults.</param>
    /// <param name="options">Run id and clock; null for the defaults.</param>
    /// <param name="waiting">Told each look after which it goes on waiting; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">A setting is wrong, or the target names no migration or depends on what is
    /// applied.</exception>
    public static Task<SchemaCheckResult> WaitForAsync(
        SchemaManifest manifest, DatabaseOptions database, IReadOnlyCollection<string> tags, WaitOptions? wait = null,
        EngineOptions? options = null, Action<SchemaCheckResult>? waiting = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(database);
        RunSetup.VerifyNames(database);
        return InvariantCulture.RunAsync(() => WaitRun.RunAsync(MigrationCatalog.Of(manifest, tags), database, options ?? new(),
            wait ?? new(), "This build", waiting, cancellationToken));
    }

    /// <summary>Applies pending migrations up to <paramref name="target"/>.</summary>
    /// <param name="target">Where to end.</param>
    /// <param name="options">What may be applied; null for the defaults.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Cancels waiting and the running statement; the step is rolled back.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; nothing was touched.</exception>
    public Task<MigrationOutcome> UpAsync(
        Target target, UpOptions? options = null, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return InvariantCulture.RunAsync(() => new UpRun(_setup, options ?? new(), progress).RunAsync(target, cancellationToken));
    }

    /// <summary>Reverts applied migrations down to <paramref name="target"/>, once confirmed. Profiles and maintenance do not
    /// run.</summary>
    /// <param name="target">Where to end.</param>
    /// <param name="options">How it is confirmed.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Cancels waiting and the running statement; the step is rolled back.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; nothing was touched.</exception>
    public Task<MigrationOutcome> DownAsync(
        Target target, DownOptions options, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        return InvariantCulture.RunAsync(() => new DownRun(_setup, options, progress).RunAsync(target, cancellationToken));
    }

    /// <summary>Compares the database with the code. Writes nothing, locks nothing, needs SELECT only.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was
    /// lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public Task<SchemaStatus> StatusAsync(IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        InvariantCulture.RunAsync(() => new StatusRun(_setup, progress).RunAsync(cancellationToken));

    /// <summary>
    /// Waits until the database has what the code needs: the same look as the application's at startup, for a step before it.
    /// Writes nothing, locks nothing, needs SELECT only.
    /// </summary>
    /// <param name="wait">How much of it, and how long; null for the defaults.</param>
    /// <param name="waiting">Told each look after which it goes on waiting; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConfigurationException">A setting is wrong, or the target names no migration or depends on what is
    /// applied.</exception>
    public Task<SchemaCheckResult> WaitAsync(
        WaitOptions? wait = null, Action<SchemaCheckResult>? waiting = null, CancellationToken cancellationToken = default) =>
        InvariantCulture.RunAsync(() => WaitRun.RunAsync(_setup.Catalog, _setup.Database, _setup.Options, wait ?? new(),
            _setup.Assembly.Name, waiting, cancellationToken));

    /// <summary>
    /// Tells what <see cref="UpAsync"/> would do with the database as it is now, and with which SQL. Writes nothing, locks
    /// nothing, needs SELECT only.
    /// </summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was
    /// lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public Task<MigrationPreview> PreviewUpAsync(
        Target target, UpOptions? options = null, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return InvariantCulture.RunAsync(
            () => new PreviewRun(_setup, progress).UpAsync(target, options ?? new(), cancellationToken));
    }

    /// <summary>The same for <see cref="DownAsync"/>. Nobody is asked: nothing is reverted.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    /// <exception cref="DatabaseUnreachableException">The server did not answer within the wait, or the connection was
    /// lost.</exception>
    /// <exception cref="LockTimeoutException">Somebody else has the version table locked.</exception>
    public Task<MigrationPreview> PreviewDownAsync(
        Target target, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return InvariantCulture.RunAsync(() => new PreviewRun(_setup, progress).DownAsync(target, cancellationToken));
    }

    /// <summary>Makes a script for psql that does what <c>up</c> or <c>down</c> would do, offline: no database is
    /// asked.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public MigrationScript CreateScript(ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InvariantCulture.Run(() => new ScriptBuilder(_setup).Build(options));
    }

    /// <summary>
    /// Compares the live schema with what its applied migrations make of an empty database, which is made for it and dropped
    /// again. On the live side it writes nothing, locks nothing, and needs SELECT on the version table only.
    /// </summary>
    /// <param name="options">Where that database may be made, and what does not count.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; the shadow database is dropped all the same.</param>
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">One of the servers did not answer, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">A deploy is at work, or somebody else has locked what is read.</exception>
    public Task<DriftReport> DriftAsync(
        DriftOptions options, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InvariantCulture.RunAsync(() => new DriftRun(_setup, options, progress).RunAsync(cancellationToken));
    }

    /// <summary>
    /// Runs the pending migrations on a shadow database, each up, down and up again, and tells what the server says that they
    /// did. The real database, if there is one, is only read; no profile is applied.
    /// </summary>
    /// <param name="options">What is rehearsed, and where.</param>
    /// <param name="progress">Told what happens while it happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; the shadow database is dropped all the same.</param>
    /// <exception cref="ConfigurationException">A setting is wrong, or a right is missing.</exception>
    /// <exception cref="DatabaseUnreachableException">One of the servers did not answer, or the connection was lost.</exception>
    /// <exception cref="LockTimeoutException">A deploy is at work on the real database.</exception>
    public Task<RehearsalReport> RehearseAsync(
        RehearsalOptions options, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InvariantCulture.RunAsync(
            () => new RehearsalRun(_setup.WithoutProfile(), options, progress).RunAsync(cancellationToken));
    }

    /// <summary>
    /// What the linter says of the statements that a rehearsal has seen. A finding's statement is its place in
    /// <see cref="RehearsedMigration.Statements"/>, from 1.
    /// </summary>
    /// <exception cref="ConfigurationException">A waiver names no rule or gives no reason.</exception>
    public LintReport Lint(RehearsalReport rehearsal)
    {
        ArgumentNullException.ThrowIfNull(rehearsal);
        return InvariantCulture.Run(() => RehearsalLint.Of(_setup.Assembly, _setup.Selection, rehearsal));
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
        long version, bool applied, IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        InvariantCulture.RunAsync(() => new ResolveRun(_setup, progress).RunAsync(version, applied, cancellationToken));
}
