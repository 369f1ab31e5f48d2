using System.Text;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>A run's short id, and the application name that carries it to the server's own views.</summary>
/// <param name="Id">Six hexadecimal digits, random.</param>
/// <param name="Host">The machine's name.</param>
public sealed record RunIdentity(string Id, string Host)
{
    private const string ObserverPrefix = "migrator-observer ";
    private const int MaxApplicationName = 63;

    /// <summary>A new run on this machine.</summary>
    // It tells runs apart and is no secret: no cryptographic library is loaded for it, which takes milliseconds.
    public static RunIdentity Create() => new(Guid.NewGuid().ToString("N")[..6], Environment.MachineName);

    /// <summary><c>migrator 7f3a9c ci-runner-7</c>: printable ASCII and at most 63 bytes, as the server keeps it.</summary>
    public string ApplicationName => Name(RunName.Prefix);

    /// <summary>The application name of the run's second connection, which watches the first.</summary>
    public string ObserverName => Name(ObserverPrefix);

    private string Name(string prefix)
    {
        var name = new StringBuilder(prefix).Append(Id).Append(' ');
        foreach (var c in Host.Take(MaxApplicationName - name.Length))
            name.Append(c is > ' ' and < '\x7f' ? c : '?');
        return name.ToString();
    }
}
