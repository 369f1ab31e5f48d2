namespace Migrator.Tests.Linting;

/// <summary>What to write instead, where that depends on the server.</summary>
public sealed class SafeFormTests
{
    [Theory]
    [InlineData("on 17: ", "`ADD CONSTRAINT c CHECK (column IS NOT NULL) NOT VALID`")]
    [InlineData("on 18: ", "`ADD CONSTRAINT c NOT NULL column NOT VALID`, and in another migration `VALIDATE CONSTRAINT c`")]
    [InlineData("on 19: ", "`ADD CONSTRAINT c NOT NULL column NOT VALID`")]
    [InlineData("", "from PostgreSQL 18 on `ADD CONSTRAINT c NOT NULL")]
    public void SetNotNull_HasThatOfItsServer(string server, string instead) => Assert.StartsWith(instead,
        Linted.SafeForm($"{server}ALTER TABLE orders ALTER total SET NOT NULL", "set-not-null"), StringComparison.Ordinal);

    [Theory]
    [InlineData("on 14: ", "a foreign key of each partition")]
    [InlineData("on 17: ", "a foreign key of each partition")]
    [InlineData("on 18: ", "`Execute.Sql")]
    [InlineData("", "a foreign key of each partition")]
    public void ForeignKeyOfAPartitionedTable_HasThatOfItsServer(string server, string instead) => Assert.StartsWith(instead,
        Linted.SafeForm($"{server}CREATE TABLE orders (id int) PARTITION BY RANGE (id) => ALTER TABLE orders ADD FOREIGN KEY (id) "
            + "REFERENCES people", "foreign-key-validated"), StringComparison.Ordinal);

    [Fact]
    public void AServerThatIsNotKnownYet_IsTakenForTheNewest_AndThatIsSaid() =>
        Assert.Equal("PostgreSQL 19 is newer than what this build knows: it is taken for 18.",
            Assert.Single(Linted.Report("on 19: SELECT 1").Notes));
}
