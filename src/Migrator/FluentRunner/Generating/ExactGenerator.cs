using System.Globalization;
using FluentMigrator.Expressions;
using FluentMigrator.Model;
using FluentMigrator.Postgres;
using FluentMigrator.Runner.Generators;
using FluentMigrator.Runner.Generators.Postgres;
using Microsoft.Extensions.Options;

namespace Migrator.FluentRunner.Generating;

/// <summary>
/// The generator of FluentMigrator's that was chosen, but what it loses without a word is written. Seen with 8.0.1; the page
/// from-fluentmigrator.md has the table.
/// </summary>
internal sealed class ExactGenerator(ChosenGenerator chosen, ExactQuoter quoter, IOptions<GeneratorOptions> options)
    : Postgres15_0Generator(chosen.Columns, quoter, options)
{
    /// <summary>What <c>IfDatabase</c> is asked about.</summary>
    public string DatabaseType => chosen.DatabaseType;

    public override string GeneratorId => chosen.Own.GeneratorId;

    // Its own columns write identity columns; in strict mode it refuses them all the same. A serial has none of it.
    public override bool IsAdditionalFeatureSupported(string feature) =>
        (!chosen.Choice.WritesSerial
            && (feature == PostgresExtensions.IdentityGeneration || feature == PostgresExtensions.IdentityModificationType))
        || base.IsAdditionalFeatureSupported(feature);

    public override string Generate(CreateIndexExpression expression) => chosen.Own.Generate(expression);

    public override string Generate(InsertDataExpression expression) => chosen.Own.Generate(expression);

    public override string Generate(CreateTableExpression expression) =>
        base.Generate(expression) + OfTable(expression.SchemaName, expression.TableName, expression.TableDescription)
        + string.Concat(expression.Columns.Select(column => OfColumn(expression.SchemaName, expression.TableName, column)));

    public override string Generate(AlterTableExpression expression) =>
        base.Generate(expression) + OfTable(expression.SchemaName, expression.TableName, expression.TableDescription);

    public override string Generate(CreateColumnExpression expression) =>
        base.Generate(expression) + OfColumn(expression.SchemaName, expression.TableName, expression.Column);

    public override string Generate(AlterColumnExpression expression)
    {
        // It has descriptions of its own here, and here alone, with a word before them that nobody wrote.
        var description = expression.Column.ColumnDescription;
        expression.Column.ColumnDescription = null;
        try
        {
            return base.Generate(expression)
                + OfColumn(expression.SchemaName, expression.TableName, expression.Column, description);
        }
        finally
        {
            expression.Column.ColumnDescription = description;
        }
    }

    // It forgets the schema of a table that need not be there, and drops the one of that name in public.
    public override string Generate(DeleteTableExpression expression) =>
        expression.IfExists
            ? FormatStatement(DropTableIfExists, Quoter.QuoteTableName(expression.TableName, expression.SchemaName))
            : base.Generate(expression);

    // A cache of one is what a sequence has that says nothing; it refuses to write it, and makes no sequence.
    public override string Generate(CreateSequenceExpression expression)
    {
        var cache = expression.Sequence.Cache;
        expression.Sequence.Cache = cache == 1 ? null : cache;
        try
        {
            return base.Generate(expression);
        }
        finally
        {
            expression.Sequence.Cache = cache;
        }
    }

    private string OfTable(string schema, string table, string? description) => string.IsNullOrEmpty(description) ? ""
        : $"COMMENT ON TABLE {Quoter.QuoteTableName(table, schema)} IS {Quoter.QuoteValue(description)};";

    private string OfColumn(string schema, string table, ColumnDefinition column) =>
        OfColumn(schema, table, column, column.ColumnDescription);

    private string OfColumn(string schema, string table, ColumnDefinition column, string? description) =>
        string.IsNullOrEmpty(description) && column.AdditionalColumnDescriptions.Count == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture,
            $"COMMENT ON COLUMN {Quoter.QuoteTableName(table, schema)}.{Quoter.QuoteColumnName(column.Name)} "
            + $"IS {Quoter.QuoteValue(Whole(column, description))};");

    // Further descriptions have a name each; the first is then called by its own.
    private static string Whole(ColumnDefinition column, string? description) =>
        column.AdditionalColumnDescriptions.Count == 0 ? description!
        : string.Join('\n', ((string?[])[string.IsNullOrEmpty(description) ? null : $"Description:{description}",
            .. column.AdditionalColumnDescriptions.Select(more => $"{more.Key}:{more.Value}")]).Where(line => line is not null));
}
