using System.Diagnostics;

namespace Migrator.Faults.Tests.Recording;

/// <summary>What the faults were tried with.</summary>
internal sealed record ProgramVersions(string PostgreSql, string PgBouncer, string DotNet)
{
    public static async Task<ProgramVersions> FindAsync() => new(
        (await SayAsync(Path.Combine(PostgresBinaries.Find(), "postgres"), "--version"))
            .Replace("postgres (PostgreSQL) ", "", StringComparison.Ordinal).Split(' ')[0],
        Installed.PathOf(Servers.PgBouncer.Program) is { } bouncer
            ? (await SayAsync(bouncer, "--version")).Replace("PgBouncer ", "", StringComparison.Ordinal) : "none",
        Environment.Version.ToString());

    // Not OtherProgram: no test runs any more when this is asked.
    private static async Task<string> SayAsync(string program, string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Split('\n')[0].Trim();
    }
}
