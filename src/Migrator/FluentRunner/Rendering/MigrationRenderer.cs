using System.Reflection;
using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Errors;
using Migrator.FluentRunner.Loading;
using Migrator.Sql;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of migrations without a database.</summary>
internal sealed class MigrationRenderer
{
    private readonly IServiceProvider _services;
    private readonly RenderingProcessor _processor;
    private readonly IConventionSet _conventions;
    private readonly MigrationValidator? _validator;
    private readonly bool _locates;

    /// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="schema">The schema of unqualified names; null leaves them as they are, since it is a setting of a
    /// run.</param>
    /// <param name="locates">Whether to find out the line of source that asks for each statement, which takes time.</param>
    /// <param name="validates">Whether what FluentMigrator would refuse is opaque. A run, which will refuse it, need not know
    /// before.</param>
    public MigrationRenderer(IServiceProvider services, MigrationAssembly assembly, string? schema = null, bool locates = false,
        bool validates = true)
    {
        _services = services;
        _locates = locates;
        _processor = ActivatorUtilities.CreateInstance<RenderingProcessor>(services, new NoConnectionString());
        _conventions = services.GetRequiredService<IConventionSetAccessor>().GetConventionSet()
            ?? new DefaultConventionSet(schema, assembly.Folder);
        _validator = validates
            ? new MigrationValidator(services.GetRequiredService<ILogger<MigrationValidator>>(), _conventions) : null;
    }

    /// <summary>Creates a migration.</summary>
    /// <exception cref="OpaqueMigrationException">It asks for something that only a run has.</exception>
    public IMigration Create(Type type)
    {
        try
        {
            return (IMigration)ActivatorUtilities.CreateInstance(_services, type);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new OpaqueMigrationException(
                $"it cannot be created without a database: "
                + $"{(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception).Message}");
        }
    }

    /// <summary>Renders a migration twice: a clock or a random number in it makes another text each time.</summary>
    public RenderedMigration Render(IMigration migration, Direction direction)
    {
        var rendered = Once(migration, direction);
        return rendered.Opaque is null && NormalSql.Of(rendered.Statements) != NormalSql.Of(Once(migration, direction).Statements)
            ? rendered with { Opaque = "it has another text each time" } : rendered;
    }

    /// <summary>Renders the up of a migration. Whatever it throws makes it opaque: with a database it may do well.</summary>
    public RenderedMigration Up(IMigration migration) => Once(migration, Direction.Up);

    /// <summary>Renders a migration that was run, with the answers that it had from the database then.</summary>
    public RenderedMigration Again(IMigration migration, Direction direction, IReadOnlyList<object> answers)
    {
        _processor.Answers = new(answers);
        return Once(migration, direction);
    }

    /// <summary>Every statement that the up of a migration may send: where it asks whether something is there, both what it does
    /// then and what it does if not.</summary>
    public IReadOnlyList<string> Possible(IMigration migration)
    {
        HashSet<string> statements = [];
        foreach (var there in (bool[])[false, true])
        {
            _processor.Supposed = there;
            statements.UnionWith(Once(migration, Direction.Up).Commands.Select(command => command.Sql));
        }

        _processor.Supposed = null;
        return [.. statements];
    }

    private RenderedMigration Once(IMigration migration, Direction direction)
    {
        string? opaque = null, irreversible = null;
        SourceLocation? at = null;
        var context = new MigrationContext(_processor, _services, "");
        var calls = _locates ? new LocatedExpressions(migration.GetType()) : null;
        if (calls is not null)
            context.Expressions = calls;
        try
        {
            if (direction == Direction.Up)
                migration.GetUpExpressions(context);
            else
                migration.GetDownExpressions(context);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            (opaque, at) = (Reason(exception), LocationOf(exception, migration));
            irreversible = direction == Direction.Down ? Reversibility.ReasonOf(exception) : null;
        }

        try
        {
            _validator?.ApplyConventionsToAndValidateExpressions(migration, context.Expressions);
            foreach (var expression in context.Expressions)
            {
                if (_validator is null)
                    expression.Apply(_conventions);
                _processor.Location = calls?.LocationOf(expression);
                expression.ExecuteWith(_processor);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (opaque is null)
                (opaque, at) = (Reason(exception), LocationOf(exception, migration) ?? _processor.Location);
        }

        var rendered = _processor.Take();
        return rendered with
        { Opaque = rendered.Opaque ?? opaque, OpaqueAt = rendered.OpaqueAt ?? at, Irreversible = irreversible };
    }

    private SourceLocation? LocationOf(Exception exception, IMigration migration) =>
        _locates ? CallSite.Find(exception, migration.GetType()) : null;

    private static string Reason(Exception exception) =>
        exception is OpaqueMigrationException ? exception.Message
            : $"it fails without a database: {ThrownText.Of(exception, one => one.Message)}";
}
