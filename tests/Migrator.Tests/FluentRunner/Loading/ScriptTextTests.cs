using System.Text;
using Migrator.FluentRunner.Loading;

namespace Migrator.Tests.FluentRunner.Loading;

/// <summary>Which bytes are a script, and where those that are none are none.</summary>
public sealed class ScriptTextTests
{
    private const string Sql = "INSERT INTO t VALUES ('Müller € 🐘');\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Text_WithAByteOrderMark_IsRead(string name)
    {
        var encoding = Encoding.GetEncoding(name);

        ScriptText.Verify("a.sql", [.. encoding.GetPreamble(), .. encoding.GetBytes(Sql)]);
    }

    [Fact]
    public void Text_InUtf8_IsRead()
    {
        ScriptText.Verify("a.sql", Encoding.UTF8.GetBytes(Sql));
        ScriptText.Verify("a.sql", []);
        // The letter itself is one.
        ScriptText.Verify("a.sql", "\uFFFD"u8);
    }

    [Theory]
    [InlineData("latin1", "SELECT 1;\nSELECT 'Müller'", "is not UTF-8: byte 20 (0xFC), in line 2.")]
    [InlineData("latin1", "ü", "is not UTF-8: byte 1 (0xFC), in line 1.")]
    [InlineData("latin1", "SELECT 'Ã", "is not UTF-8: byte 9 (0xC3), in line 1.")]
    [InlineData("utf-16", "S", "is not text: byte 2 (0x00), in line 1.")]
    [InlineData("utf-16BE", "S", "is not text: byte 1 (0x00), in line 1.")]
    public void Text_OfAnotherEncoding_IsRefused_WithTheFirstByteThatIsNone(string encoding, string text, string said)
    {
        var exception = Assert.Throws<ConfigurationException>(
            () => ScriptText.Verify("db/a.sql", Encoding.GetEncoding(encoding).GetBytes(text)));

        Assert.StartsWith($"The script db/a.sql {said} Save it as UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_ThatIsBrokenBehindItsMark_IsRefused()
    {
        Assert.Contains("is not UTF-8: byte 5 (0xFC), in line 1.", Message([0xEF, 0xBB, 0xBF, (byte)'a', 0xFC]),
            StringComparison.Ordinal);
        Assert.Contains("is not UTF-16: byte 5 (0x62), in line 1.", Message([0xFF, 0xFE, (byte)'a', 0, (byte)'b']),
            StringComparison.Ordinal);
    }

    private static string Message(byte[] bytes) =>
        Assert.Throws<ConfigurationException>(() => ScriptText.Verify("a.sql", bytes)).Message;
}
