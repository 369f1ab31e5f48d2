using Migrator.Shadow.Snapshot;
namespace Migrator.Drift;

/// <summary>What of a live database is the migrations' business: the default schema, and every other one in which they make
/// something.</summary>
internal sealed class DriftScope
{
    private readonly HashSet<string> _schemas;
    private readonly HashSet<string> _made;

    /// <param name="expected">What the migrations make.</param>
    /// <param name="defaultSchema">The schema of unqualified names.</param>
    public DriftScope(CatalogSnapshot expected, string defaultSchema)
    {
        _schemas = [defaultSchema,
            .. expected.Objects.Where(one => (one.On ?? one.Kind) != ObjectKind.Schema).Select(one => one.Schema)];
        // Every new database has this one.
        _made = [.. expected.Objects.Where(one => one.Kind == ObjectKind.Schema
            && (one.Name != "public" || _schemas.Contains("public"))).Select(one => one.Name)];
    }

    /// <summary>
    /// Whether a difference counts. Rights and owners are each environment's own; what belongs to the whole database, such as an
    /// extension, is another's unless the migrations make it.
    /// </summary>
    public bool Has(ObjectDifference difference) => difference.Subject switch
    {
        { Kind: ObjectKind.Privileges } => false,
        { Schema: "" } => difference.Expected is not null,
        { On: ObjectKind.Schema } or { Kind: ObjectKind.Schema } => _made.Contains(difference.Subject.Name),
        _ => _schemas.Contains(difference.Subject.Schema),
    };
}
