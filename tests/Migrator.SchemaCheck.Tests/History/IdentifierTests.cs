namespace Migrator.SchemaCheck.Tests.History;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("public")]
    [InlineData("VersionInfo")]
    [InlineData("_private")]
    [InlineData("tenant-1")]
    [InlineData("a$b")]
    [InlineData("größe")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123")]
    public void IsPlain_PlainName_IsTaken(string name)
    {
        Assert.True(Identifier.IsPlain(name));
        Assert.Equal($"\"{name}\"", Identifier.Quote(name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1st")]
    [InlineData("-a")]
    [InlineData("$a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a\"b")]
    [InlineData("a'b")]
    [InlineData("a;b")]
    [InlineData("a\0b")]
    [InlineData("\"quoted\"")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü")]
    public void IsPlain_AnythingElse_IsRefused(string? name) => Assert.False(Identifier.IsPlain(name));

    [Theory]
    [InlineData("a\"; DROP TABLE t; --")]
    [InlineData("")]
    public void Quote_NotPlain_Throws(string name) => Assert.Throws<ArgumentException>(() => Identifier.Quote(name));
}
