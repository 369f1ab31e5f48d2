namespace Migrator.Cli.Terminal;

/// <summary>Writes a file wholly or not at all: a full disk must not leave half of it.</summary>
internal static class WholeFile
{
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="text">What, as it is.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public static void Write(string path, string text, string name) => Try(path, name, beside =>
    {
        File.WriteAllText(beside, text);
        File.Move(beside, path, overwrite: true);
    });

    /// <summary>Whether it could be written, told before long work and not after it.</summary>
    /// <param name="path">Where; null for nowhere.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="ConfigurationException">It cannot.</exception>
    public static void Check(string? path, string name)
    {
        if (path is not null)
            Try(path, name, beside =>
            {
                File.WriteAllText(beside, "");
                File.Delete(beside);
                if (Directory.Exists(path))
                    throw new IOException("it is a folder.");
            });
    }

    private static void Try(string path, string name, Action<string> write)
    {
        try
        {
            write(path + ".new");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The {name} {path} cannot be written: {exception.Message}", exception);
        }
    }
}
