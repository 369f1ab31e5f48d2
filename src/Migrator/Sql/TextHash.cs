using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Migrator.Sql;

/// <summary>A SHA-256 over the UTF-8 of what is written to it, without a copy of it: a text may hold rows without end.</summary>
internal sealed class TextHash : TextWriter
{
    private const int Chunk = 16 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The hash of some texts, one behind the other, in lower-case hexadecimal digits.</summary>
    public static string Of(params ReadOnlySpan<string> texts)
    {
        using var hash = new TextHash();
        foreach (var text in texts)
            hash.Write(text);
        return hash.End();
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        for (; buffer.Length > Chunk; buffer = buffer[Chunk..])
            Append(buffer[..Chunk], flush: false);
        Append(buffer, flush: false);
    }

    /// <summary>The hash of all that was written, in lower-case hexadecimal digits.</summary>
    public string End()
    {
        Append([], flush: true);
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Append(ReadOnlySpan<char> chars, bool flush)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(chars.Length + 1));
        _hash.AppendData(bytes, 0, _encoder.GetBytes(chars, bytes, flush));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
