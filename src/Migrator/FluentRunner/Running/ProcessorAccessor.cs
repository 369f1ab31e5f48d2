using FluentMigrator;
using FluentMigrator.Runner.Processors;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// Gives FluentMigrator our processor, whatever else is registered: its own choice falls back to one that executes nothing when
/// it sees no connection string.
/// </summary>
internal sealed class ProcessorAccessor(MigrationProcessor processor) : IProcessorAccessor
{
    public IMigrationProcessor Processor => processor;
}
