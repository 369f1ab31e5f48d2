using Migrator.Sql.Texts;

namespace Migrator.Tests.Sql.Texts;

public sealed class RefusedTextTests
{
    [Theory]
    [InlineData("COMMIT", "COMMIT in line 1 of its statement 3 ")]
    [InlineData("SELECT 1;\r\n\r\n-- why; not\r\nCOMMIT;", "COMMIT in line 4 of its statement 3 ")]
    [InlineData("SELECT 1;\r-- why\rCOMMIT;", "COMMIT in line 3 of its statement 3 ")]
    [InlineData("/* a;\n b */ SELECT ';\n'; BEGIN;\nCOMMIT", "BEGIN in line 3 of its statement 3 ")]
    [InlineData("SELECT $$\nCOMMIT;\n$$;\n rollback work", "ROLLBACK in line 4 of its statement 3 ")]
    [InlineData("SELECT 1;\r\n\\restrict abc\r\n", "\\restrict in line 2 of its statement 3 is a psql command")]
    [InlineData("SELECT 1\r\n\\;", "\\; in line 2 of its statement 3 is a psql command")]
    [InlineData("\\! rm -r x", "\\! in line 1 of its statement 3 is a psql command")]
    public void Find_SaysWhere(string sql, string message) =>
        Assert.StartsWith(message, RefusedText.Find(sql, transactional: true, 3)!.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END")]
    [InlineData("SAVEPOINT a; ROLLBACK TO a; ROLLBACK TRANSACTION TO SAVEPOINT a; RELEASE a")]
    [InlineData("PREPARE q AS SELECT 1; -- COMMIT;")]
    [InlineData("SELECT E'\\\\', '\\restrict', $$\\connect$$")]
    public void Find_LetsPass(string sql) => Assert.Null(RefusedText.Find(sql, transactional: true, 1));
}
