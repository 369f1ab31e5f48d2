namespace Migrator.Cli.Showing;

/// <summary>The stack of what a migration threw, in lines: without the messages, which may hold the data of rows.</summary>
internal static class StackText
{
    public static IEnumerable<string> Of(Exception? exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            yield return $"{(one == exception ? "" : "caused by ")}{one.GetType().FullName}";
            foreach (var frame in (one.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                yield return frame.TrimEnd();
        }
    }
}
