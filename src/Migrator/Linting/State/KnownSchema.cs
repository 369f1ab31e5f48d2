using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>
/// What the migrations so far have left, as far as their text tells and a rule asks: with it, the last step of a safe sequence is
/// known from an unsafe one. It need not be complete; what it does not know is reported.
/// </summary>
internal sealed class KnownSchema
{
    private readonly Dictionary<RelationName, Facts> _tables = [];
    private readonly Dictionary<string, RelationName> _indexes = [];

    public bool HasTable(RelationName table) => _tables.TryGetValue(table, out var facts) && facts.Created;

    /// <summary>Whether every row surely has a value, so that SET NOT NULL need not look.</summary>
    public bool IsProvenNotNull(RelationName table, string column) =>
        _tables.TryGetValue(table, out var facts)
            && facts.Checks.Values.Any(check => check.Valid && check.NotNullColumn == column);

    /// <summary>The column of which a constraint proves that it has a value; null if that is not what it is.</summary>
    public string? NotNullColumnOf(RelationName table, string constraint) =>
        _tables.TryGetValue(table, out var facts) ? facts.Checks.GetValueOrDefault(constraint)?.NotNullColumn : null;

    public bool HasValidCheck(RelationName table) =>
        _tables.TryGetValue(table, out var facts) && facts.Checks.Values.Any(check => check.Valid);

    /// <summary>A column's type; null if it is not known.</summary>
    public string? TypeOf(RelationName table, string column) =>
        _tables.TryGetValue(table, out var facts) ? facts.Types.GetValueOrDefault(column) : null;

    public RelationName? TableOfIndex(string index) => _indexes.TryGetValue(index, out var table) ? table : null;

    public void Apply(SqlChange change)
    {
        if (change.Kind == ChangeKind.DropIndex)
            _indexes.Remove(change.Name);
        if (change.Table is not { } table)
            return;

        switch (change)
        {
            case { Kind: ChangeKind.CreateTable }:
                Of(table).Created = true;
                foreach (var column in change.Columns)
                    Of(table).Types[column.Name] = column.Type;
                break;
            // What is called otherwise from now on is not followed.
            case { Kind: ChangeKind.DropTable or ChangeKind.SetSchema } or { Kind: ChangeKind.Rename, Name: "" }:
                _tables.Remove(table);
                break;
            case { Kind: ChangeKind.AddColumn, Column: { } column }:
                Of(table).Types[column.Name] = column.Type;
                break;
            case { Kind: ChangeKind.ChangeType }:
                Of(table).Types[change.Name] = change.Action;
                break;
            case { Kind: ChangeKind.DropColumn or ChangeKind.Rename }:
                Of(table).Forget(change.Name);
                break;
            case { Kind: ChangeKind.AddCheck, Name.Length: > 0 }:
                Of(table).Checks[change.Name] = new(change.NotNullColumn, !change.NotValid);
                break;
            case { Kind: ChangeKind.ValidateConstraint } when Of(table).Checks.TryGetValue(change.Name, out var check):
                Of(table).Checks[change.Name] = check with { Valid = true };
                break;
            case { Kind: ChangeKind.DropConstraint }:
                Of(table).Checks.Remove(change.Name);
                break;
            case { Kind: ChangeKind.CreateIndex }:
                _indexes[change.Name] = table;
                break;
        }
    }

    private Facts Of(RelationName table)
    {
        if (!_tables.TryGetValue(table, out var facts))
            _tables.Add(table, facts = new());
        return facts;
    }

    private sealed record Check(string? NotNullColumn, bool Valid);

    private sealed class Facts
    {
        public bool Created { get; set; }

        public Dictionary<string, string> Types { get; } = [];

        public Dictionary<string, Check> Checks { get; } = [];

        public void Forget(string column)
        {
            Types.Remove(column);
            foreach (var name in Checks.Where(one => one.Value.NotNullColumn == column).Select(one => one.Key).ToList())
                Checks.Remove(name);
        }
    }
}
