using Migrator.TestSupport;

namespace Migrator.Tests.Support;

/// <summary>Engines on a test's database, and runs of them with the test's token.</summary>
internal static class EngineRuns
{
    public static readonly DownOptions Confirmed = new() { Confirm = (_, _) => ValueTask.FromResult(true) };

    public static MigrationEngine Engine(
        this TestDatabase database, string source, Func<DatabaseOptions, DatabaseOptions>? with = null,
        MigrationSelection? selection = null, EngineOptions? options = null) =>
        database.Engine(CompiledMigrations.Load(source), with, selection, options);

    public static MigrationEngine Engine(
        this TestDatabase database, MigrationAssembly assembly, Func<DatabaseOptions, DatabaseOptions>? with = null,
        MigrationSelection? selection = null, EngineOptions? options = null) =>
        new(assembly, with is null ? database.Options : with(database.Options), selection, options);

    public static Task<MigrationOutcome> Up(
        this MigrationEngine engine, string target = "latest", PlanPolicy? policy = null,
        IProgress<MigrationProgress>? progress = null) =>
        engine.UpAsync(Given.Target(target), new UpOptions { Policy = policy ?? new() }, progress,
            TestContext.Current.CancellationToken);

    public static Task<MigrationOutcome> Down(this MigrationEngine engine, string target) =>
        engine.DownAsync(Given.Target(target), Confirmed, cancellationToken: TestContext.Current.CancellationToken);

    public static Task<SchemaStatus> Status(this MigrationEngine engine) =>
        engine.StatusAsync(cancellationToken: TestContext.Current.CancellationToken);

    public static Task<MigrationOutcome> Resolve(this MigrationEngine engine, long version, bool applied) =>
        engine.ResolveAsync(version, applied, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The versions in the version table, in order.</summary>
    public static Task<List<long>> VersionsAsync(this TestDatabase database) =>
        database.ColumnAsync<long>("""SELECT "Version" FROM public."VersionInfo" ORDER BY 1""");

    /// <summary>The journal, an entry a line: <c>1 One up done</c>.</summary>
    public static Task<List<string>> JournalAsync(this TestDatabase database) =>
        database.ColumnAsync<string>(
            """SELECT concat_ws(' ', version, name, direction, state, sql_state) FROM public."VersionInfoJournal" ORDER BY id""");
}
