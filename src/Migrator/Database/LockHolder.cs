namespace Migrator.Database;

/// <summary>The session that holds the deploy lock. What the server does not show to our role is null.</summary>
/// <param name="Pid">Its backend's process id.</param>
/// <param name="ApplicationName">Its application name; a run of this tool carries its run id and host there.</param>
/// <param name="User">Its role.</param>
/// <param name="Address">The client's address; null over a socket.</param>
/// <param name="Since">Since when it has been connected, by the server's clock.</param>
public sealed record LockHolder(int Pid, string? ApplicationName, string? User, string? Address, DateTimeOffset? Since)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var run = RunIdentity.TryRead(ApplicationName, out var id, out var host) ? $"run {id} on {host}" : $"\"{ApplicationName}\"";
        return run + (User is null ? "" : $" as {User}") + $" (pid {Pid}"
            + (Address is null ? "" : $", from {Address}") + (Since is { } since ? $", since {since:HH:mm:ss} UTC" : "") + ")";
    }
}
