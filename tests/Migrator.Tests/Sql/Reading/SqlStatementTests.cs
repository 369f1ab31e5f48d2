using Migrator.Sql.Reading;

namespace Migrator.Tests.Sql.Reading;

/// <summary>Where one statement of a command ends and the next begins.</summary>
public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("SELECT 1", 1)]
    [InlineData("SELECT 1;;\n;SELECT 2;", 2)]
    [InlineData("", 0)]
    [InlineData(" -- nothing; at all\n/* ; /* ; */ ; */ ;", 0)]
    [InlineData("SELECT ';'; SELECT \";\"; SELECT $$ ; $$; SELECT $a$ ; $$ ; $a$; SELECT E'\\';'", 5)]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3", 2)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 ELSE 2 END; SELECT 2; END; SELECT 3", 2)]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, t.case FROM t; SELECT 1 AS end; END; SELECT 3", 2)]
    [InlineData("BEGIN; SELECT 1; END; SELECT 2", 4)]
    [InlineData("SELECT ')'; SELECT 2", 2)]
    [InlineData("SELECT 1) ; SELECT 2", 2)]
    [InlineData("SELECT $1; SELECT $2", 2)]
    [InlineData("SELECT 'open; SELECT 2", 1)]
    public void Split_HeedsStringsCommentsAndBodies(string sql, int count) => Assert.Equal(count, SqlStatement.Split(sql).Count);
}
