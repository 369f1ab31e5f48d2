using System.Data;
using FluentMigrator.Runner.Initialization;
using FluentMigrator.Runner.Processors;
using FluentMigrator.Runner.Processors.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrator.FluentRunner.Generating;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's PostgreSQL processor, but a question without a schema (<c>Schema.Table("x").Exists()</c>) is about the
/// default schema, where unqualified names land; FluentMigrator would look in public.
/// </summary>
internal abstract class DefaultSchemaProcessor(
    PostgresDbFactory factory,
    ExactGenerator generator,
    ILogger<Postgres15_0Processor> logger,
    IOptionsSnapshot<ProcessorOptions> options,
    IConnectionStringAccessor connectionString,
    PostgresOptions postgres,
    string schema)
    : Postgres15_0Processor(factory, generator, logger, options, connectionString, postgres)
{
    public override string DatabaseType { get; } = generator.DatabaseType;

    public override IList<string> DatabaseTypeAliases => DatabaseNames.All;

    public override bool TableExists(string schemaName, string tableName) => base.TableExists(Or(schemaName), tableName);

    public override bool ColumnExists(string schemaName, string tableName, string columnName) =>
        base.ColumnExists(Or(schemaName), tableName, columnName);

    public override bool ConstraintExists(string schemaName, string tableName, string constraintName) =>
        base.ConstraintExists(Or(schemaName), tableName, constraintName);

    public override bool IndexExists(string schemaName, string tableName, string indexName) =>
        base.IndexExists(Or(schemaName), tableName, indexName);

    public override bool SequenceExists(string schemaName, string sequenceName) =>
        base.SequenceExists(Or(schemaName), sequenceName);

    public override bool DefaultValueExists(string schemaName, string tableName, string columnName, object defaultValue) =>
        base.DefaultValueExists(Or(schemaName), tableName, columnName, defaultValue);

    public override DataSet ReadTableData(string schemaName, string tableName) => base.ReadTableData(Or(schemaName), tableName);

    private string Or(string? schemaName) => string.IsNullOrEmpty(schemaName) ? schema : schemaName;
}
