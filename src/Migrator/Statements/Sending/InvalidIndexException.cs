namespace Migrator.Statements.Sending;

/// <summary>An INVALID index is in the way, or was left where a valid one was to be.</summary>
internal sealed class InvalidIndexException(string message) : Exception(message)
{
    public static InvalidIndexException Foreign(string name, string table) => new(
        $"An INVALID index \"{name}\" is already on {table}, left by something else than this migration. Look at it, then: DROP "
        + $"INDEX CONCURRENTLY");

    public static InvalidIndexException Left(string name, string table) => new(
        $"The server reported success, but there is no valid index \"{name}\" on {table}.");
}
