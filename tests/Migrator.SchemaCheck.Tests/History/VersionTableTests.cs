namespace Migrator.SchemaCheck.Tests.History;

public sealed class VersionTableTests
{
    [Fact]
    public void Default_IsFluentMigratorsOwn()
    {
        var table = VersionTable.Default;

        Assert.Equal("\"public\".\"VersionInfo\"", table.QuotedName);
        Assert.Equal("\"public\".\"VersionInfoJournal\"", table.QuotedJournalName);
        Assert.Equal(
            ("Version", "AppliedOn", "Description", "UC_Version"),
            (table.VersionColumn, table.AppliedOnColumn, table.DescriptionColumn, table.UniqueIndexName));
    }

    [Fact]
    public void Names_HoldsEveryNameThatGoesIntoSql()
    {
        var table = new VersionTable
        {
            Schema = "a",
            Name = "b",
            VersionColumn = "c",
            AppliedOnColumn = "d",
            DescriptionColumn = "e",
            UniqueIndexName = "f",
        };

        Assert.Equal(["a", "b", "bJournal", "c", "d", "e", "f"], table.Names);
    }

    [Fact]
    public void QuotedName_NameThatIsNotPlain_Throws() =>
        Assert.Throws<ArgumentException>(() => new VersionTable { Name = "a\"b" }.QuotedName);
}
