using Microsoft.Extensions.Logging;

namespace Migrator.SchemaCheck;

/// <summary>Tells what an application waits for: at once when it changes, and else as often as a log can bear that hundreds of
/// replicas write.</summary>
internal sealed class WaitingLog(ILogger logger, SchemaCheckState state, SchemaCheckOptions options, TimeProvider time)
{
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMinutes(1);

    private readonly long _start = time.GetTimestamp();
    private SchemaCheckResult? _said;
    private TimeSpan _saidAt;

    public void Report(SchemaCheckResult result)
    {
        state.Result = result;
        var now = time.GetElapsedTime(_start);
        if (result.SaysTheSameAs(_said) && now - _saidAt < BetweenMessages)
            return;

        (_said, _saidAt) = (result, now);
        SchemaCheckLog.Waiting(logger, SchemaCheckText.Found(result), (int)Math.Ceiling((options.Wait - now).TotalSeconds),
            SchemaCheckText.Next(result, options.DeployCommand));
    }
}
