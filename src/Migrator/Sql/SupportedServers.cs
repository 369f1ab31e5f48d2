namespace Migrator;

/// <summary>The major versions of PostgreSQL that this tool is tested with; docs/servers.md has what differs between them.</summary>
public static class SupportedServers
{
    /// <summary>The oldest.</summary>
    public const int Oldest = 14;

    /// <summary>The newest. A server that is newer is taken for one of this version.</summary>
    public const int Newest = 18;
}
