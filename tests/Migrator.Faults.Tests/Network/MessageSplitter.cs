using System.Buffers.Binary;

namespace Migrator.Faults.Tests.Network;

/// <summary>Cuts a stream of PostgreSQL's protocol into messages.</summary>
internal sealed class MessageSplitter(bool fromClient)
{
    // A client's first words have no type: SSLRequest and GSSENCRequest may come before StartupMessage.
    private const int ProtocolVersion3 = 3 << 16;

    private byte[] _rest = [];
    private bool _typed = !fromClient;

    /// <summary>Adds what arrived, and gives the messages that are now complete.</summary>
    public IEnumerable<WireMessage> Split(byte[] chunk)
    {
        _rest = [.. _rest, .. chunk];
        while (TakeFirst() is { } message)
            yield return message;
    }

    private WireMessage? TakeFirst()
    {
        var header = _typed ? 5 : 4;
        if (_rest.Length < header)
            return null;

        var length = BinaryPrimitives.ReadInt32BigEndian(_rest.AsSpan(header - 4)) + header - 4;
        if (_rest.Length < length)
            return null;

        var bytes = _rest[..length];
        _rest = _rest[length..];
        if (_typed)
            return new((char)bytes[0], bytes);

        _typed = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)) == ProtocolVersion3;
        return new('\0', bytes);
    }
}
