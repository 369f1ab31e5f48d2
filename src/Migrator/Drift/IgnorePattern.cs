using System.IO.Enumeration;

namespace Migrator;

/// <summary>
/// Objects that do not count: <c>audit_*</c>, <c>orders.ix_dba_*</c>, <c>billing.invoices</c>, or of one kind only,
/// <c>index:ix_dba_*</c>. Whoever ignores a table ignores what is part of it. <c>*</c> stands for any text, <c>?</c> for one
/// letter.
/// </summary>
public sealed class IgnorePattern
{
    private static readonly Dictionary<string, ObjectKind> Kinds = Enum.GetValues<ObjectKind>()
        .ToDictionary(kind => new SchemaObject(kind, "", "", "").Noun.Replace(' ', '-'), StringComparer.OrdinalIgnoreCase);

    private readonly ObjectKind? _kind;
    private readonly string _names;

    private IgnorePattern(ObjectKind? kind, string names) => (_kind, _names) = (kind, names);

    /// <summary>Reads a pattern. False where the word before a colon is no kind of object, or nothing stands behind it.</summary>
    public static bool TryParse(string text, out IgnorePattern pattern)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isKind = Kinds.TryGetValue(colon < 0 ? "" : text[..colon].Trim(), out var kind);
        pattern = new(isKind ? kind : null, text[(colon + 1)..].Trim());
        return pattern._names.Length > 0 && (isKind || colon < 0);
    }

    /// <summary>Whether it means an object, or what that is part of.</summary>
    public bool Matches(SchemaObject one, string defaultSchema)
    {
        ArgumentNullException.ThrowIfNull(one);
        return (_kind is null || _kind == one.Kind)
            && Names(one, defaultSchema).Any(name => FileSystemName.MatchesSimpleExpression(_names, name, ignoreCase: false));
    }

    private static string[] Names(SchemaObject one, string defaultSchema)
    {
        string[] names = [one.DottedName(""), one.DottedName(defaultSchema)];
        return one.Table is not { } table
            ? names : [.. names, $"{one.Schema}.{table}", .. one.Schema == defaultSchema ? (string[])[table] : []];
    }
}
