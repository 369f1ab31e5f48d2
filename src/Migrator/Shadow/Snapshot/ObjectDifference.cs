namespace Migrator;

/// <summary>An object that is not the same in two snapshots; at least one side has it.</summary>
/// <param name="Expected">As it should be; null if it should not be there.</param>
/// <param name="Actual">As it is; null if it is not there.</param>
public sealed record ObjectDifference(SchemaObject? Expected, SchemaObject? Actual)
{
    /// <summary>The object, as either side has it.</summary>
    public SchemaObject Subject => (Expected ?? Actual)!;

    /// <summary><c>missing</c>, <c>unexpected</c> or <c>different</c>.</summary>
    public string Word => Actual is null ? "missing" : Expected is null ? "unexpected" : "different";
}
