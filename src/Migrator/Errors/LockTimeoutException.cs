namespace Migrator;

/// <summary>Somebody else has a table locked for longer than this was ready to wait.</summary>
public sealed class LockTimeoutException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LockTimeoutException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
