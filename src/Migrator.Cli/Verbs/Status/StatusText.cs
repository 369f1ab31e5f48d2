using System.Globalization;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Status;

/// <summary>The status at a glance: readable with two thousand migrations, since what is applied is a number.</summary>
internal sealed class StatusText(TerminalStreams terminal, Style style)
{
    private const int MostRows = 20;
    private const int Recent = 5;
    private const int ShortestName = 32;

    public void Write(SchemaStatus status, DateTimeOffset now)
    {
        terminal.Out.WriteLine(style.Bold(status.Database.ToString()));
        var versions = Words.Width(status.History.Applied.Reverse().Take(Recent).Select(migration => migration.Version)
            .Concat(status.Pending.Take(MostRows).Select(migration => migration.Version)));
        WriteApplied(status, versions, now);
        WritePending(status, versions);
        WriteVersions("out of order", status.Comparison.OutOfOrder.Select(version => status.Catalog.Find(version)!.ToString()),
            "pending below the newest applied one; up refuses without --out-of-order allow");
        WriteVersions("unknown", status.Comparison.Unknown.Select(version => Describe(status, version)),
            "applied, but not in this build");
        WriteVersions("edited",
            status.Comparison.Edited.Select(version => status.Catalog.Find(version)?.ToString() ?? $"{version}"),
            "applied, and edited since; up refuses without --edited allow");
        WriteVersions("unfinished", status.History.Dirty.Select(dirty =>
                $"{dirty.Version} {dirty.Name}, since {dirty.StartedAt:yyyy-MM-dd HH:mm:ss} UTC (run {dirty.Run})"),
            "began and did not finish");
        if (status.Generator != SqlGenerator.Default.Record)
            terminal.Out.WriteLine(style.Dim($"  written by {status.Generator}"));
        foreach (var note in status.Notes)
            terminal.Out.WriteLine(style.Attention($"  note: {note}"));
        if (status.Elsewhere is { } elsewhere)
            terminal.Out.WriteLine(style.Attention(elsewhere));
        if (status.Running is { } holder)
            terminal.Out.WriteLine(style.Attention($"A run is at work now: {holder}."));
        else if (status.Standby is { } standby)
            terminal.Out.WriteLine(
                style.Attention($"This server is {standby}: a deploy cannot be seen from here, and up needs the "
                + "primary."));
        else if (!status.RunningIsKnown)
            terminal.Out.WriteLine(
                style.Attention("Whether a run is at work is not known: this role may not see the server's locks."));

        terminal.Out.WriteLine(Conclusion(status));
    }

    private void WriteApplied(SchemaStatus status, int versions, DateTimeOffset now)
    {
        var applied = status.History.Applied;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  applied   {applied.Count,7:#,0}")
            + (applied.Count == 0 ? status.History.Exists ? "" : "   never migrated" : ""));
        var recent = applied.Reverse().Take(Recent).ToArray();
        var names = recent.Select(migration => Name(status, migration).Length).Append(ShortestName).Max();
        foreach (var migration in recent)
            terminal.Out.WriteLine(style.Dim(
                ($"    {Words.Version(migration.Version).PadLeft(versions)}  {Name(status, migration).PadRight(names)}"
                + (migration.AppliedAt is { } at ? $"  {at:yyyy-MM-dd HH:mm:ss} UTC, {Words.Ago(at, now)}" : "")
                + (migration.Duration is { } duration ? $", {Words.Duration(duration)}" : "")).TrimEnd()));
        if (applied.Count > Recent)
            terminal.Out.WriteLine(style.Dim($"    ... and {Words.Count(applied.Count - Recent, "older one")} (all of them: "
                + $"--output json)"));
    }

    private void WritePending(SchemaStatus status, int versions)
    {
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  pending   {status.Pending.Count,7:#,0}"));
        var width = status.Pending.Take(MostRows).Select(migration => migration.Label.Length).DefaultIfEmpty().Max();
        foreach (var migration in status.Pending.Take(MostRows))
        {
            var traits = (migration.Transactional ? "" : "   no transaction")
                + (migration.Breaking ? style.Attention("   BREAKING: older builds stop working") : "");
            terminal.Out.WriteLine(
                $"    {Words.Version(migration.Version).PadLeft(versions)}  "
                + $"{(traits.Length == 0 ? migration.Label : migration.Label.PadRight(width))}{traits}");
        }

        if (status.Pending.Count > MostRows)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    ... and {status.Pending.Count - MostRows:#,0} more"));
    }

    private void WriteVersions(string title, IEnumerable<string> rows, string meaning)
    {
        string[] all = [.. rows];
        if (all.Length == 0)
            return;

        terminal.Out.WriteLine(
            style.Attention(string.Create(CultureInfo.InvariantCulture, $"  {title,-12}{all.Length,5:#,0}   {meaning}")));
        foreach (var row in all.Take(MostRows))
            terminal.Out.WriteLine($"    {row}");
        if (all.Length > MostRows)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    ... and {all.Length - MostRows:#,0} more"));
    }

    private static string Where(SchemaStatus status) => status.Standby is null ? "" : ", on the primary";

    private string Conclusion(SchemaStatus status) => status.Comparison.Verdict switch
    {
        SchemaVerdict.UpToDate => style.Good($"Up to date at {status.History.Current}."),
        // Up would refuse these.
        SchemaVerdict.Behind when status.Elsewhere is not null => style.Attention($"Behind by {Number(status.Pending.Count)}."),
        SchemaVerdict.Behind when status.Comparison.OutOfOrder.Count > 0 => style.Attention(
            $"Behind by {Number(status.Pending.Count)}. Next{Where(status)}: give what is out of order a newer version, or: dotnet "
            + "migrator up --out-of-order allow"),
        SchemaVerdict.Behind =>
            style.Attention($"Behind by {Number(status.Pending.Count)}. Next{Where(status)}: dotnet migrator up --target latest"),
        SchemaVerdict.Ahead => style.Good("Ahead: the database has all that this build needs, and more."),
        SchemaVerdict.TooNew =>
            style.Bad($"Too new: the breaking migration {status.History.Floor} is applied; this build no longer works. Deploy a "
                + $"newer one."),
        SchemaVerdict.Edited =>
            style.Bad("Edited: what the database has is not what the code says. Undo the edit, or accept it once: dotnet "
                + "migrator up --edited allow"),
        SchemaVerdict.Dirty => style.Bad(Unfinished(status.History.Dirty[0])),
        _ => style.Bad("Diverged: the database has versions that this build does not know, and others are pending. Deploy a "
        + "build that has both."),
    };

    private static string Unfinished(DirtyMigration dirty) => "Unfinished. Next: " + (dirty.StatementsDone is null
        ? "look at it, then:"
        : $"dotnet migrator {dirty.Direction}, which goes on where it stopped if it can. Or settle it by hand:")
        + $" dotnet migrator resolve {dirty.Version} --applied (or --rolled-back)";

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Describe(SchemaStatus status, long version) =>
        status.History.Applied.First(migration => migration.Version == version) is { Description: { Length: > 0 } description }
            ? $"{version} {description}" : $"{version}";

    private static string Name(SchemaStatus status, AppliedMigration migration) =>
        status.Catalog.Find(migration.Version)?.Label ?? migration.Description ?? "";
}
