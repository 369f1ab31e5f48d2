using Microsoft.Extensions.Logging;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Running;

/// <summary>What migrations log, a line each on stderr: stdout is the document, the script, the plan.</summary>
internal sealed class MigrationLog(TerminalStreams terminal) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(terminal.Error, new Style(terminal.HasErrorColor),
        categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
    }

    private sealed class Logger(TextWriter error, Style style, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var thrown = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
            error.WriteLine($"{Level(logLevel)} {name}: {formatter(state, exception)}{thrown}".ReplaceLineEndings("\n  "));
        }

        private string Level(LogLevel level) => level switch
        {
            LogLevel.Critical or LogLevel.Error => style.Bad("error:"),
            LogLevel.Warning => style.Attention("warning:"),
            LogLevel.Information => style.Dim("info:"),
            _ => style.Dim("debug:"),
        };
    }
}
