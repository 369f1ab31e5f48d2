using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Errors;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;
using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of migrations without a database.</summary>
internal sealed class MigrationRenderer
{
    private readonly IServiceProvider _services;
    private readonly RenderingProcessor _processor;
    private readonly IConventionSet _conventions;
    private readonly MigrationValidator _validator;
    private readonly CurrentMigration _current;
    private readonly OwnScripts _scripts;
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
        _current = services.GetRequiredService<CurrentMigration>();
        _scripts = services.GetRequiredService<OwnScripts>();
        _conventions = UsualConventionSet.Or(services, schema, assembly);
        _validator = new(services.GetRequiredService<ILogger<MigrationValidator>>(), _conventions);
    }

    /// <summary>Creates a migration.</summary>
    /// <exception cref="OpaqueMigrationException">It asks for something that only a run has.</exception>
    /// <exception cref="ConfigurationException">It asks for a service that nobody registers.</exception>
    public IMigration Create(Type type)
    {
        try
        {
            return _services.GetRequiredService<MigrationFactory>().Create(type);
        }
        catch (NotCreatedException exception)
        {
            throw NotCreated(exception);
        }
    }

    /// <summary>What a migration that cannot be created means without a database.</summary>
    public static Exception NotCreated(NotCreatedException exception) =>
        ThrownText.Chain(exception).OfType<OpaqueMigrationException>().FirstOrDefault() is { } opaque ? opaque
            : exception.Fault == CreationFault.Missing ? new ConfigurationException(exception.Message, exception)
            : new OpaqueMigrationException($"it cannot be created without a database: {exception.Message.TrimEnd('.')}");

    /// <summary>Renders a migration twice: a clock or a random number in it makes another text each time.</summary>
    public RenderedMigration Render(IMigration migration, Direction direction)
    {
        var rendered = Once(migration, direction);
        if (rendered.Opaque is not null)
            return rendered;

        // It has had its say.
        using var _ = QuietLoggers.Pause();
        return NormalSql.Of(rendered.Statements) != NormalSql.Of(Once(migration, direction).Statements)
            ? rendered with { Opaque = "it has another text each time" } : rendered;
    }

    /// <summary>Renders the up of a migration. Whatever it throws makes it opaque: with a database it may do well.</summary>
    /// <exception cref="ConfigurationException">A script of it is no text.</exception>
    public RenderedMigration Up(IMigration migration) => Once(migration, Direction.Up);

    /// <summary>Renders the down of a migration that may ask the database: whatever it throws, it can then not be
    /// reverted.</summary>
    public RenderedMigration Down(IMigration migration, IQuerySchema database, string connectionString) =>
        Once(migration, Direction.Down, new MigrationContext(database, _services, connectionString), isLive: true);

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
        _current.Type = migration.GetType();
        InvariantCulture.Set();
        try
        {
            if (direction == Direction.Up)
                migration.GetUpExpressions(context);
            else
                migration.GetDownExpressions(context);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ConfigurationException))
        {
            (opaque, at) = (Reason(exception), LocationOf(exception, migration));
            irreversible = direction == Direction.Up ? null
                : Reversibility.ReasonOf(exception) ?? (isLive ? ThrownText.Of(exception, one => one.Message) : null);
        }

        // Where it broke off, what stands there last may be half of an expression: nothing is held against it.
        var isWhole = opaque is null;
        IMigrationExpression? current = null;
        // The migration may have changed it; its expressions become SQL from here on.
        InvariantCulture.Set();
        try
        {
            if (isWhole)
                _validator.ApplyConventionsToAndValidateExpressions(migration, context.Expressions);
            foreach (var expression in context.Expressions)
            {
                current = expression;
                if (!isWhole)
                    expression.Apply(_conventions);
                if (expression is ExecuteSqlScriptExpression { SqlScript: { } file })
                    ScriptText.VerifyFile(file);
                _scripts.Prefer(expression);
                _processor.Location = calls?.LocationOf(expression);
                expression.ExecuteWith(_processor);
            }
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ConfigurationException))
        {
            if ((isWhole || current is ExecuteEmbeddedSqlScriptExpressionBase or ExecuteSqlScriptExpression)
                && IsFault(exception, current))
                invalid = OneLine(exception.Message);
            if (opaque is null)
                (opaque, at) = (invalid ?? Reason(exception), LocationOf(exception, migration) ?? _processor.Location);
        }

        var rendered = _processor.Take();
        return rendered with
        {
            Opaque = rendered.Opaque ?? opaque,
            OpaqueAt = rendered.OpaqueAt ?? at,
            Irreversible = irreversible,
            Invalid = invalid,
        };
    }

    // What an expression of somebody else's fails with may be the database that it does not have here.
    private static bool IsFault(Exception exception, IMigrationExpression? expression) =>
        exception is not OpaqueMigrationException && (expression is null
            || expression.GetType().Assembly.GetName().Name!.StartsWith("FluentMigrator", StringComparison.Ordinal));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private SourceLocation? LocationOf(Exception exception, IMigration migration) =>
        _locates ? CallSite.Find(exception, migration.GetType()) : null;

    private static string Reason(Exception exception) =>
        exception is OpaqueMigrationException ? exception.Message
            : $"it fails without a database: {ThrownText.Of(exception, one => one.Message)}";
}
