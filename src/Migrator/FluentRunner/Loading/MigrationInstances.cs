using System.Collections.Concurrent;
using FluentMigrator;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// FluentMigrator's source of migrations, replaced: the same classes, an instance each, without a trace message of every type's
/// full name.
/// </summary>
internal sealed class MigrationInstances(IAssemblySource source, IServiceProvider services) : IFilteringMigrationSource
{
    private readonly ConcurrentDictionary<Type, IMigration> _instances = new();

    public IEnumerable<IMigration> GetMigrations(Func<Type, bool> predicate) =>
        source.Assemblies.SelectMany(assembly => assembly.ExportedTypes)
            .Where(type => !type.IsAbstract && typeof(IMigration).IsAssignableFrom(type) && predicate(type))
            .Select(type => _instances.GetOrAdd(type, Create));

    // The usual constructor needs no injection, which takes longer to find that out.
    private IMigration Create(Type type) => (IMigration)(type.GetConstructors() is [var one] && one.GetParameters().Length == 0
        ? Activator.CreateInstance(type)! : ActivatorUtilities.CreateInstance(services, type));
}
