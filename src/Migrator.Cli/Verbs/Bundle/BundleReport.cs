namespace Migrator.Cli.Verbs.Bundle;

/// <summary>A bundle that was made.</summary>
/// <param name="File">The executable.</param>
/// <param name="Runtime">The runtime identifier that it is for.</param>
/// <param name="Native">Whether it is native code.</param>
/// <param name="Migrations">How many migrations are inside.</param>
/// <param name="Warnings">What may not work, where that was allowed.</param>
internal sealed record BundleReport(FileInfo File, string Runtime, bool Native, int Migrations, IReadOnlyList<string> Warnings);
