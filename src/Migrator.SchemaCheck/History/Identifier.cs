using System.Text;

namespace Migrator.SchemaCheck;

/// <summary>
/// PostgreSQL identifiers that this product puts into SQL itself: schema, version table, columns and role.
/// Only plain ones are accepted, so that a setting can never smuggle SQL in.
/// </summary>
public static class Identifier
{
    /// <summary>The longest identifier in bytes; PostgreSQL cuts longer ones silently (NAMEDATALEN - 1).</summary>
    public const int MaxBytes = 63;

    /// <summary>
    /// Whether <paramref name="name"/> starts with a letter or underscore, goes on with letters, digits, underscores,
    /// dollars or hyphens, and fits into <see cref="MaxBytes"/>.
    /// </summary>
    public static bool IsPlain(string? name)
    {
        if (string.IsNullOrEmpty(name) || Encoding.UTF8.GetByteCount(name) > MaxBytes)
            return false;
        if (!char.IsLetter(name[0]) && name[0] != '_')
            return false;

        return name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$' or '-');
    }

    /// <summary>The name in double quotes.</summary>
    /// <exception cref="ArgumentException">The name is not a plain identifier.</exception>
    public static string Quote(string name) =>
        IsPlain(name) ? $"\"{name}\"" : throw new ArgumentException($"\"{name}\" is not a plain identifier.", nameof(name));
}
