using FluentMigrator;
using Microsoft.Extensions.DependencyInjection;
using Migrator.FluentRunner.Loading;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of an assembly's migrations, offline. The Up of a migration is called for its SQL; nothing of it is
/// run.</summary>
internal sealed class AssemblyRenderer : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IServiceScope _scope;
    private readonly MigrationRenderer _renderer;

    /// <param name="assembly">Whose migrations.</param>
    /// <param name="selection">Whose tags choose them; null for all, whatever their tags.</param>
    /// <param name="locates">Whether to find out the line of source that asks for each statement, which takes time.</param>
    /// <exception cref="ConfigurationException">There are no migrations, or none that the tags choose.</exception>
    public AssemblyRenderer(MigrationAssembly assembly, MigrationSelection? selection, bool locates = false)
    {
        Migrations = [.. (selection is null ? CatalogReader.ReadAll(assembly) : CatalogReader.ReadChosen(assembly, selection))
            .OrderBy(one => one.Descriptor.Version)];
        _provider = FluentMigratorServices.Create(assembly, MigrationSelection.Default, schema: null).AddGenerator()
            .BuildServiceProvider();
        _scope = _provider.CreateScope();
        _renderer = new MigrationRenderer(_scope.ServiceProvider, assembly, locates: locates);
    }

    /// <summary>The migrations, ascending by version.</summary>
    public IReadOnlyList<CatalogReader.Candidate> Migrations { get; }

    /// <summary>Renders the up of a migration.</summary>
    public RenderedMigration Up(Type type) => Of(type, _renderer.Up);

    /// <summary>Renders the up of a migration twice: a clock or a random number in it makes another text each time.</summary>
    public RenderedMigration SteadyUp(Type type) => Of(type, migration => _renderer.Render(migration, Direction.Up));

    /// <summary>Every statement that the up of a migration may send, as far as that is known.</summary>
    public IReadOnlyList<string> Possible(Type type)
    {
        try
        {
            return _renderer.Possible(_renderer.Create(type));
        }
        catch (OpaqueMigrationException)
        {
            return [];
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _provider.Dispose();
    }

    private RenderedMigration Of(Type type, Func<IMigration, RenderedMigration> render)
    {
        try
        {
            return render(_renderer.Create(type));
        }
        catch (OpaqueMigrationException exception)
        {
            return new([], exception.Message);
        }
    }
}
