using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrator;

/// <summary>
/// Where a run should end: <c>latest</c>, <c>zero</c>, a version, a migration's name, <c>+N</c>, <c>-N</c>,
/// <c>VERSION+N</c> or <c>VERSION-N</c>.
/// </summary>
public sealed partial record Target
{
    private Target(TargetKind kind, string text, string? migration = null, int offset = 0)
    {
        Kind = kind;
        Text = text;
        Migration = migration;
        Offset = offset;
    }

    /// <summary>Everything the code has.</summary>
    public static Target Latest { get; } = new(TargetKind.Latest, "latest");

    /// <summary>Nothing applied.</summary>
    public static Target Zero { get; } = new(TargetKind.Zero, "zero");

    /// <summary>The kind.</summary>
    public TargetKind Kind { get; }

    /// <summary>The target as it was written.</summary>
    public string Text { get; }

    /// <summary>The version or name, for <see cref="TargetKind.Migration"/>.</summary>
    public string? Migration { get; }

    /// <summary>The number of migrations from there, signed.</summary>
    public int Offset { get; }

    /// <summary>The target that is this version.</summary>
    public static Target Version(long version)
    {
        var text = version.ToString(CultureInfo.InvariantCulture);
        return new(TargetKind.Migration, text, text);
    }

    /// <summary>Reads a target. False for text that is none of the forms.</summary>
    public static bool TryParse(string? text, out Target target)
    {
        target = Latest;
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
            return false;
        if (text.Equals("latest", StringComparison.OrdinalIgnoreCase))
            return true;
        if (text.Equals("zero", StringComparison.OrdinalIgnoreCase))
        {
            target = Zero;
            return true;
        }

        var match = Form().Match(text);
        if (!match.Success)
            return false;

        var offset = 0;
        if (match.Groups["offset"].Success
            && !int.TryParse(match.Groups["offset"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out offset))
            return false;

        var migration = match.Groups["migration"].Value;
        if (migration.Length == 0 && offset == 0)
            return false;

        target = migration.Length == 0
            ? new(TargetKind.Relative, text, offset: offset)
            : new(TargetKind.Migration, text, migration, offset);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"^(?<migration>[\p{L}\p{N}_.]*)(?<offset>[+-][0-9]{1,9})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>The ways to say where to go.</summary>
public enum TargetKind
{
    /// <summary><c>latest</c>: everything the code has.</summary>
    Latest,

    /// <summary><c>zero</c>: nothing applied.</summary>
    Zero,

    /// <summary>A version or a name, with an offset in migrations from there.</summary>
    Migration,

    /// <summary><c>+N</c> or <c>-N</c>: an offset in migrations from where the database is.</summary>
    Relative,
}
