namespace Migrator.SchemaCheck;

/// <summary>There is no manifest where one was looked for, or it cannot be read. The message says what to do.</summary>
public sealed class ManifestException : Exception
{
    /// <summary>Creates it.</summary>
    public ManifestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
