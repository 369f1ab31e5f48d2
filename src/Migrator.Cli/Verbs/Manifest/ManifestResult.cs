using System.Text.Json;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Manifest;

/// <summary>What <c>manifest</c> found or did.</summary>
/// <param name="path">The file.</param>
/// <param name="built">What it should hold.</param>
/// <param name="differences">What the file had otherwise, a line each.</param>
/// <param name="exists">Whether there was such a file.</param>
/// <param name="wrote">Whether it was written.</param>
/// <param name="stale">Whether it was only looked at, and is not what it should be.</param>
internal sealed class ManifestResult(string path, BuiltManifest built, IReadOnlyList<string> differences, bool exists, bool wrote,
    bool stale) : Result
{
    private const int MostLines = 20;

    public override ErrorDetail? Error => Invalid() ?? (!stale ? null
        : new("Stale", exists ? $"{path} is stale." : $"There is no {path}.", "dotnet migrator manifest, and commit it."));

    public override ExitCode ExitCode => built.Invalid.Count > 0 ? ExitCode.Failed : stale ? ExitCode.Diverged : ExitCode.Success;

    public override Action<Utf8JsonWriter> Body => json =>
    {
        json.WriteString("path", path);
        json.WriteBoolean("stale", stale);
        json.WriteBoolean("written", wrote);
        json.WriteNumber("migrations", built.Manifest.Migrations.Count);
        json.WriteArray("notes", built.Notes, json.WriteStringValue);
        json.WriteArray("differences", differences, json.WriteStringValue);
        json.WriteArray("opaque", built.Opaque.OrderBy(one => one.Key), one =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", one.Key);
            json.WriteString("reason", one.Value);
            json.WriteEndObject();
        });
    };

    public override void WriteText(TerminalStreams terminal, Style style)
    {
        foreach (var line in differences.Take(MostLines))
            terminal.Out.WriteLine(line);
        if (differences.Count > MostLines)
            terminal.Out.WriteLine($"... and {Words.Count(differences.Count - MostLines, "more difference")}");
        foreach (var (version, reason) in built.Opaque.OrderBy(one => one.Key))
            terminal.Out.WriteLine(
                style.Dim($"no checksum: {built.Manifest.Migrations.First(one => one.Version == version).Name}, since {reason}"));

        foreach (var note in built.Notes)
            terminal.Out.WriteLine(style.Attention($"note: {note}"));

        var count = Words.Count(built.Manifest.Migrations.Count, "migration");
        if (Error is null)
            terminal.Out.WriteLine(style.Good($"{path} {(wrote ? "written" : "is up to date")} ({count})."));
    }

    private ErrorDetail? Invalid() => built.Invalid.Count == 0 ? null : new(nameof(RefusalReason.Invalid),
        string.Join("; ", built.Invalid.OrderBy(one => one.Key).Select(one =>
            $"{built.Manifest.Migrations.First(migration => migration.Version == one.Key).Name} can never run: {one.Value}"))
            + ". No manifest was written.",
        "mend what is named, and run again.");
}
