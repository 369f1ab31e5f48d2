namespace Migrator.Cli.Settings;

/// <summary>Where a value came from.</summary>
internal enum SettingSource
{
    None,
    Flag,
    Variable,
    File,
}
