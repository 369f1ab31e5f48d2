using System.Diagnostics;
using System.Reflection;
using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using FluentMigrator.Runner.Initialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.FluentRunner.Loading;
using Migrator.Linting.State;
using Migrator.Sql;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of migrations without a database.</summary>
internal sealed class MigrationRenderer
{
    private readonly IServiceProvider _services;
    private readonly RenderingProcessor _processor;
    private readonly IConventionSet _conventions;
    private readonly MigrationValidator _validator;
    private readonly bool _locates;

    /// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="schema">The schema of unqualified names; null leaves them as they are, since it is a setting of a
    /// run.</param>
    /// <param name="locates">Whether to find out the line of source that asks for each statement, which takes time.</param>
    public MigrationRenderer(IServiceProvider services, MigrationAssembly assembly, string? schema = null, bool locates = false)
    {
        _services = services;
        _locates = locates;
        _processor = ActivatorUtilities.CreateInstance<RenderingProcessor>(services, new NoConnectionString());
        _conventions = services.GetRequiredService<IConventionSetAccessor>().GetConventionSet()
            ?? new DefaultConventionSet(schema, assembly.Folder);
        _validator = new(services.GetRequiredService<ILogger<MigrationValidator>>(), _conventions);
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

    /// <summary>Renders the down of a migration that may ask the database: whatever it throws, it can then not be
    /// reverted.</summary>
    public RenderedMigration Down(IMigration migration, IQuerySchema database, string connectionString) =>
        Once(migration, Direction.Down, new MigrationContext(database, _services, connectionString), isLive: true);

    private RenderedMigration Once(IMigration migration, Direction direction) =>
        Once(migration, direction, new MigrationContext(_processor, _services, ""), isLive: false);

    private RenderedMigration Once(IMigration migration, Direction direction, MigrationContext context, bool isLive)
    {
        string? opaque = null, invalid = null;
        SourceLocation? at = null;
        string? irreversible = null;
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
            irreversible = direction == Direction.Up ? null
                : Reversibility.ReasonOf(exception) ?? (isLive ? exception.Message : null);
        }

        // Where it broke off, what stands there last may be half of an expression: nothing is held against it.
        var isWhole = opaque is null;
        IMigrationExpression? current = null;
        try
        {
            if (isWhole)
                _validator.ApplyConventionsToAndValidateExpressions(migration, context.Expressions);
            foreach (var expression in context.Expressions)
            {
                current = expression;
                if (!isWhole)
                    expression.Apply(_conventions);
                _processor.Location = calls?.LocationOf(expression);
                expression.ExecuteWith(_processor);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if ((isWhole || current is ExecuteEmbeddedSqlScriptExpressionBase or ExecuteSqlScriptExpression)
                && IsFault(exception, current))
                invalid = OneLine(exception.Message);
            if (opaque is null)
                (opaque, at) = (invalid ?? Reason(exception), _processor.Location ?? LocationOf(exception, migration));
        }

        var rendered = _processor.Take();
        return rendered with
        {
            Opaque = rendered.Opaque ?? opaque,
            OpaqueAt = rendered.OpaqueAt ?? at,
            Irreversible = irreversible,
            Invalid = invalid,
            Lost = calls is null || invalid is not null ? [] : [.. calls.SelectMany(expression =>
                LostWords.Of(expression).Distinct().Select(lost => new LintedLoss(lost, calls.LocationOf(expression))))],
        };
    }

    // What an expression of somebody else's fails with may be the database that it does not have here.
    private static bool IsFault(Exception exception, IMigrationExpression? expression) =>
        exception is not OpaqueMigrationException && (expression is null
            || expression.GetType().Assembly.GetName().Name!.StartsWith("FluentMigrator", StringComparison.Ordinal));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private SourceLocation? LocationOf(Exception exception, IMigration migration) =>
        _locates ? CallSite.Find(new StackTrace(exception, fNeedFileInfo: true), migration.GetType()) : null;

    private static string Reason(Exception exception) =>
        exception is OpaqueMigrationException ? exception.Message : $"it fails without a database: {exception.Message}";
}
