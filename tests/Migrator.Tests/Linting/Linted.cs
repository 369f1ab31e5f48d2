using System.Globalization;
using Migrator.Linting;
using Migrator.Linting.State;

namespace Migrator.Tests.Linting;

/// <summary>
/// Lints migrations that are written in a line: <c>CREATE TABLE a (id int) => outside: CREATE INDEX ... || CREATE INDEX ...</c>.
/// An arrow stands between migrations, bars between the commands of one; <c>outside:</c> is without a transaction,
/// <c>breaking:</c>
/// with the mark. The last one is looked at. <c>on 15:</c> at the very beginning names the server.
/// </summary>
internal static class Linted
{
    private const string Outside = "outside:";
    private const string Breaking = "breaking:";

    public static LintReport Report(string text, params LintWaiver[] waivers)
    {
        int? server = null;
        if (text.StartsWith("on ", StringComparison.Ordinal))
            (server, text) = (int.Parse(text[3..5], CultureInfo.InvariantCulture), text[6..]);
        var migrations = text.Split("=>");
        return Linter.Lint(
            migrations.Select((one, index) => Migration(index + 1, one.Trim(), index == migrations.Length - 1 ? waivers : [])),
            new LintOptions { Server = server, Includes = migration => migration.Version == migrations.Length });
    }

    /// <summary>The rules that find something, in the order in which they do.</summary>
    public static IReadOnlyList<string> Rules(string text) =>
        [.. Report(text).Findings.Select(finding => finding.Rule.Id).Distinct()];

    /// <summary>What a rule says, without why.</summary>
    public static string Subject(string text, string rule) =>
        Assert.Single(Report(text).Findings, finding => finding.Rule.Id == rule) is var found
            ? found.Message[..^(found.Rule.Why.Length + 2)] : "";

    /// <summary>What a rule says to write instead.</summary>
    public static string SafeForm(string text, string rule) =>
        Assert.Single(Report(text).Findings, finding => finding.Rule.Id == rule).SafeForm;

    public static void AssertFinds(string rule, string sql)
    {
        var found = Rules(sql);
        Assert.True(found.Contains(rule), $"{rule} does not find: {sql}\n{string.Join('\n', found)}");
    }

    public static void AssertSilent(string rule, string sql)
    {
        var report = Report(sql);
        Assert.True(report.Findings.All(finding => finding.Rule.Id != rule),
            $"{rule} is not silent on: {sql}\n{string.Join('\n', report.Findings.Select(finding => finding.Message))}");
        // Silence that comes of not understanding would be no silence.
        if (rule != "opaque")
            Assert.DoesNotContain(report.Findings, finding => finding.Message.StartsWith("not known", StringComparison.Ordinal));
    }

    public static LintedMigration Migration(long version, string text, params LintWaiver[] waivers)
    {
        var (transactional, breaking) = (true, false);
        if (text.StartsWith(Outside, StringComparison.Ordinal))
            (transactional, text) = (false, text[Outside.Length..]);
        else if (text.StartsWith(Breaking, StringComparison.Ordinal))
            (breaking, text) = (true, text[Breaking.Length..]);
        return new(new MigrationDescriptor(version, $"M{version}", transactional, breaking),
            [.. text.Split("||").Select((sql, index) => new LintedCommand(sql.Trim(), null, index + 1))], waivers);
    }
}
