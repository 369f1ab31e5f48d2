using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>The domains that the migrations so far have made, and what they are made of.</summary>
internal sealed class KnownDomains
{
    // A type's text has lost its case; so do their names here.
    private readonly Dictionary<RelationName, SqlChange> _domains = [];

    /// <summary>Why every row is written anew when a column of this type is added, whatever the type's own constraints or default
    /// give it; null if it is no domain that is known to have them.</summary>
    public string? RewriteOf(ColumnDefinition column)
    {
        if (Chain(column.Type).Any(domain => domain.Checked))
            return $"of the domain {column.Type}, whose constraint is asked for every row";

        return Find(column.Type) is { VolatileFunction: { } function } && !column.HasDefault
            ? $"of the domain {column.Type}, whose default calls {function}() for every row" : null;
    }

    /// <summary>What a type is to the server: a domain without a constraint is what it is made of. Null for one with a
    /// constraint.</summary>
    public string? BaseOf(string type)
    {
        foreach (var domain in Chain(type))
        {
            if (domain.Checked)
                return null;
            type = domain.Name;
        }

        return type;
    }

    /// <summary>Takes note of a change; whether it was one of a domain.</summary>
    public bool Apply(SqlChange change, RelationName name)
    {
        var key = Key(name);
        switch (change.Kind)
        {
            case ChangeKind.CreateDomain:
                _domains[key] = change;
                return true;
            case ChangeKind.AddCheck or ChangeKind.SetNotNull when _domains.TryGetValue(key, out var domain):
                _domains[key] = domain with { Checked = true };
                return true;
            // What is called otherwise from now on is not followed.
            case ChangeKind.DropOther or ChangeKind.SetSchema:
            case ChangeKind.Rename when change.Name.Length == 0:
                return _domains.Remove(key);
            default:
                return false;
        }
    }

    // From a domain to what it is made of, and on. One that is called as what it is made of, such as text, is followed once.
    private IEnumerable<SqlChange> Chain(string type)
    {
        HashSet<SqlChange> seen = new(ReferenceEqualityComparer.Instance);
        while (Find(type) is { } domain && seen.Add(domain))
        {
            yield return domain;
            type = domain.Name;
        }
    }

    private SqlChange? Find(string type)
    {
        var names = type.Split('.');
        return names.Length > 2 ? null
            : _domains.GetValueOrDefault(new(names.Length == 2 ? names[0].Trim('"') : null, names[^1].Trim('"')));
    }

    private static RelationName Key(RelationName name) => new(name.Schema?.ToLowerInvariant(), name.Name.ToLowerInvariant());
}
