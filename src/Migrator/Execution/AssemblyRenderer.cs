using System.Reflection;
using FluentMigrator;
using Microsoft.Extensions.DependencyInjection;
using Migrator.Catalog;

namespace Migrator.Execution;

/// <summary>Tells the SQL of an assembly's migrations, offline. The Up of a migration is called for its SQL; nothing of it is run.</summary>
internal sealed class AssemblyRenderer : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IServiceScope _scope;
    private readonly MigrationRenderer _renderer;

    /// <exception cref="Database.ConfigurationException">There are no migrations, or a version exists twice.</exception>
    public AssemblyRenderer(MigrationAssembly assembly, bool locates = false)
    {
        Migrations = [.. CatalogReader.ReadAll(assembly, MigrationSelection.Default).OrderBy(one => one.Descriptor.Version)];
        _provider = FluentMigratorServices.Create(assembly, MigrationSelection.Default, schema: null).AddGenerator().BuildServiceProvider();
        _scope = _provider.CreateScope();
        _renderer = new MigrationRenderer(_scope.ServiceProvider, assembly, locates);
    }

    /// <summary>The migrations, ascending by version, whatever their tags.</summary>
    public IReadOnlyList<CatalogReader.Candidate> Migrations { get; }

    /// <summary>Renders the up of a migration.</summary>
    public RenderedMigration Up(Type type) => Up(type, _renderer.Up);

    /// <summary>Renders the up of a migration twice: a clock or a random number in it makes another text each time.</summary>
    public RenderedMigration SteadyUp(Type type) => Up(type, migration =>
    {
        var rendered = _renderer.Up(migration);
        return rendered.Opaque is null && NormalSql.Of(rendered.Sql) != NormalSql.Of(_renderer.Up(migration).Sql)
            ? rendered with { Opaque = "it has another text each time" } : rendered;
    });

    public void Dispose()
    {
        _scope.Dispose();
        _provider.Dispose();
    }

    private RenderedMigration Up(Type type, Func<IMigration, RenderedMigration> render)
    {
        IMigration migration;
        try
        {
            migration = (IMigration)ActivatorUtilities.CreateInstance(_scope.ServiceProvider, type);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new([], $"it cannot be created without a database: {(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception).Message}");
        }

        return render(migration);
    }
}
