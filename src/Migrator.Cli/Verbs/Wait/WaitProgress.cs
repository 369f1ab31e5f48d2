using System.Diagnostics;
using Migrator.Cli.Showing;
using Migrator.Cli.Terminal;
using Migrator.SchemaCheck;

namespace Migrator.Cli.Verbs.Wait;

/// <summary>Tells what <c>wait</c> waits for: at once when it changes, and else as often as a log can bear.</summary>
internal sealed class WaitProgress(TerminalStreams terminal, TimeSpan timeout)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(30);

    private readonly Style _style = new(terminal.HasColor);
    private readonly long _start = Stopwatch.GetTimestamp();
    private SchemaCheckResult? _said;
    private TimeSpan _saidAt;

    public void Report(SchemaCheckResult result)
    {
        var now = Stopwatch.GetElapsedTime(_start);
        if (result.SaysTheSameAs(_said) && now - _saidAt < BetweenLines)
            return;

        (_said, _saidAt) = (result, now);
        var line = $"{result.Sentence} {result.DeploySentence}".TrimEnd();
        var left = timeout - now;
        terminal.Out.WriteLine(
            _style.Attention($"Waiting: {line} {Words.Duration(left > TimeSpan.Zero ? left : TimeSpan.Zero)} left."));
    }
}
