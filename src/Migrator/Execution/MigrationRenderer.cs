using System.Diagnostics;
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
    private readonly bool _locates;

    /// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="locates">Whether to find out the line of source that asks for each statement, which takes time.</param>
    public MigrationRenderer(IServiceProvider services, MigrationAssembly assembly, bool locates = false)
    {
        _services = services;
        _locates = locates;
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
            var calls = _locates ? new LocatedExpressions(migration.GetType()) : null;
            if (calls is not null)
                context.Expressions = calls;
            migration.GetUpExpressions(context);
            _validator.ApplyConventionsToAndValidateExpressions(migration, context.Expressions);
            foreach (var expression in context.Expressions)
            {
                _processor.Location = calls?.LocationOf(expression);
                expression.ExecuteWith(_processor);
            }

            return _processor.Take();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return _processor.Take() with
            {
                Opaque = exception is OpaqueMigrationException ? exception.Message : $"it fails without a database: {exception.Message}",
                OpaqueAt = _locates ? CallSite.Find(new StackTrace(exception, fNeedFileInfo: true), migration.GetType()) : null,
            };
        }
    }
}
