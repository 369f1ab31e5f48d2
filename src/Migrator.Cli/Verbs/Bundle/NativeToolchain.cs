namespace Migrator.Cli.Verbs.Bundle;

/// <summary>What compiling to native code needs beyond the .NET SDK: this system, and its linker.</summary>
internal static class NativeToolchain
{
    private const string WithoutIt = "Or bundle the runtime instead of compiling: --no-aot";

    /// <exception cref="ConfigurationException">It is for another system, or there is no linker; the message says what to
    /// do.</exception>
    public static void Verify(string runtime, Func<string, string?> environment)
    {
        var ours = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        if (!runtime.StartsWith(ours, StringComparison.Ordinal))
            throw new ConfigurationException(
                $"--runtime {runtime} cannot be compiled here: native code is compiled on the system that it is for. Bundle on "
                + $"that system. {WithoutIt}");
        // Windows finds its linker through Visual Studio, not PATH; the SDK itself tells if there is none.
        if (!OperatingSystem.IsWindows() && !IsInstalled("clang", environment) && !IsInstalled("gcc", environment))
            throw new ConfigurationException(
                "Compiling to native code needs clang or gcc on PATH. Install it: apt-get install clang zlib1g-dev (Debian, Ubuntu), "
                + "dnf install clang zlib-devel (Fedora), apk add clang build-base zlib-dev (Alpine), xcode-select --install (macOS). " + WithoutIt);
    }

    private static bool IsInstalled(string program, Func<string, string?> environment) =>
        (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
