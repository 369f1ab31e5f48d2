using System.Data;
using System.Globalization;
using FluentMigrator.Expressions;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.FluentRunner.Generating;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's PostgreSQL processor on our session: hands on what FluentMigrator wants done, and never opens, reopens or
/// closes a connection.
/// </summary>
internal sealed class MigrationProcessor : DefaultSchemaProcessor
{
    private readonly StepSession _session;

    public MigrationProcessor(
        PostgresDbFactory factory,
        ExactGenerator generator,
        ILogger<Postgres15_0Processor> logger,
        IOptionsSnapshot<ProcessorOptions> options,
        IConnectionStringAccessor connectionString,
        PostgresOptions postgres,
        StepSession session)
        : base(factory, generator, logger, options, connectionString, postgres, session.Schema)
    {
        _session = session;
        Connection = session.Connection;
    }

    /// <summary>What the step in hand was answered by the database, in order: rows, or whether there are any.</summary>
    public List<object> Answers { get; } = [];

    public override void BeginTransaction() => _session.Begin();

    public override void CommitTransaction() => _session.Commit();

    public override void RollbackTransaction() => _session.Rollback();

    public override void Process(PerformDBOperationExpression expression) =>
        _session.Run((connection, transaction) => expression.Operation?.Invoke(connection, transaction));

    public override DataSet Read(string template, params object[] args) =>
        Answered(_session.Read(Format(template, args), reader => reader.ReadDataSet()));

    public override bool Exists(string template, params object[] args) =>
        Answered(_session.Read(Format(template, args), reader => reader.Read()));

    protected override void Process(string sql) => _session.Execute(sql);

    // FluentMigrator would open a lost connection again, without the lock.
    protected override void EnsureConnectionIsOpen() => _session.VerifyConnection();

    protected override void EnsureConnectionIsClosed()
    {
    }

#pragma warning disable CA2215 // The base would close the session, which belongs to the run.
    protected override void Dispose(bool isDisposing)
#pragma warning restore CA2215
    {
    }

    private T Answered<T>(T answer)
        where T : notnull
    {
        Answers.Add(answer);
        return answer;
    }

    private static string Format(string template, object[] args) => string.Format(CultureInfo.InvariantCulture, template, args);
}
