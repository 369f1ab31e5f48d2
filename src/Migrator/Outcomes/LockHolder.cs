using System.Globalization;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>The session that holds the deploy lock. What the server does not show to our role is null.</summary>
/// <param name="Pid">Its backend's process id.</param>
/// <param name="ApplicationName">Its application name; a run of this tool carries its run id and host there.</param>
/// <param name="User">Its role.</param>
/// <param name="Address">The client's address; null over a socket.</param>
/// <param name="Since">Since when it has been connected, by the server's clock.</param>
/// <param name="Silent">How long the run behind it, if it is one of ours, has shown no sign of life.</param>
public sealed record LockHolder(int Pid, string? ApplicationName, string? User, string? Address, DateTimeOffset? Since,
    TimeSpan? Silent = null)
{
    // A run of ours looks at its own session twice a second; the server itself notices a dead client within about a minute.
    private static readonly TimeSpan Lifeless = TimeSpan.FromSeconds(30);

    /// <summary>Whether it looks like the rest of a run of ours whose client is gone, and whose server process works
    /// on.</summary>
    public bool IsOrphan => Silent > Lifeless && RunName.TryRead(ApplicationName, out _, out _);

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var run = RunName.TryRead(ApplicationName, out var id, out var host) ? $"run {id} on {host}" : $"\"{ApplicationName}\"";
        return run + (User is null ? "" : $" as {User}") + $" (pid {Pid}"
            + (Address is null ? "" : $", from {Address}")
            + (Since is { } since ? string.Create(CultureInfo.InvariantCulture, $", since {since:HH:mm:ss} UTC") : "")
            + (IsOrphan ? string.Create(CultureInfo.InvariantCulture, $", no sign of life for {Silent!.Value.TotalSeconds:0} s: "
            + $"an orphan?") : "") + ")";
    }
}
