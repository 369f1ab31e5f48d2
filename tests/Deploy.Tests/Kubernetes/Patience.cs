using System.Globalization;
using k8s.Models;
using Migrator;

namespace Deploy.Tests.Kubernetes;

/// <summary>How long a container of the tool waits at most for others: its flags, else the engine's own defaults.</summary>
internal static class Patience
{
    private static readonly DatabaseOptions Defaults = new() { Connection = DatabaseOptions.Fixed("") };

    public static TimeSpan Of(V1Container container) =>
        Flag(container, "--connect-wait", Defaults.ConnectWait) + Flag(container, "--lock-wait", Defaults.LockWait)
        + Flag(container, "--lock-retry", Defaults.LockRetry);

    public static TimeSpan Flag(V1Container container, string name, TimeSpan absent)
    {
        var at = container.Args.IndexOf(name);
        return at < 0 ? absent : Parse(container.Args[at + 1]);
    }

    private static TimeSpan Parse(string text) => double.Parse(text[..^1], CultureInfo.InvariantCulture) * (text[^1] switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => throw new FormatException(text),
    });
}
