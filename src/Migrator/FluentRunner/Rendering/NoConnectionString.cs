using FluentMigrator.Runner.Initialization;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Offline there is no database, and no connection to it.</summary>
internal sealed class NoConnectionString : IConnectionStringAccessor
{
    public string ConnectionString => "";
}
