namespace Migrator.SchemaCheck;

/// <summary>What stands in a schema under the name of the version table or the journal.</summary>
/// <param name="Kind">The server's letter for a relation's kind; <c>T</c> for a type.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Hidden">Whether row level security may hide rows of it from our role.</param>
/// <param name="Guarded">Whether it may keep our role from writing.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Unfilled">Those that must be filled, and fill themselves by no default.</param>
internal sealed record FoundTable(
    char Kind, string Owner, bool Hidden, bool Guarded, HashSet<string> Columns, HashSet<string> Unfilled)
{
    public bool IsReadable => Kind is 'r' or 'p' or 'v' or 'm' or 'f';

    public bool IsWritable => Kind is 'r' or 'p' or 'v' or 'f';

    /// <summary>What it is, in a word.</summary>
    public string Word => Kind switch
    {
        'r' or 'p' => "a table",
        'v' => "a view",
        'm' => "a materialized view",
        'f' => "a foreign table",
        'S' => "a sequence",
        'i' or 'I' => "an index",
        _ => "a type",
    };
}
