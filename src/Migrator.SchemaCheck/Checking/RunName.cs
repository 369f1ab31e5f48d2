namespace Migrator.SchemaCheck;

/// <summary>The application name by which a deploy is known in the server's own views:
/// <c>migrator 7f3a9c ci-runner-7</c>.</summary>
internal static class RunName
{
    public const string Prefix = "migrator ";

    /// <summary>Reads an application name of a deploy.</summary>
    public static bool TryRead(string? applicationName, out string id, out string host)
    {
        (id, host) = ("", "");
        var parts = applicationName?.Split(' ');
        if (parts is not [.., _, _] || parts.Length != 3 || parts[0] != Prefix.TrimEnd())
            return false;

        (id, host) = (parts[1], parts[2]);
        return true;
    }
}
