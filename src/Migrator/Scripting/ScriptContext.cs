using Migrator.SchemaCheck;

namespace Migrator.Scripting;

/// <summary>What a script is made for.</summary>
/// <param name="Plan">The migrations.</param>
/// <param name="Options">How it takes what it finds.</param>
/// <param name="Database">The session's settings; its connection is not asked for.</param>
/// <param name="Table">The version table.</param>
/// <param name="Run">The run's id in the journal: the same migrations make the same script.</param>
/// <param name="ToolVersion">The tool's version, for the journal.</param>
/// <param name="Build">The build that deploys, for the journal; null if unknown.</param>
/// <param name="Generator">What wrote the SQL, for the journal.</param>
internal sealed record ScriptContext(
    Plan Plan, ScriptOptions Options, DatabaseOptions Database, VersionTable Table, string Run, string ToolVersion, string? Build,
    string Generator)
{
    public bool IsUp => Plan.Direction == Direction.Up;

    public string VersionColumn => Identifier.Quote(Table.VersionColumn);
}
