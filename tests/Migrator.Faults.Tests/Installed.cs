namespace Migrator.Faults.Tests;

/// <summary>Programs that some faults need. Without them their tests fail: a fault that was not tried has not been
/// survived.</summary>
internal static class Installed
{
    // Debian keeps servers where only root's PATH leads.
    private static readonly string[] Folders =
        [.. Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            "/usr/sbin", "/usr/local/sbin"];

    public static string? PathOf(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static void Need(string program, string advice) =>
        Assert.True(PathOf(program) is not null, $"{program} is not installed. {advice}");
}
