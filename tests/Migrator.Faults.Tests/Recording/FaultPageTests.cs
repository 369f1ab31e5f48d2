namespace Migrator.Faults.Tests.Recording;

/// <summary>docs/faults.md has the rows that this suite has, in its words: after a change, ./dev faults has to run.</summary>
public sealed class FaultPageTests
{
    [Fact]
    public async Task Page_HasEveryRowOfTheSuite()
    {
        var page = await File.ReadAllLinesAsync(FaultPage.Path, TestContext.Current.CancellationToken);

        Assert.Equal(
            FaultRows.All.Select(row => $"| {row.Number} | {row.Fault} | {row.MustHold} |"),
            page.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
                .Select(line => string.Join('|', line.Split('|')[..4]) + "|"));
    }
}
