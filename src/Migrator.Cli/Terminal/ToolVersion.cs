using System.Reflection;

namespace Migrator.Cli.Terminal;

/// <summary>The tool's version.</summary>
internal static class ToolVersion
{
    /// <summary>Such as <c>1.2.0</c>.</summary>
    public static string Short { get; } = Full.Split('+')[0];

    private static string Full =>
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
