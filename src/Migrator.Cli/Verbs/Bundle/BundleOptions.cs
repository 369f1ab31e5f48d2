using System.Text.RegularExpressions;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>How a bundle is made.</summary>
/// <param name="Runtime">The runtime identifier that it is for.</param>
/// <param name="File">Where it is put.</param>
/// <param name="Configuration">The build configuration.</param>
/// <param name="Native">Whether it is compiled to native code; else it brings its runtime along.</param>
/// <param name="AllowsWarnings">Whether it is made although something may not work as native code.</param>
/// <param name="Selection">Whose namespace it is for.</param>
/// <param name="Generator">What writes the SQL, unless the bundle is told another one.</param>
internal sealed partial record BundleOptions(string Runtime, string File, string Configuration, bool Native, bool AllowsWarnings,
    MigrationSelection Selection, SqlGenerator Generator)
{
    /// <summary>Whether a text may be a runtime identifier. It becomes a folder's name, which is made anew each time.</summary>
    public static bool IsRuntime(string text) => Identifier().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]+([.-][a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
