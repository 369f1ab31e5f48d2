namespace Migrator.Cli.Settings;

/// <summary>Every setting of the tool.</summary>
internal static class SettingNames
{
    public static readonly Setting Connection = new("connection") { InFile = false };
    public static readonly Setting ConnectionFile = new("connection-file");
    public static readonly Setting Assembly = new("assembly");
    public static readonly Setting Project = new("project");
    public static readonly Setting Configuration = new("configuration");
    public static readonly Setting NoBuild = new("no-build");
    public static readonly Setting Schema = new("schema");
    public static readonly Setting VersionTable = new("version-table");
    public static readonly Setting VersionTableSchema = new("version-table-schema");
    public static readonly Setting SetRole = new("set-role");
    public static readonly Setting Tag = new("tag");
    public static readonly Setting Profile = new("profile");
    public static readonly Setting ConnectWait = new("connect-wait");
    public static readonly Setting LockWait = new("lock-wait");
    public static readonly Setting LockTimeout = new("lock-timeout");
    public static readonly Setting LockRetry = new("lock-retry");
    public static readonly Setting StatementTimeout = new("statement-timeout");
    public static readonly Setting BuildId = new("build-id");
    public static readonly Setting ShowSql = new("show-sql");
    public static readonly Setting Output = new("output");
    public static readonly Setting Manifest = new("manifest");
    public static readonly Setting StaleManifest = new("stale-manifest");
    public static readonly Setting Shadow = new("shadow") { InFile = false };
    public static readonly Setting Ignore = new("ignore");
    public static readonly Setting Level = new("level");
    public static readonly Setting OutOfOrder = new("out-of-order");

    public static readonly Setting Lint = new("lint");
    public static readonly Setting FailOn = new("fail-on");

    // These decide about one deployment and must be said in it, not left lying in a file.
    public static readonly Setting Edited = new("edited") { InFile = false };
    public static readonly Setting Timeout = new("timeout") { InFile = false };
    public static readonly Setting From = new("from") { InFile = false };
    public static readonly Setting FromSchema = new("from-schema") { InFile = false };
    public static readonly Setting Report = new("report") { InFile = false };
    public static readonly Setting Markdown = new("markdown") { InFile = false };
    public static readonly Setting Target = new("target") { InFile = false };
    public static readonly Setting AllowBreaking = new("allow-breaking") { InFile = false };
    public static readonly Setting TerminateOrphans = new("terminate-orphans") { InFile = false };
    public static readonly Setting Yes = new("yes") { InFile = false };

    public static readonly Setting Since = new("since") { InFile = false };
    public static readonly Setting SinceManifest = new("since-manifest") { InFile = false };
    public static readonly Setting Sarif = new("sarif") { InFile = false };

    public static IReadOnlyList<Setting> All { get; } =
    [
        Connection, ConnectionFile, Assembly, Project, Configuration, NoBuild, Schema, VersionTable, VersionTableSchema, SetRole, Tag, Profile,
        ConnectWait, LockWait, LockTimeout, LockRetry, StatementTimeout, BuildId, ShowSql, Output, OutOfOrder, Manifest, StaleManifest, Lint, FailOn, Shadow, Ignore, Level,
        From, FromSchema, Report, Markdown, Edited, Timeout, Target, AllowBreaking, TerminateOrphans, Yes, Since, SinceManifest, Sarif,
    ];
}
