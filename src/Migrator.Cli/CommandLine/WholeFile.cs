using Migrator.Database;

namespace Migrator.Cli.CommandLine;

/// <summary>Writes a file wholly or not at all: a full disk must not leave half of it.</summary>
internal static class WholeFile
{
    /// <param name="path">Where; what is there is replaced.</param>
    /// <param name="text">What, as it is.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public static void Write(string path, string text, string name)
    {
        try
        {
            var beside = path + ".new";
            File.WriteAllText(beside, text);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The {name} {path} cannot be written: {exception.Message}", exception);
        }
    }
}
