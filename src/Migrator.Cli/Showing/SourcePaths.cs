namespace Migrator.Cli.Showing;

/// <summary>Names source files as a pull request does: from the top of the repository, with forward slashes.</summary>
internal static class SourcePaths
{
    // What a deterministic build writes for the top of the repository.
    private const string Mapped = "/_/";

    public static LintReport From(string workingDirectory, LintReport report)
    {
        var root = Root(workingDirectory);
        return report with
        {
            Findings = [.. report.Findings.Select(finding => finding with { Location = Shorten(root, finding.Location) })],
            Unused = [.. report.Unused.Select(unused => unused with { Location = Shorten(root, unused.Location) })],
        };
    }

    public static MigrationOutcome From(string workingDirectory, MigrationOutcome outcome) => outcome with
    {
        Lint = outcome.Lint is { } lint ? From(workingDirectory, lint) : null,
        Failed = outcome.Failed is { Failure: { Location: { } location } failure } failed
            ? failed with { Failure = failure with { Location = Shorten(Root(workingDirectory), location) } } : outcome.Failed,
    };

    private static SourceLocation? Shorten(string root, SourceLocation? location)
    {
        if (location is null)
            return null;
        if (location.File.StartsWith(Mapped, StringComparison.Ordinal))
            return location with { File = location.File[Mapped.Length..] };

        var relative = Path.GetRelativePath(root, location.File);
        return location with
        { File = (relative.StartsWith("..", StringComparison.Ordinal) ? location.File : relative).Replace('\\', '/') };
    }

    // In a work tree of git's, .git is a file.
    private static string Root(string workingDirectory)
    {
        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return folder.FullName;
        }

        return workingDirectory;
    }
}
