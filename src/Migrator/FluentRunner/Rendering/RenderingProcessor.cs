using System.Data;
using FluentMigrator.Expressions;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.FluentRunner.Generating;

namespace Migrator.FluentRunner.Rendering;

/// <summary>FluentMigrator's PostgreSQL processor without a database: it collects the SQL, and refuses questions.</summary>
internal sealed class RenderingProcessor : Postgres15_0Processor
{
    private readonly List<RenderedStatement> _statements = [];
    private string? _opaque;
    private SourceLocation? _opaqueAt;
    private int? _known;
    private int _delegates;

    public RenderingProcessor(
        PostgresDbFactory factory,
        ExactGenerator generator,
        ILogger<Postgres15_0Processor> logger,
        IOptionsSnapshot<ProcessorOptions> options,
        IConnectionStringAccessor connectionString,
        PostgresOptions postgres)
        : base(factory, generator, logger, options, connectionString, postgres)
    {
        DatabaseType = generator.DatabaseType;
    }

    public override string DatabaseType { get; }

    public override IList<string> DatabaseTypeAliases => DatabaseNames.All;

    /// <summary>Where the migration asks for what comes now; null if nobody knows.</summary>
    public SourceLocation? Location { get; set; }

    /// <summary>What a question is answered, in order; where there is no answer left, it is refused.</summary>
    public Queue<object> Answers { get; set; } = [];

    /// <summary>What every question is answered whether something is there; null refuses it.</summary>
    public bool? Supposed { get; set; }

    /// <summary>How many statements were collected since the last time.</summary>
    public int Count => _statements.Count;

    /// <summary>What was collected since the last time.</summary>
    public RenderedMigration Take()
    {
        var rendered = new RenderedMigration([.. _statements], _opaque) { OpaqueAt = _opaqueAt, Known = _known };
        _statements.Clear();
        (_opaque, _opaqueAt, _known, _delegates, Location) = (null, null, null, 0, null);
        return rendered;
    }

    public override void Process(PerformDBOperationExpression expression)
    {
        _known ??= _statements.Count;
        _delegates++;
        (_opaque, _opaqueAt) = ("it runs C# code of its own on the connection", _opaqueAt ?? Location);
    }

    public override bool Exists(string template, params object[] args) => Supposed ?? Answer<bool>();

    public override DataSet Read(string template, params object[] args) => Answer<DataSet>();

    protected override void Process(string sql)
    {
        if (!string.IsNullOrWhiteSpace(sql))
            _statements.Add(new(sql, _statements.Count + _delegates + 1, Location));
    }

    protected override void EnsureConnectionIsOpen() => throw Question();

    protected override void EnsureConnectionIsClosed()
    {
    }

#pragma warning disable CA2215 // There is no connection to close.
    protected override void Dispose(bool isDisposing)
#pragma warning restore CA2215
    {
    }

    private T Answer<T>() => Answers.TryDequeue(out var answer) && answer is T known ? known : throw Question();

    private static OpaqueMigrationException Question() => new("it depends on what is in the database");
}
