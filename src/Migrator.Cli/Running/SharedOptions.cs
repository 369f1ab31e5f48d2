using System.CommandLine;
using Migrator.Cli.Settings;

namespace Migrator.Cli.Running;

/// <summary>The options of every verb, valid before and after it.</summary>
internal static class SharedOptions
{
    public static IEnumerable<Option> Create(Tool tool)
    {
        Option[] options =
        [
            SettingOptions.Text(SettingNames.Connection, "CONNECTION", "Npgsql keywords, a postgres:// URL, or \"embedded\" [MIGRATOR_CONNECTION]"),
            SettingOptions.Text(SettingNames.ConnectionFile, "FILE", "A file that holds the connection, such as a mounted secret"),
            .. tool.Bundled is null ? Migrations() : [],
            SettingOptions.Text(SettingNames.Manifest, "FILE", "The manifest (default: the one that the migrations embed)"),
            SettingOptions.Text(SettingNames.Schema, "NAME", "The schema of unqualified names (default public)"),
            SettingOptions.Text(SettingNames.VersionTable, "NAME", "The version table (default VersionInfo)"),
            SettingOptions.Text(SettingNames.VersionTableSchema, "NAME", "The version table's schema (default: --schema)"),
            SettingOptions.Text(SettingNames.SetRole, "ROLE", "The role that owns what is created"),
            SettingOptions.Text(SettingNames.Tag, "TAG", "Only migrations with this tag, and untagged ones; may be repeated"),
            SettingOptions.Text(SettingNames.ConnectWait, "TIME", "How long to wait for the server (default 30s)"),
            SettingOptions.Text(SettingNames.Output, "text|json", "How to show the result (default text)"),
        ];
        foreach (var option in options)
            option.Recursive = true;

        return options;
    }

    private static IEnumerable<Option> Migrations() =>
    [
        SettingOptions.Text(SettingNames.Project, "CSPROJ", "The migrations project; it is built first"),
        SettingOptions.Text(SettingNames.Assembly, "DLL", "The built migrations assembly"),
        SettingOptions.Text(SettingNames.Configuration, "NAME", "The build configuration of --project (default Debug; of a bundle Release)"),
        SettingOptions.Switch(SettingNames.NoBuild, "Take --project as it was built last"),
    ];

    /// <summary>The options of the verbs that change the database.</summary>
    public static IEnumerable<Option> Changing() =>
    [
        SettingOptions.Text(SettingNames.LockWait, "TIME", "How long to wait for another run to end (default 5m)"),
        SettingOptions.Switch(SettingNames.TerminateOrphans, "End a run of this tool that holds the lock and shows no sign of life"),
        .. Timeouts(),
        SettingOptions.Text(SettingNames.LockRetry, "TIME", "How long to give way to others and try again (default 15m; 0 tries once)"),
        SettingOptions.Text(SettingNames.BuildId, "ID", "The build that deploys, for the journal (default: from the CI's variables)"),
        SettingOptions.Switch(SettingNames.ShowSql, "Show the SQL of a failed statement"),
    ];

    /// <summary>The options of a session's patience.</summary>
    public static IEnumerable<Option> Timeouts() =>
    [
        SettingOptions.Text(SettingNames.LockTimeout, "TIME", "How long a statement may wait for a lock (default 1s; 0 for ever)"),
        SettingOptions.Text(SettingNames.StatementTimeout, "TIME", "How long a statement may run (default 0, for ever)"),
    ];
}
