using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Manifest;

/// <summary>What <c>manifest</c> found or did.</summary>
/// <param name="Path">The file.</param>
/// <param name="Built">What it should hold.</param>
/// <param name="Differences">What the file had otherwise, a line each.</param>
/// <param name="Exists">Whether there was such a file.</param>
/// <param name="Wrote">Whether it was written.</param>
/// <param name="Stale">Whether it was only looked at, and is not what it should be.</param>
internal sealed record ManifestReport(string Path, BuiltManifest Built, IReadOnlyList<string> Differences, bool Exists, bool Wrote, bool Stale)
{
    /// <summary>What is wrong with the committed one; null if nothing is.</summary>
    public ErrorDetail? Error => !Stale ? null
        : new("Stale", Exists ? $"{Path} is stale." : $"There is no {Path}.", "dotnet migrator manifest, and commit it.");
}
