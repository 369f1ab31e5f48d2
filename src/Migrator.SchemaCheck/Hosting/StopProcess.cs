#pragma warning disable RS0030 // An application that must not start has no Program of ours to return the code from.
namespace Migrator.SchemaCheck;

/// <summary>
/// Gives the process the check's exit code, whatever becomes of the exception: a host that runs to its end returns
/// <see cref="Environment.ExitCode"/>; an exception that nobody catches would abort with a dump of the stack, and ends in the code instead.
/// </summary>
internal static class StopProcess
{
    private static int _watching;

    public static void With(SchemaCheckFailedException failure)
    {
        Environment.ExitCode = failure.ExitCode;
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (Find(unhandled.ExceptionObject as Exception) is { } failed)
                    Environment.Exit(failed.ExitCode);
            };
    }

    // A host that starts its services at the same time wraps what several of them throw.
    internal static SchemaCheckFailedException? Find(Exception? exception) => exception switch
    {
        SchemaCheckFailedException failed => failed,
        AggregateException several => several.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
