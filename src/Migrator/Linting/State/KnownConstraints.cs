using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>The constraints and indexes of a table, by their names; those that have none by the names that the server gives
/// them.</summary>
internal sealed class KnownConstraints
{
    private readonly Dictionary<string, SqlChange> _checks = [];
    private readonly Dictionary<string, SqlChange> _indexes = [];
    private readonly Dictionary<string, SqlChange> _foreignKeys = [];

    public IReadOnlyCollection<SqlChange> Checks => _checks.Values;

    /// <summary>The indexes, those of constraints included.</summary>
    public IReadOnlyCollection<SqlChange> Indexes => _indexes.Values;

    public IReadOnlyCollection<SqlChange> ForeignKeys => _foreignKeys.Values;

    /// <summary>A CHECK; null if there is none of the name.</summary>
    public SqlChange? Check(string name) => _checks.GetValueOrDefault(name);

    /// <summary>An index; null if there is none of the name.</summary>
    public SqlChange? Index(string name) => _indexes.GetValueOrDefault(name);

    public void SetCheck(string name, SqlChange check) => _checks[name] = check;

    /// <summary>Adds one.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="constraint">What makes it.</param>
    /// <param name="isColumn">Whether the table has a column of a name.</param>
    public void Add(string table, SqlChange constraint, Func<string, bool> isColumn)
    {
        var all = constraint.Kind switch
        {
            ChangeKind.AddCheck => _checks,
            ChangeKind.AddForeignKey => _foreignKeys,
            _ => _indexes,
        };
        all[constraint.Name.Length > 0 ? constraint.Name
            : ServerNames.Of(table, constraint, isColumn, name => All.Any(one => one.ContainsKey(name)))] = constraint;
    }

    public void Drop(string name)
    {
        foreach (var constraints in All)
            constraints.Remove(name);
    }

    public void Rename(string name, string renamed)
    {
        foreach (var constraints in All)
        {
            if (constraints.Remove(name, out var constraint))
                constraints[renamed] = constraint;
        }
    }

    public void DropIndex(string name) => _indexes.Remove(name);

    public void RenameIndex(string name, string renamed)
    {
        if (_indexes.Remove(name, out var index))
            _indexes[renamed] = index;
    }

    /// <summary>Removes those that say of a column alone that it is NOT NULL.</summary>
    public void DropNotNull(string column)
    {
        foreach (var (name, _) in _checks.Where(one => one.Value.Kind == ChangeKind.SetNotNull
            && one.Value.NotNullColumns.Contains(column)).ToList())
            _checks.Remove(name);
    }

    /// <summary>With a column goes whatever has it in it.</summary>
    public void DropColumn(string column)
    {
        foreach (var constraints in All)
        {
            foreach (var (name, one) in constraints.ToList())
            {
                if (one.KeyColumns.Contains(column) || one.NotNullColumns.Contains(column) || one.Mentions.Contains(column))
                    constraints.Remove(name);
            }
        }
    }

    public void RenameColumn(string column, string renamed)
    {
        foreach (var constraints in All)
        {
            foreach (var (name, one) in constraints.ToList())
                constraints[name] = one with
                {
                    KeyColumns = Renamed(one.KeyColumns, column, renamed),
                    NotNullColumns = Renamed(one.NotNullColumns, column, renamed),
                    Mentions = Renamed(one.Mentions, column, renamed),
                };
        }
    }

    /// <summary>Columns, one of which is called otherwise.</summary>
    public static IReadOnlyList<string> Renamed(IReadOnlyList<string> columns, string column, string renamed) =>
        [.. columns.Select(one => one == column ? renamed : one)];

    private Dictionary<string, SqlChange>[] All => [_checks, _indexes, _foreignKeys];
}
