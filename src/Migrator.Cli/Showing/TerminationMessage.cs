using System.Text;

namespace Migrator.Cli.Showing;

/// <summary>
/// Kubernetes' termination message: what <c>kubectl describe</c> shows of a container that ended. The file is there only in a
/// container of Kubernetes.
/// </summary>
internal sealed class TerminationMessage(string path) : IResultSink
{
    public const string DefaultPath = "/dev/termination-log";

    // Kubernetes' own limit for a container.
    private const int MostBytes = 4096;

    public void Write(RunSummary summary)
    {
        var message = $"dotnet migrator {summary.Verb}: {summary.ExitCode} ({(int)summary.ExitCode})\n"
            + (summary.Database is { } database ? $"{database}\n" : "") + summary.Text;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.SetLength(0);
            file.Write(Cut(message));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // It is told on stderr, too.
        }
    }

    private static ReadOnlySpan<byte> Cut(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message).AsSpan();
        if (bytes.Length <= MostBytes)
            return bytes;

        var end = MostBytes;
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return bytes[..end];
    }
}
