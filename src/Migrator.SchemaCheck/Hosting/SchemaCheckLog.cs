using Microsoft.Extensions.Logging;

namespace Migrator.SchemaCheck;

/// <summary>Every message that the check logs.</summary>
internal static partial class SchemaCheckLog
{
    [LoggerMessage(1, LogLevel.Information, "{Sentence}")]
    public static partial void Good(ILogger logger, string sentence);

    [LoggerMessage(2, LogLevel.Warning, "{Found} Waiting up to {Seconds} s; then this process stops.{Next}")]
    public static partial void Waiting(ILogger logger, string found, int seconds, string next);
}
