using FluentMigrator.Runner.Initialization;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>What a migration sees as its <c>ConnectionString</c>.</summary>
internal sealed class SessionConnectionString(StepSession session) : IConnectionStringAccessor
{
    public string ConnectionString => session.ConnectionString;
}
