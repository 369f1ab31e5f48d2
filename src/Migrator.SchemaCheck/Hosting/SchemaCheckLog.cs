using Microsoft.Extensions.Logging;

namespace Migrator.SchemaCheck;

/// <summary>Every message that the check logs.</summary>
internal static partial class SchemaCheckLog
{
    [LoggerMessage(1, LogLevel.Information, "{Sentence}")]
    public static partial void Good(ILogger logger, string sentence);

    [LoggerMessage(2, LogLevel.Warning, "{Sentence} {Deploy} Waiting up to {Seconds} s more; then this process stops.")]
    public static partial void Waiting(ILogger logger, string sentence, string deploy, int seconds);
}
