using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.Options;
using Migrator.FluentRunner.Injection;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// FluentMigrator's source of maintenance, replaced: the same classes in the same order, but those of a stage are made when that
/// stage is reached.
/// </summary>
internal sealed class MaintenanceInstances(
    IAssemblySource source, IOptions<RunnerOptions> options, IOptions<TypeFilterOptions> filter,
    IMigrationRunnerConventions conventions, MigrationFactory factory)
    : IMaintenanceLoader
{
    private readonly Dictionary<MigrationStage, IReadOnlyList<IMigration>> _stages = [];

    private readonly MigrationSelection _selection = new([])
    { Namespace = filter.Value.Namespace, NestedNamespaces = filter.Value.NestedNamespaces };

    /// <exception cref="NotCreatedException">One of them cannot be made.</exception>
    public IList<IMigrationInfo> LoadMaintenance(MigrationStage stage)
    {
        if (!_stages.TryGetValue(stage, out var instances))
            _stages[stage] = instances = [.. source.Assemblies.SelectMany(assembly => assembly.ExportedTypes)
                .Where(type => !type.IsAbstract && _selection.Includes(type) && conventions.GetMaintenanceStage(type) == stage
                    && conventions.HasRequestedTags(type, options.Value.Tags ?? [], options.Value.IncludeUntaggedMaintenances))
                .OrderBy(type => type.Name).Select(factory.Create)];

        return [.. instances.Select(one => new NonAttributedMigrationToMigrationInfoAdapter(one,
            ((MaintenanceAttribute)Attribute.GetCustomAttribute(one.GetType(), typeof(MaintenanceAttribute))!).TransactionBehavior))];
    }
}
