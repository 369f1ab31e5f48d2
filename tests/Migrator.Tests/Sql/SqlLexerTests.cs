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
    [InlineData("COPY t FROM stdin;\n1\t'\n\\.\nx", "Word:COPY Word:t Word:FROM Word:stdin Rows:;\n1\t'\n\\. Word:x")]
    [InlineData("copy t from STDIN ; -- a\r\n\\.\r\n;", "Word:copy Word:t Word:from Word:STDIN Rows:; -- a\r\n\\. Symbol:;")]
    [InlineData("COPY t FROM stdin;\n\\.x\n \\.\n\\.", "Word:COPY Word:t Word:FROM Word:stdin Rows:;\n\\.x\n \\.\n\\.")]
    [InlineData("COPY t FROM stdin;\nopen", "Word:COPY Word:t Word:FROM Word:stdin Rows:;\nopen")]
    [InlineData("COPY t FROM stdin", "Word:COPY Word:t Word:FROM Word:stdin")]
    [InlineData("COPY stdin FROM 'f';\n;", "Word:COPY Word:stdin Word:FROM Text:'f' Symbol:; Symbol:;")]
    [InlineData("COPY (SELECT FROM stdin;\n)", "Word:COPY Symbol:( Word:SELECT Word:FROM Word:stdin Symbol:; Symbol:)")]
    public void Tokens_AreThese(string sql, string tokens) =>
        Assert.Equal(tokens,
            string.Join(' ', SqlLexer.Tokens(sql).Select(token => $"{token.Kind}:{sql[token.Start..token.End]}")));
}
