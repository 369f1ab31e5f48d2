using Migrator.Sql;

namespace Migrator.Tests.Sql;

/// <summary>What a piece of SQL is taken apart into, and where each piece lies.</summary>
public sealed class SqlLexerTests
{
    [Theory]
    [InlineData("SELECT a.b", "Word:SELECT Word:a Symbol:. Word:b")]
    [InlineData("\"a\"\"b\".c", "QuotedName:\"a\"\"b\" Symbol:. Word:c")]
    [InlineData("1.5e3 $1 x$y", "Word:1.5e3 Word:$1 Word:x$y")]
    [InlineData("a::text>=-1", "Word:a Operator::: Word:text Operator:>=- Word:1")]
    [InlineData("'it''s' E'\\'' e'x'", "Text:'it''s' Text:E'\\'' Text:e'x'")]
    [InlineData("$$a;'$$ $q$ $$ $q$", "Text:$$a;'$$ Text:$q$ $$ $q$")]
    [InlineData("a--b\n/*c/*d*/e*/f", "Word:a Word:f")]
    [InlineData("größe", "Word:größe")]
    [InlineData("'open", "Text:'open")]
    public void Tokens_AreThese(string sql, string tokens) =>
        Assert.Equal(tokens,
            string.Join(' ', SqlLexer.Tokens(sql).Select(token => $"{token.Kind}:{sql[token.Start..token.End]}")));
}
