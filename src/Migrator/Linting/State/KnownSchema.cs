using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>
/// What the migrations so far have left, as far as their text tells and a rule asks: with it, the last step of a safe sequence is
/// known from an unsafe one. It need not be complete; what it does not know is reported.
/// </summary>
internal sealed class KnownSchema
{
    private static readonly KnownTable Nothing = new();

    private readonly Dictionary<RelationName, KnownTable> _tables = [];
    private readonly Dictionary<RelationName, SqlChange> _domains = [];
    private readonly Dictionary<string, RelationName> _indexes = [];

    /// <summary>The names that were given so far.</summary>
    public KnownNames Names { get; } = new();

    /// <summary>What is known of a table; of one that is not known, nothing.</summary>
    public KnownTable this[RelationName table] => _tables.GetValueOrDefault(table, Nothing);

    public RelationName? TableOfIndex(string index) => _indexes.TryGetValue(index, out var table) ? table : null;

    /// <summary>Why every row is written anew when a column of this type is added, whatever the type's own constraints or default
    /// give it; null if it is no domain that is known to have them.</summary>
    public string? RewriteOf(ColumnDefinition column) => Domain(column.Type) switch
    {
        { Checked: true } => $"of the domain {column.Type}, whose constraint is asked for every row",
        { VolatileFunction: { } function } when !column.HasDefault =>
            $"of the domain {column.Type}, whose default calls {function}() for every row",
        _ => null,
    };

    /// <summary>Whether a change of a column's type touches no row and builds no index, as far as the migrations tell.</summary>
    public bool IsFree(SqlChange change)
    {
        if (change is not { Table: { } table, NewType: { } type } || this[table] is not { } facts
            || facts.Column(change.Name) is not { Type: { } before } column)
            return false;

        var (from, to) = (BaseOf(before), BaseOf(type));
        return to is not null && from is not null && ColumnTypes.IsFree(from, to) && column.Collation == change.Collation
            && !facts.IsMentioned(change.Name) && (ColumnTypes.KeepsIndexes(from, to) || !facts.IsIndexed(change.Name))
            && (ColumnTypes.IsSame(from, to) || !facts.IsForeignKey(change.Name));
    }

    public void Apply(SqlChange change)
    {
        if (change.Kind == ChangeKind.DropIndex && _indexes.Remove(change.Name, out var indexed))
            Of(indexed).Indexes.Remove(change.Name);
        if (change.Table is not { } table)
            return;

        switch (change.Kind)
        {
            case ChangeKind.CreateDomain:
                _domains[table] = change;
                break;
            // What is called otherwise from now on is not followed.
            case ChangeKind.DropTable or ChangeKind.SetSchema:
            case ChangeKind.Rename when change.Name.Length == 0:
                _tables.Remove(table);
                _domains.Remove(table);
                break;
            case ChangeKind.AddCheck or ChangeKind.SetNotNull when _domains.TryGetValue(table, out var domain):
                _domains[table] = domain with { Checked = true };
                break;
            case ChangeKind.CreateIndex:
                _indexes[change.Name] = table;
                Of(table).Apply(change);
                break;
            case ChangeKind.CreatePartition when change.Other is { } partition:
                Of(table).Attach(partition, change);
                Of(partition).Created = true;
                break;
            default:
                Of(table).Apply(change);
                break;
        }
    }

    // A domain without a constraint is what it is made of.
    private string? BaseOf(string type) => Domain(type) is not { } domain ? type : domain.Checked ? null : BaseOf(domain.Name);

    private SqlChange? Domain(string type)
    {
        var names = type.Split('.');
        return names.Length > 2 ? null
            : _domains.GetValueOrDefault(new(names.Length == 2 ? names[0].Trim('"') : null, names[^1].Trim('"')));
    }

    private KnownTable Of(RelationName table)
    {
        if (!_tables.TryGetValue(table, out var facts))
            _tables.Add(table, facts = new());
        return facts;
    }
}
