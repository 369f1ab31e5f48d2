using FluentMigrator.Expressions;
using FluentMigrator.Model;

namespace Migrator.FluentRunner.Rendering;

/// <summary>What of an expression FluentMigrator leaves out of its SQL, or writes as another value, without a word.</summary>
internal static class LostWords
{
    /// <summary>Each in a few words.</summary>
    public static IEnumerable<string> Of(IMigrationExpression expression) => expression switch
    {
        CreateTableExpression table => OfTable(table),
        CreateColumnExpression column => OfColumn(column.TableName, column.Column, isDescribed: false),
        AlterColumnExpression column => OfColumn(column.TableName, column.Column, isDescribed: true),
        AlterDefaultConstraintExpression constraint =>
            OfValue($"the default of {constraint.TableName}.{constraint.ColumnName}", constraint.DefaultValue),
        InsertDataExpression insert => insert.Rows.SelectMany(row => OfRow(insert.TableName, row)),
        UpdateDataExpression update => OfRow(update.TableName, [.. update.Set ?? [], .. update.Where ?? []]),
        DeleteDataExpression delete => delete.Rows.SelectMany(row => OfRow(delete.TableName, row)),
        _ => [],
    };

    private static IEnumerable<string> OfTable(CreateTableExpression table)
    {
        if (!string.IsNullOrEmpty(table.TableDescription))
            yield return $"the description of table {table.TableName} is left out";
        foreach (var lost in table.Columns.SelectMany(column => OfColumn(table.TableName, column, isDescribed: false)))
            yield return lost;
    }

    private static IEnumerable<string> OfColumn(string table, ColumnDefinition column, bool isDescribed)
    {
        if (!isDescribed && !string.IsNullOrEmpty(column.ColumnDescription))
            yield return $"the description of column {table}.{column.Name} is left out";
        foreach (var lost in OfValue($"the default of {table}.{column.Name}", column.DefaultValue))
            yield return lost;
    }

    private static IEnumerable<string> OfRow(string table, IEnumerable<KeyValuePair<string, object>> row) =>
        row.SelectMany(value => OfValue($"a value of {table}.{value.Key}", value.Value));

    private static IEnumerable<string> OfValue(string what, object? value) => value switch
    {
        // 1.12:00:00 is a day and some hours to the server.
        TimeSpan { Days: not 0 } => [$"{what}, a TimeSpan of a day or more, becomes another time"],
        DateTime time when time.Ticks % TimeSpan.TicksPerSecond != 0 => [$"{what} is cut to the second"],
        DateTimeOffset time when time.Ticks % TimeSpan.TicksPerSecond != 0 => [$"{what} is cut to the second"],
        // Without quotes it is a division.
        DateOnly => [$"{what}, a DateOnly, becomes a number"],
        _ => [],
    };
}
