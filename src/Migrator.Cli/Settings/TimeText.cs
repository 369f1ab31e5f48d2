using System.Globalization;

namespace Migrator.Cli.Settings;

/// <summary>Times as people write them.</summary>
internal static class TimeText
{
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (digits == 0
            || !double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;

        double? seconds = trimmed[digits..].Trim() switch
        { "ms" => 0.001, "" or "s" => 1, "m" or "min" => 60, "h" => 3600, _ => null };
        // The server's own timeouts are 32-bit milliseconds.
        if (seconds is not { } unit || number * unit > int.MaxValue / 1000.0)
            return false;

        time = TimeSpan.FromSeconds(number * unit);
        return true;
    }
}
