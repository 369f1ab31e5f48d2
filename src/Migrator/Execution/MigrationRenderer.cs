using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Catalog;

namespace Migrator.Execution;

/// <summary>
/// Tells the SQL of migrations without a database. Unqualified names stay as they are: the default schema is a setting of a run.
/// </summary>
internal sealed class MigrationRenderer
{
    private readonly IServiceProvider _services;
    private readonly RenderingProcessor _processor;
    private readonly MigrationValidator _validator;

    /// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
    /// <param name="assembly">Whose migrations.</param>
    public MigrationRenderer(IServiceProvider services, MigrationAssembly assembly)
    {
        _services = services;
        _processor = ActivatorUtilities.CreateInstance<RenderingProcessor>(services, new NoConnectionString());
        _validator = new MigrationValidator(services.GetRequiredService<ILogger<MigrationValidator>>(),
            services.GetRequiredService<IConventionSetAccessor>().GetConventionSet() ?? new DefaultConventionSet(null, assembly.Folder));
    }

    /// <summary>Renders the up of a migration. Whatever it throws makes it opaque: with a database it may do well.</summary>
    public RenderedMigration Up(IMigration migration)
    {
        try
        {
            var context = new MigrationContext(_processor, _services, "");
            migration.GetUpExpressions(context);
            _validator.ApplyConventionsToAndValidateExpressions(migration, context.Expressions);
            foreach (var expression in context.Expressions)
                expression.ExecuteWith(_processor);
            return _processor.Take();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return _processor.Take() with { Opaque = exception is OpaqueMigrationException ? exception.Message : $"it fails without a database: {exception.Message}" };
        }
    }
}
