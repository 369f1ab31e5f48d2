using System.Globalization;
using System.Runtime.CompilerServices;
using FluentMigrator;

namespace Migrator;

/// <summary>
/// Which of FluentMigrator's generators makes SQL of typed expressions. They write different SQL for the same C#: a history goes
/// on with the one that it was made by.
/// </summary>
public sealed class SqlGenerator
{
    // A run with nothing to do has no need of FluentMigrator itself. Native code has it inside, and no list of references.
    private static readonly int Major = (RuntimeFeature.IsDynamicCodeSupported
        ? typeof(SqlGenerator).Assembly.GetReferencedAssemblies().First(reference => reference.Name == "FluentMigrator")
        : typeof(Migration).Assembly.GetName()).Version!.Major;

    private SqlGenerator(string name, bool writesSerial)
    {
        Name = name;
        WritesSerial = writesSerial;
    }

    /// <summary><c>AddPostgres()</c> up to FluentMigrator 5: <c>Identity()</c> is a serial, and there is no json.</summary>
    public static SqlGenerator Postgres { get; } = new("Postgres", writesSerial: true);

    /// <summary><c>AddPostgres92()</c>: <c>Identity()</c> is a serial.</summary>
    public static SqlGenerator Postgres92 { get; } = new("Postgres92", writesSerial: true);

    /// <summary><c>AddPostgres10_0()</c>: identity columns, but no INCLUDE and no ONLY.</summary>
    public static SqlGenerator Postgres10 { get; } = new("Postgres10_0", writesSerial: false);

    /// <summary><c>AddPostgres11_0()</c>: identity columns; NULLS NOT DISTINCT is a partial index.</summary>
    public static SqlGenerator Postgres11 { get; } = new("Postgres11_0", writesSerial: false);

    /// <summary><c>AddPostgres15_0()</c>, and <c>AddPostgres()</c> since FluentMigrator 6. The default.</summary>
    public static SqlGenerator Postgres15 { get; } = new("Postgres15_0", writesSerial: false);

    /// <summary>All, the oldest first.</summary>
    public static IReadOnlyList<SqlGenerator> All { get; } = [Postgres, Postgres92, Postgres10, Postgres11, Postgres15];

    /// <summary>The one that is taken where none is chosen.</summary>
    public static SqlGenerator Default => Postgres15;

    /// <summary>Its name, as FluentMigrator's method of registering it has it.</summary>
    public string Name { get; }

    /// <summary>What a manifest and a journal say of whatever it wrote: FluentMigrator's major version, and its name.</summary>
    public string Record => string.Create(CultureInfo.InvariantCulture, $"FluentMigrator {Major} {Name}");

    /// <summary>Whether <c>Identity()</c> is a serial column, and no identity column.</summary>
    internal bool WritesSerial { get; }

    /// <summary>Finds one by a name as people write it: in any case, as the method that adds it, by FluentMigrator's constant, with
    /// or without "_0". Null for none.</summary>
    public static SqlGenerator? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Plain(name);
        return All.FirstOrDefault(one => Plain(one.Name) == plain || Plain(one.Name) == plain + "0");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Plain(string name)
    {
        var plain = name.Trim().ToUpperInvariant().Replace("POSTGRESQL", "POSTGRES", StringComparison.Ordinal)
            .Replace("_", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        plain = plain.StartsWith("ADD", StringComparison.Ordinal) ? plain[3..] : plain;
        return plain.EndsWith("()", StringComparison.Ordinal) ? plain[..^2] : plain;
    }
}
