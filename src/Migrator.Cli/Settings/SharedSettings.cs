namespace Migrator.Cli.Settings;

/// <summary>The settings that several verbs have. Those of one verb are declared in its folder.</summary>
internal static class SharedSettings
{
    private static readonly DatabaseOptions Defaults = new() { Connection = DatabaseOptions.Offline };

    public static readonly TextSetting Connection = new("connection", "CONNECTION",
        "Npgsql keywords, a postgres:// URL, or \"embedded\" [MIGRATOR_CONNECTION]")
    {
        Place = SettingPlace.AtEachRun,
        KeyNote = "a committed file is no place for a secret",
        Default = "none: without a connection nothing runs",
    };

    public static readonly PathSetting ConnectionFile = new("connection-file", "FILE",
        "A file that holds the connection, such as a mounted secret");

    public static readonly PathsSetting Project = new("project", "CSPROJ",
        "The migrations project, or its folder; it is built first; may be repeated");

    public static readonly PathsSetting Assembly = new("assembly", "DLL", "The built migrations assembly; may be repeated");

    public static readonly TextSetting Configuration = new("configuration", "NAME",
        "The build configuration of --project (default Debug; of a bundle Release)")
    {
        Default = "`Debug` (of `--project`; `Release` of `bundle`)",
    };

    public static readonly SwitchSetting NoBuild = new("no-build", "Take --project as it was built last") { Default = "`false`" };

    public static readonly PathSetting Manifest = new("manifest", "FILE",
        "The manifest (default: the one that the migrations embed)")
    {
        Default = "the one that the migrations embed; for `manifest`: beside `--project`, the first of several",
    };

    public static readonly ChoiceSetting Generator = new("generator", [.. SqlGenerator.All.Select(one => one.Name)],
        "FluentMigrator's generator: Postgres, Postgres92, Postgres10_0, Postgres11_0, Postgres15_0 (default)", SqlGenerator.Default.Name)
    {
        ValueName = "NAME",
        Spelling = text => SqlGenerator.Find(text)?.Name,
        Note = "see [generators](from-fluentmigrator.md#which-generator)",
        Default = "`Postgres15_0`; of a bundle, the one that it was made with",
    };

    public static readonly TextSetting Schema = new("schema", "NAME", "The schema of unqualified names (default public)")
    { Default = "`public`" };

    public static readonly TextSetting VersionTable = new("version-table", "NAME", "The version table (default VersionInfo)")
    {
        Default = "the migrations' own, else `VersionInfo`",
    };

    public static readonly TextSetting VersionTableSchema = new("version-table-schema", "NAME",
        "The version table's schema (default: --schema)")
    {
        Default = "the migrations' own, else the schema",
    };

    public static readonly TextSetting SetRole = new("set-role", "ROLE", "The role that owns what is created")
    { Default = "the login role" };

    public static readonly ListSetting Tag = new("tag", "TAG",
        "Only migrations with this tag, and untagged ones; may be repeated")
    { Default = "none" };

    public static readonly TextSetting Namespace = new("namespace", "NAME",
        "Only migrations of this namespace, which may have a --version-table of its own")
    { Default = "all of them" };

    public static readonly SwitchSetting Nested = new("nested", "Those of the namespaces within --namespace, too")
    { Default = "`false`" };

    public static readonly TimeSetting ConnectWait = new("connect-wait", "How long to wait for the server (default 30s)",
        Defaults.ConnectWait)
    {
        Default = "`30s`",
    };

    public static readonly ChoiceSetting Output = new("output", ["text", "json"], "How to show the result (default text)", "text")
    { Default = "`text`" };

    public static readonly TextSetting Target = new("target", "TARGET",
        "latest (default), a version, a name, +N, or VERSION+N / VERSION-N")
    {
        Place = SettingPlace.AtEachRun,
        Default = "`latest` for `up` and `wait`, none for `down`",
    };

    public static readonly SwitchSetting DryRun = new("dry-run",
        "Show the plan and its SQL; write nothing, lock nothing (SELECT is enough)")
    {
        // A deploy that does nothing must not look like one that did.
        Place = SettingPlace.FlagOnly,
    };

    public static readonly TextSetting Profile = new("profile", "NAME", "A profile to apply after the migrations, each time")
    { Default = "none" };

    public static readonly ChoiceSetting StaleManifest = new("stale-manifest", ["allow", "refuse"],
        "Migrations that the manifest does not have (default refuse)", "refuse")
    {
        Default = "`refuse`; `allow` on `embedded`",
    };

    public static readonly ChoiceSetting Lint = new("lint", ["off", "warn", "refuse"],
        "Unsafe changes in the pending migrations (default off)", "off")
    {
        Note = "of `up` and `script`",
        KeyNote = "`lint`: text, or [a section](lint.md#how-much-a-rule-matters)",
        Default = "`off`",
    };

    public static readonly ChoiceSetting FailOn = new("fail-on", ["note", "warning", "error"],
        "--lint refuses from this severity on (default error)", "error")
    {
        Default = "`error`",
    };

    public static readonly ServerVersionSetting ServerVersion = new("server-version",
        "The PostgreSQL that they are meant for, such as 17 (default: the newest, and what older ones lack is said)")
    {
        Note = "of `lint` and `script`",
        Default = "the newest, and what older ones lack is said",
    };

    public static readonly TimeSetting LockWait = new("lock-wait", "How long to wait for another run to end (default 5m)",
        Defaults.LockWait)
    { Default = "`5m`" };

    public static readonly SwitchSetting TerminateOrphans = new("terminate-orphans",
        "End a run of this tool that holds the lock and shows no sign of life")
    {
        Place = SettingPlace.AtEachRun,
        Default = "`false`",
    };

    public static readonly TimeSetting LockTimeout = new("lock-timeout",
        "How long a statement may wait for a lock (default 1s; 0 for ever)", Defaults.LockTimeout)
    {
        Default = "`1s`; `0` waits for ever",
    };

    public static readonly TimeSetting StatementTimeout = new("statement-timeout",
        "How long a statement may run (default 0, for ever)", Defaults.StatementTimeout)
    {
        Default = "`0`: for ever",
    };

    public static readonly TimeSetting LockRetry = new("lock-retry",
        "How long to give way to others and try again (default 15m; 0 tries once)", Defaults.LockRetry)
    {
        Default = "`15m`; `0` tries once",
    };

    public static readonly TextSetting BuildId = new("build-id", "ID",
        "The build that deploys, for the journal (default: from the CI's variables)")
    {
        Default = "the CI's variable (`GITHUB_SHA`, `CI_COMMIT_SHA`, ...)",
    };

    public static readonly SwitchSetting ShowSql = new("show-sql", "Show the SQL of a failed statement") { Default = "`false`" };

    public static readonly SwitchSetting ShowNotices = new("show-notices",
        "Show the server's notices (RAISE NOTICE); warnings are shown in any case")
    { Default = "`false`" };

    public static readonly TextSetting Shadow = new("shadow", "CONNECTION",
        "A server to make a shadow database on (default: the private one) [MIGRATOR_SHADOW]")
    {
        Place = SettingPlace.AtEachRun,
        Note = "of `drift` and `rehearse`",
        KeyNote = "as the connection",
        Default = "the private server",
    };

    /// <summary>Whether its value is a connection.</summary>
    public static bool TakesConnection(Setting setting) => setting.Name == Connection.Name || setting.Name == Shadow.Name;

    /// <summary>Those that name the migrations, which a bundle has inside.</summary>
    public static IReadOnlyList<Setting> OfTheProject { get; } = [Project, Assembly, Configuration, NoBuild];

    /// <summary>Those of every verb, valid before and after it.</summary>
    /// <param name="isBundle">Whether the migrations are part of the program, and need not be named.</param>
    public static IEnumerable<Setting> OfAllVerbs(bool isBundle) =>
    [
        Connection, ConnectionFile, .. isBundle ? [] : OfTheProject, Manifest, Generator, Schema,
        VersionTable, VersionTableSchema, SetRole, Tag, Namespace, Nested, ConnectWait, Output,
    ];

    /// <summary>Those of a session's patience.</summary>
    public static IEnumerable<Setting> Patience { get; } = [LockTimeout, StatementTimeout];

    /// <summary>Those of the verbs that change the database.</summary>
    public static IEnumerable<Setting> OfChangingVerbs
    { get; } = [LockWait, TerminateOrphans, .. Patience, LockRetry, BuildId, ShowSql, ShowNotices];
}
