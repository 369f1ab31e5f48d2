using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>The names that the migrations so far have given to something: an extension, a type, a function.</summary>
internal sealed class KnownNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Takes note of what a statement makes.</summary>
    public void Note(SqlStatement statement) =>
        _names.UnionWith(MadeObjects.Of(statement).Where(made => made.Class != ObjectClass.Column)
            .Select(made => made.Name.Name));
}
