using Migrator.TestSupport.Tool;

namespace Migrator.Tests.Linting;

/// <summary>docs/lint.md has the rules as the code has them; UPDATE_GOLDEN=1 writes its table.</summary>
public sealed class DocumentationTests
{
    private const string Head = "| rule | severity | what happens | instead |\n|---|---|---|---|\n";

    private static readonly string Path = Repository.PathOf("docs", "lint.md");

    [Fact]
    public void Table_IsThatOfTheCode()
    {
        var page = File.ReadAllText(Path);
        var start = page.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var table = string.Concat(LintRules.All.Select(rule =>
            $"| `{rule.Id}` | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Why} | {rule.SafeForm} |\n"));

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(Path, page = page[..start] + table + page[end..]);
        Assert.Contains(Head + table + "\n", page, StringComparison.Ordinal);
    }
}
