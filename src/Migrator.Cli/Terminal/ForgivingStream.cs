namespace Migrator.Cli.Terminal;

/// <summary>
/// A stream whose reader may go away, or whose disk may be full: what a migration does must not depend on anybody listening.
/// </summary>
internal sealed class ForgivingStream(Stream inner) : Stream
{
    /// <summary>Whether something was not written.</summary>
    public bool IsBroken { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => Try(inner.Flush);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Try(() => inner.Write(buffer, offset, count));

    private void Try(Action action)
    {
        if (IsBroken)
            return;

        try
        {
            action();
        }
        // A closed stream's number may have gone to a file that was opened meanwhile, which then refuses to be written to.
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException
            or NotSupportedException)
        {
            // The exit code still tells the outcome.
            IsBroken = true;
        }
    }
}
