using System.Collections.Concurrent;
using FluentMigrator;
using FluentMigrator.Runner.Initialization;
using Migrator.FluentRunner.Injection;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// FluentMigrator's source of migrations, replaced: the same classes, an instance each, made when it is asked for, and without a
/// trace message of every type's full name.
/// </summary>
internal sealed class MigrationInstances(IAssemblySource source, MigrationFactory factory) : IFilteringMigrationSource
{
    private readonly ConcurrentDictionary<Type, IMigration> _instances = new();

    public IEnumerable<IMigration> GetMigrations(Func<Type, bool> predicate) =>
        source.Assemblies.SelectMany(assembly => assembly.ExportedTypes)
            .Where(type => !type.IsAbstract && typeof(IMigration).IsAssignableFrom(type) && predicate(type))
            .Select(Get);

    /// <summary>The instance of a class.</summary>
    /// <exception cref="NotCreatedException">It cannot be made.</exception>
    public IMigration Get(Type type) => _instances.GetOrAdd(type, factory.Create);
}
