using System.Text;
using System.Text.Unicode;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// The bytes of an SQL script. FluentMigrator reads them as UTF-8, or as what a byte order mark says, and makes U+FFFD of those
/// that are none: a letter that is lost without a word. Here they are refused.
/// </summary>
internal static class ScriptText
{
    private const string Advice = "Save it as UTF-8 (or as UTF-16 with a byte order mark).";

    // UTF-32 before UTF-16, whose mark is its beginning.
    private static readonly (byte[] Mark, Encoding Encoding)[] Marked =
    [
        ([0xEF, 0xBB, 0xBF], new UTF8Encoding(false, throwOnInvalidBytes: true)),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
    ];

    /// <summary>Looks at a file; one that cannot be read is for whoever reads it.</summary>
    /// <exception cref="ConfigurationException">A byte of it is none of its encoding's.</exception>
    public static void VerifyFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return;
        }

        Verify(path, bytes);
    }

    /// <summary>Looks at a script's bytes.</summary>
    /// <param name="name">What the script is called.</param>
    /// <param name="bytes">All of them.</param>
    /// <exception cref="ConfigurationException">One of them is none of its encoding's.</exception>
    public static void Verify(string name, ReadOnlySpan<byte> bytes)
    {
        foreach (var (mark, encoding) in Marked)
        {
            if (!bytes.StartsWith(mark))
                continue;

            try
            {
                encoding.GetCharCount(bytes[mark.Length..]);
                return;
            }
            catch (DecoderFallbackException exception)
            {
                throw Refused(name, encoding.WebName.ToUpperInvariant(), bytes, mark.Length + exception.Index);
            }
        }

        if (FirstBad(bytes) is var bad and >= 0)
            throw Refused(name, "UTF-8", bytes, bad);
        // Valid, but no server takes it.
        if (bytes.IndexOf((byte)0) is var zero and >= 0)
            throw Refused(name, "text", bytes, zero);
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return -1;

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    private static ConfigurationException Refused(string name, string encoding, ReadOnlySpan<byte> bytes, int at)
    {
        at = Math.Clamp(at, 0, bytes.Length - 1);
        var line = bytes[..at].Count((byte)'\n') + 1;
        return new($"The script {name} is not {encoding}: byte {at + 1} (0x{bytes[at]:X2}), in line {line}. {Advice}");
    }
}
