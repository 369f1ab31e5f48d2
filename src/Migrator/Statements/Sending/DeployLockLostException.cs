namespace Migrator.Statements.Sending;

/// <summary>The session no longer holds the deploy lock, or is no longer ours: nothing more may be recorded.</summary>
internal sealed class DeployLockLostException(string message) : Exception(message)
{
    public static DeployLockLostException NotHeld() => new("This session no longer holds the deploy lock.");

    public static DeployLockLostException NotRecorded() =>
        new("This session no longer holds the deploy lock, or somebody else changed the version table.");
}
