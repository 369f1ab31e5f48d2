namespace Migrator;

/// <summary>The server did not accept a connection within the wait, or the connection was lost.</summary>
public sealed class DatabaseUnreachableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DatabaseUnreachableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
