#pragma warning disable RS0030 // An application that must not start has no Program of ours to return the code from.
namespace Migrator.SchemaCheck;

/// <summary>
/// Gives the process the check's exit code, whatever becomes of the exception: a host that runs to its end returns
/// <see cref="Environment.ExitCode"/>; an exception that nobody catches would abort with a dump of the stack, and ends in the code instead.
/// </summary>
internal static class StopProcess
{
    private static int s_watching;

    public static void With(SchemaCheckFailedException failure)
    {
        Environment.ExitCode = failure.ExitCode;
        if (Interlocked.Exchange(ref s_watching, 1) == 0)
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (unhandled.ExceptionObject is SchemaCheckFailedException failed)
                    Environment.Exit(failed.ExitCode);
            };
    }
}
