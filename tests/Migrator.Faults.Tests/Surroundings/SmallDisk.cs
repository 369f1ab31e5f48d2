using System.Diagnostics;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Surroundings;

/// <summary>A file system in memory whose size can be changed, for a tablespace. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    private SmallDisk()
    {
    }

    public string Path => _directory.Path;

    /// <summary>Mounts one, or gives null where that is not allowed.</summary>
    /// <param name="folder">It will belong to whom this folder belongs.</param>
    public static SmallDisk? TryMount(string folder)
    {
        var disk = new SmallDisk();
        if (Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", "size=64m,mode=0700", "tmpfs", disk.Path)
            && Run("chown", $"--reference={folder}", disk.Path))
            return disk;

        disk._directory.Dispose();
        return null;
    }

    public void Resize(string size) => Assert.True(Run("mount", "-o", $"remount,size={size}", Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _directory.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
