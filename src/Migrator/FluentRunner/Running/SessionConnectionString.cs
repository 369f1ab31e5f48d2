using FluentMigrator.Runner.Initialization;
using Migrator.Database.Session;

namespace Migrator.FluentRunner.Running;

/// <summary>What a migration sees as its <c>ConnectionString</c>.</summary>
internal sealed class SessionConnectionString(DatabaseSession session) : IConnectionStringAccessor
{
    public string ConnectionString => session.ConnectionString;
}
