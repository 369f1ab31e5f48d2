using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

/// <summary>Which changes of a type cost nothing.</summary>
public sealed class ColumnTypesTests
{
    [Theory]
    [InlineData("varchar(20)", "varchar(20)", true)]
    [InlineData("varchar(20)", "varchar(21)", true)]
    [InlineData("varchar(20)", "varchar", true)]
    [InlineData("varchar(20)", "text", true)]
    [InlineData("varchar", "text", true)]
    [InlineData("text", "varchar", true)]
    [InlineData("numeric(10,2)", "numeric(12,2)", true)]
    [InlineData("numeric(10,2)", "numeric", true)]
    [InlineData("numeric(10)", "numeric(12)", true)]
    [InlineData("varchar(20)", "varchar(19)", false)]
    [InlineData("varchar", "varchar(20)", false)]
    [InlineData("text", "varchar(20)", false)]
    [InlineData("numeric(10,2)", "numeric(12,3)", false)]
    [InlineData("numeric(10,2)", "numeric(9,2)", false)]
    [InlineData("numeric", "numeric(9,2)", false)]
    [InlineData("integer", "bigint", false)]
    [InlineData("integer", "text", false)]
    [InlineData("char(10)", "text", false)]
    [InlineData("varchar(20)[]", "varchar(30)[]", false)]
    public void IsFree_OnlyWhereNoRowIsLookedAt(string old, string now, bool free) =>
        Assert.Equal(free, ColumnTypes.IsFree(old, now));
}
