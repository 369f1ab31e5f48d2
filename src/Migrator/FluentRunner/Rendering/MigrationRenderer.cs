using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Catalog.Manifest;
using Migrator.Errors;
using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Losses;
using Migrator.FluentRunner.Reading;
using Migrator.Linting.State;
using Migrator.SchemaCheck;

namespace Migrator.FluentRunner.Rendering;

/// <summary>Tells the SQL of migrations without a database.</summary>
internal sealed class MigrationRenderer
{
    // A word that no migration has in its text, unless it has it from its connection string; of a host that is a socket's folder.
    private const string Marker = "migrator_renders_offline";

    private readonly IServiceProvider _services;
    private readonly RenderingProcessor _processor;
    private readonly IConventionSet _conventions;
    private readonly MigrationValidator _validator;
    private readonly CurrentMigration _current;
    private readonly OwnScripts _scripts;
    private readonly bool _locates;
    private readonly bool _readsOn;
    private readonly TextSources _sources = new();
    private readonly SilentLosses? _losses;
    private readonly MigrationAssembly _assembly;

    /// <param name="services">FluentMigrator's services, with its PostgreSQL generator.</param>
    /// <param name="assembly">Whose migrations.</param>
    /// <param name="schema">The schema of unqualified names; null leaves them as they are, since it is a setting of a
    /// run.</param>
    /// <param name="locates">Whether to find out the line of source that asks for each statement, which takes time.</param>
    /// <param name="losses">Asked for what is lost of each expression; null where nobody wants to know.</param>
    /// <param name="readsOn">Whether a script that is no text is a fault of its migration alone, and no exception: where others
    /// are asked about, or something has been done.</param>
    public MigrationRenderer(IServiceProvider services, MigrationAssembly assembly, string? schema = null, bool locates = false,
        SilentLosses? losses = null, bool readsOn = false)
    {
        _services = services;
        (_locates, _readsOn) = (locates, readsOn);
        _losses = losses;
        _assembly = assembly;
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

    /// <summary>Renders a migration twice, the second time with another connection: what is not the same is not known.</summary>
    public RenderedMigration Render(IMigration migration, Direction direction)
    {
        var rendered = WithSources(migration, direction, Once(migration, direction, ""));
        if (rendered.Opaque is not null)
            return rendered;

        var other = Elsewhere(migration, direction).Statements;
        return MigrationChecksum.Of(rendered.Statements) == MigrationChecksum.Of(other) ? rendered : rendered with
        {
            Opaque = other.Any(sql => sql.Contains(Marker, StringComparison.OrdinalIgnoreCase))
                ? TextSources.OfConnection : "it has another text each time",
        };
    }

    /// <summary>Renders the up of a migration. Whatever it throws makes it opaque: with a database it may do well.</summary>
    /// <exception cref="ConfigurationException">A script of it is no text.</exception>
    public RenderedMigration Up(IMigration migration) =>
        WithSources(migration, Direction.Up, Once(migration, Direction.Up, ""));

    /// <summary>Renders the down of a migration that may ask the database: whatever it throws, it can then not be
    /// reverted.</summary>
    public RenderedMigration Down(IMigration migration, IQuerySchema database, string connectionString) =>
        Once(migration, Direction.Down, new MigrationContext(database, _services, connectionString), isLive: true);

    /// <summary>Renders a migration that was run, with the answers that it had from the database then.</summary>
    public RenderedMigration Again(IMigration migration, Direction direction, IReadOnlyList<object> answers)
    {
        _processor.Answers = new(answers);
        return Once(migration, direction, "");
    }

    /// <summary>Every statement that the up of a migration may send: where it asks whether something is there, both what it does
    /// then and what it does if not.</summary>
    public IReadOnlyList<string> Possible(IMigration migration)
    {
        HashSet<string> statements = [];
        foreach (var there in (bool[])[false, true])
        {
            _processor.Supposed = there;
            statements.UnionWith(Once(migration, Direction.Up, "").Commands.Select(command => command.Sql));
        }

        _processor.Supposed = null;
        return [.. statements];
    }

    private RenderedMigration Once(IMigration migration, Direction direction, string connectionString) =>
        Once(migration, direction, new MigrationContext(_processor, _services, connectionString), isLive: false);

    // What is made of more than code is not known, however often it comes out the same; nor is it held against the migration that
    // here, without a connection, nothing good comes out.
    private RenderedMigration WithSources(IMigration migration, Direction direction, RenderedMigration rendered)
    {
        if (rendered is { Opaque: not null, Invalid: null })
            return rendered;

        var reason = _sources.Reason(migration.GetType(), direction);
        if (reason is null && (rendered.Invalid is null || Elsewhere(migration, direction).Invalid is not null))
            return rendered;

        var told = rendered with { Opaque = reason ?? TextSources.OfConnection, Invalid = null, IsOfItsCode = rendered.Invalid is null };
        if (told.Opaque != TextSources.OfConnection)
            return told;

        var (here, elsewhere) = (rendered.Statements, Elsewhere(migration, direction).Statements);
        var same = here.Zip(elsewhere).TakeWhile(pair => pair.First == pair.Second).Count();
        // Where it makes no difference between these two, it may to a third.
        return told with { Known = same < here.Count ? same : 0 };
    }

    // It has had its say.
    private RenderedMigration Elsewhere(IMigration migration, Direction direction)
    {
        using var _ = QuietLoggers.Pause();
        return Once(migration, direction, $"Host=/{Marker};Database={Marker};Username={Marker};Password={Marker}");
    }

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
        catch (Exception exception) when (IsOfTheMigration(exception))
        {
            (opaque, at) = (Reason(exception), LocationOf(exception, migration));
            irreversible = direction == Direction.Up ? null
                : Reversibility.ReasonOf(exception) ?? (isLive ? Thrown(exception) : null);
        }

        calls?.Follow(context.Expressions);
        // Where it broke off, what stands there last may be half of an expression: nothing is held against it.
        var isWhole = opaque is null;
        IMigrationExpression? current = null;
        List<LintedLoss> losses = [];
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
                var before = _processor.Count;
                expression.ExecuteWith(_processor);
                if (_losses is not null)
                {
                    losses.AddRange(_losses.Of(expression).Select(loss => loss with
                    {
                        Command = _processor.Count > before ? _processor.Count : null,
                        Location = _processor.Location,
                    }));
                }
            }
        }
        catch (Exception exception) when (IsOfTheMigration(exception))
        {
            if ((isWhole || current is ExecuteEmbeddedSqlScriptExpressionBase or ExecuteSqlScriptExpression)
                && IsFault(exception, current))
                invalid = OneLine(exception.Message);
            if (opaque is null)
                (opaque, at) = (invalid ?? Reason(exception), LocationOf(exception, migration) ?? _processor.Location);
        }
        catch
        {
            // Nothing of it may be taken for the next one's.
            _processor.Take();
            throw;
        }

        var rendered = _processor.Take();
        return rendered with
        {
            Opaque = rendered.Opaque ?? opaque,
            OpaqueAt = rendered.OpaqueAt ?? at,
            Irreversible = irreversible,
            Invalid = invalid,
            Losses = _losses is null ? [] : [.. losses, .. LostCalls.Of(migration.GetType(), _assembly.FileOf(migration.GetType()))],
        };
    }

    private bool IsOfTheMigration(Exception exception) =>
        exception is not (OutOfMemoryException or ConfigurationException) || exception is ConfigurationException && _readsOn;

    // What an expression of somebody else's fails with may be the database that it does not have here.
    private static bool IsFault(Exception exception, IMigrationExpression? expression) =>
        exception is not OpaqueMigrationException && (expression is null
            || expression.GetType().Assembly.GetName().Name!.StartsWith("FluentMigrator", StringComparison.Ordinal));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    private SourceLocation? LocationOf(Exception exception, IMigration migration) =>
        _locates ? CallSite.Find(exception, migration.GetType()) : null;

    private static string Reason(Exception exception) =>
        exception is OpaqueMigrationException ? exception.Message : $"it fails without a database: {Thrown(exception)}";

    private static string Thrown(Exception exception)
    {
        var text = ThrownText.Of(exception, one => one.Message);
        return OtherVersion.Is(exception) ? $"{text.TrimEnd('.')}: {OtherVersion.Next}" : text;
    }
}
