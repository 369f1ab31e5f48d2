using System.Globalization;

namespace Migrator.SchemaCheck;

/// <summary>
/// Work in the invariant culture, whatever the surroundings' is: SQL, checksums and messages are the same text everywhere. Some
/// cultures write minus with a letter of their own, some count years from elsewhere.
/// </summary>
internal static class InvariantCulture
{
    /// <summary>Runs, and gives the caller's culture back.</summary>
    public static T Run<T>(Func<T> run)
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        Set();
        try
        {
            return run();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }

    /// <summary>Runs; the culture goes with all that is awaited, and the caller keeps its own.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        Set();
        return await run().ConfigureAwait(false);
    }

    /// <summary>Sets it from here on, for this flow of control and what it starts.</summary>
    public static void Set() =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);
}
