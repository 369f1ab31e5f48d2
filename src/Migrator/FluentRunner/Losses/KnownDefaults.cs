using FluentMigrator.Expressions;
using FluentMigrator.Model;

namespace Migrator.FluentRunner.Losses;

/// <summary>The columns that have a default, as far as expressions tell.</summary>
internal sealed class KnownDefaults
{
    private readonly HashSet<(string Schema, string Table, string Column)> _columns = [];

    public bool Has(AlterColumnExpression altered) =>
        _columns.Contains(Of(altered.SchemaName, altered.TableName, altered.Column.Name));

    /// <summary>Takes note of what an expression does.</summary>
    public void Note(IMigrationExpression expression)
    {
        switch (expression)
        {
            case CreateTableExpression table:
                Forget(table.SchemaName, table.TableName);
                foreach (var column in table.Columns)
                    Note(table.SchemaName, table.TableName, column);
                break;
            case CreateColumnExpression added:
                Note(added.SchemaName, added.TableName, added.Column);
                break;
            case AlterDefaultConstraintExpression altered:
                _columns.Add(Of(altered.SchemaName, altered.TableName, altered.ColumnName));
                break;
            case DeleteDefaultConstraintExpression deleted:
                _columns.Remove(Of(deleted.SchemaName, deleted.TableName, deleted.ColumnName));
                break;
            case DeleteColumnExpression deleted:
                foreach (var column in deleted.ColumnNames)
                    _columns.Remove(Of(deleted.SchemaName, deleted.TableName, column));
                break;
            case DeleteTableExpression deleted:
                Forget(deleted.SchemaName, deleted.TableName);
                break;
            case RenameTableExpression renamed:
                Forget(renamed.SchemaName, renamed.OldName);
                break;
            case RenameColumnExpression renamed:
                _columns.Remove(Of(renamed.SchemaName, renamed.TableName, renamed.OldName));
                break;
            // Whatever SQL of the migration's own does to a default is not followed: nothing is said that may not be so.
            case ExecuteSqlScriptExpressionBase { } sql when Mentions(sql):
                _columns.Clear();
                break;
        }
    }

    private static bool Mentions(ExecuteSqlScriptExpressionBase sql) => sql is not ExecuteSqlStatementExpression statement
        || statement.SqlStatement?.Contains("default", StringComparison.OrdinalIgnoreCase) != false;

    private void Note(string? schema, string table, ColumnDefinition column)
    {
        // DEFAULT NULL is none.
        if (column.DefaultValue is not (null or DBNull or ColumnDefinition.UndefinedDefaultValue))
            _columns.Add(Of(schema, table, column.Name));
    }

    private void Forget(string? schema, string table) =>
        _columns.RemoveWhere(one => (one.Schema, one.Table) == (Of(schema, table, "").Schema, table));

    private static (string Schema, string Table, string Column) Of(string? schema, string table, string column) =>
        (string.IsNullOrEmpty(schema) ? "public" : schema, table, column);
}
