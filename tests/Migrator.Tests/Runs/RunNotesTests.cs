using Migrator.Runs;

namespace Migrator.Tests.Runs;

/// <summary>What a run says of a server that nobody has tried.</summary>
public sealed class RunNotesTests
{
    [Theory]
    [InlineData("13.23", "PostgreSQL 13.23 is older than what this tool is tested with, 14 to 18.")]
    [InlineData("14.0", null)]
    [InlineData("18.4", null)]
    [InlineData("18beta2", null)]
    [InlineData("19.0", "PostgreSQL 19.0 is newer than what this tool is tested with, 14 to 18: it is taken for 18.")]
    [InlineData("19beta1", "PostgreSQL 19beta1 is newer than what this tool is tested with, 14 to 18: it is taken for 18.")]
    [InlineData("20devel", "PostgreSQL 20devel is newer than what this tool is tested with, 14 to 18: it is taken for 18.")]
    [InlineData(null, null)]
    public void Server_IsTold_WhereNobodyHasTriedIt(string? version, string? note) =>
        Assert.Equal(note, RunNotes.OfServer(new("db", 5432, "shop", "owner", version)));
}
