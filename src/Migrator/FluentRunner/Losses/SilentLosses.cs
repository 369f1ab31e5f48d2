using System.Data;
using System.Globalization;
using FluentMigrator;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure.Extensions;
using FluentMigrator.Model;
using FluentMigrator.Postgres;
using Migrator.Linting.State;

namespace Migrator.FluentRunner.Losses;

/// <summary>
/// What FluentMigrator 8.0.1 makes something else of for PostgreSQL, or leaves out, without a word, and what is not written
/// otherwise here, either: the schema is to be the one that FluentMigrator makes. Asked of expressions in the order in which they
/// run, since it remembers which columns have a default.
/// </summary>
internal sealed class SilentLosses
{
    private readonly KnownDefaults _defaults = new();

    /// <summary>What is lost of an expression.</summary>
    public IEnumerable<LintedLoss> Of(IMigrationExpression expression)
    {
        LintedLoss[] losses =
        [
            .. expression switch
            {
                CreateTableExpression table => table.Columns.SelectMany(column => OfColumn(table.TableName, column)),
                CreateColumnExpression added =>
                    [.. OfColumn(added.TableName, added.Column), .. OfKey(added.TableName, added.Column)],
                AlterColumnExpression altered =>
                [
                    .. OfColumn(altered.TableName, altered.Column), .. OfKey(altered.TableName, altered.Column),
                    .. OfAltered(altered),
                ],
                CreateIndexExpression index => OfIndex(index.Index),
                InsertDataExpression { Rows.Count: 0 } rows =>
                    [Error($"Insert.IntoTable(\"{rows.TableName}\") without a Row(...) inserts nothing")],
                DeleteDataExpression { Rows.Count: 0, IsAllRows: false } rows =>
                    [Error($"Delete.FromTable(\"{rows.TableName}\") without a Row(...) deletes nothing; AllRows() deletes all")],
                _ => (IEnumerable<LintedLoss>)[],
            },
            .. Values(expression).OfType<DateTime>().Where(time => time.Kind == DateTimeKind.Local).Take(1)
                .Select(time => Warning("a DateTime of the kind Local is written without its offset, and read as UTC; a "
                    + "DateTimeOffset has it")),
        ];
        _defaults.Note(expression);
        return losses;
    }

    private static IEnumerable<LintedLoss> OfColumn(string table, ColumnDefinition column)
    {
        var name = $"{table}.{column.Name}";
        if (column.IsUnique)
            yield return Warning($"Unique() of {name} makes a unique index, no constraint; Create.UniqueConstraint(...) does");
        if (column is { IsForeignKey: true, ForeignKey: null })
            yield return Error($"ForeignKey() of {name} makes no foreign key; ForeignKey(table, column) does");
        if (column is { Expression: not null, ExpressionStored: false, ModificationType: ColumnModificationType.Create })
            yield return Warning($"Computed(...) of {name} is stored; one that is not takes SQL, and PostgreSQL 18");
        if (column is { Type: DbType.Binary, Size: { } size and < int.MaxValue })
        {
            yield return Warning(string.Create(CultureInfo.InvariantCulture,
                $"AsBinary({size}) of {name} is bytea without a limit; a CHECK has one"));
        }

        if (column.DefaultValue is SystemMethods.NewSequentialId)
        {
            yield return Warning($"NewSequentialId of {name} is uuid_generate_v1() of uuid-ossp, which is in no order; uuidv7() "
                + "of PostgreSQL 18 is");
        }
    }

    private static IEnumerable<LintedLoss> OfKey(string table, ColumnDefinition column)
    {
        if (column.IsPrimaryKey)
        {
            yield return Error($"PrimaryKey() of {table}.{column.Name}, a column of a table that is there, makes no primary key; "
                + "Create.PrimaryKey(...).OnTable(...).Column(...) does");
        }
    }

    private IEnumerable<LintedLoss> OfAltered(AlterColumnExpression altered)
    {
        var name = $"{altered.TableName}.{altered.Column.Name}";
        if (altered.Column.Expression is not null)
            yield return Error($"Computed(...) of {name}, a column that is there, is left out; drop it and add it");
        if (altered.Column.DefaultValue is ColumnDefinition.UndefinedDefaultValue && _defaults.Has(altered))
        {
            yield return Warning($"{name} keeps the default that it has, which this Alter.Column does not name; "
                + "Delete.DefaultConstraint() drops it");
        }
    }

    private static IEnumerable<LintedLoss> OfIndex(IndexDefinition index)
    {
        if (index.IsClustered)
            yield return Warning($"Clustered() of {index.Name} is left out; CLUSTER orders a table once");
        if (index.AdditionalFeatures.ContainsKey(PostgresExtensions.NullsSort))
            yield return Error($"Nulls(...) of {index.Name} is left out; NullsFirst() and NullsLast() are kept");

        var method = index.GetAdditionalFeature<PostgresIndexAlgorithmDefinition>(PostgresExtensions.IndexAlgorithm)?.Algorithm
            ?? Algorithm.BTree;
        if (method != Algorithm.BTree && index.Columns.Any(IsOrdered))
            yield return Warning($"the order of {index.Name} is left out: an index of the method {method} has none");
        if (index.Columns.Count > 1 && index.Columns.Any(IsNotDistinct) && !index.Columns.All(IsNotDistinct))
        {
            yield return Warning($"NullsNotDistinct() of one column of {index.Name} is of all of them: PostgreSQL has it for a "
                + "whole index");
        }
    }

    private static bool IsOrdered(IndexColumnDefinition column) =>
        column.Direction == FluentMigrator.Model.Direction.Descending
            || column.AdditionalFeatures.ContainsKey(PostgresExtensions.NullsSort);

    private static bool IsNotDistinct(IndexColumnDefinition column) =>
        column.AdditionalFeatures.TryGetValue(PostgresExtensions.IndexColumnNullsDistinct, out var distinct) && distinct is false;

    private static IEnumerable<object?> Values(IMigrationExpression expression) => expression switch
    {
        InsertDataExpression rows => rows.Rows.SelectMany(row => row.Select(value => value.Value)),
        UpdateDataExpression rows => (rows.Set ?? []).Concat(rows.Where ?? []).Select(value => value.Value),
        DeleteDataExpression rows => rows.Rows.SelectMany(row => row.Select(value => value.Value)),
        CreateTableExpression table => table.Columns.Select(column => column.DefaultValue),
        CreateColumnExpression added => [added.Column.DefaultValue],
        AlterDefaultConstraintExpression altered => [altered.DefaultValue],
        _ => [],
    };

    private static LintedLoss Error(string subject) => new(subject, IsGone: true);

    private static LintedLoss Warning(string subject) => new(subject, IsGone: false);
}
