using System.Diagnostics;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Surroundings;

/// <summary>A tool that can write no file: a container with a read-only root file system.</summary>
internal static class ReadOnlyFiles
{
    // A file system in which nobody may make a file, root neither.
    private const string Unwritable = "/proc";

    /// <summary>Its home, temporary and working folders are where nothing can be written.</summary>
    public static ToolStart InFoldersOfProc(ToolStart start) =>
        (start with { Directory = Unwritable }).With("HOME", Unwritable).With("TMPDIR", Unwritable)
            .With("DOTNET_CLI_HOME", Unwritable);

    /// <summary>Whether this machine lets us make all file systems read-only for one process.</summary>
    public static bool MayBeMounted()
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Remount])
        { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>Everything is mounted read-only, for it alone.</summary>
    public static ToolStart Everywhere(ToolStart start) =>
        start with { Wrapper = ["unshare", "--mount", "sh", "-c", Remount + " && exec \"$@\"", "sh"] };

    private const string Remount = "mount --make-rprivate / && mount -o remount,ro,bind / && ! touch /tmp/writable 2>/dev/null";
}
