using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrator.Cli.Settings;

/// <summary>A version of PostgreSQL, of which the major number counts: <c>17</c>, <c>17.2</c>, or what <c>SHOW server_version</c>
/// answers; null where it was not said.</summary>
internal sealed partial record ServerVersionSetting(string Name, string Help) : Setting<int?>(Name, "VERSION", Help)
{
    public override int? Read(SettingsReader reader)
    {
        if (reader.Find(this) is not { } text)
            return null;
        if (Version().Match(text) is not { Success: true } version)
            throw reader.Bad(this, "must be a version of PostgreSQL, such as 17 or 17.2");

        var major = int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return major >= SupportedServers.Oldest ? major
            : throw reader.Bad(this, $"must be a version of PostgreSQL from {SupportedServers.Oldest} on: older ones are not "
                + $"supported");
    }

    // Two digits are enough for decades, and tell a version from server_version_num.
    [GeneratedRegex(@"^\s*(\d{1,2})(\.\d{1,3}|beta\d|rc\d|devel)?(\s.*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
