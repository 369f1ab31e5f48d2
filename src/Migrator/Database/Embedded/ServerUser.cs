namespace Migrator.Database.Embedded;

/// <summary>The user that the server runs as: ours, or, since PostgreSQL refuses root, an unprivileged one.</summary>
internal sealed class ServerUser
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    private readonly string? _name;
    private readonly string? _group;

    private ServerUser(string? name, string? group) => (_name, _group) = (name, group);

    /// <exception cref="ConfigurationException">We are root and there is no other user to be had.</exception>
    public static async Task<ServerUser> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return new(null, null);

        foreach (var candidate in Candidates)
        {
            var id = await ServerProcess.RunAsync("id", ["-gn", candidate], cancellationToken).ConfigureAwait(false);
            if (id.ExitCode == 0)
                return new(candidate, id.Output.Trim());
        }

        throw new ConfigurationException("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody to "
            + "run it as.");
    }

    /// <summary>Runs a program as that user.</summary>
    public Task<ServerProcess.Result> RunAsync(string program, IReadOnlyList<string> arguments,
        CancellationToken cancellationToken) =>
        _name is null
            ? ServerProcess.RunAsync(program, arguments, cancellationToken)
            : ServerProcess.RunAsync("setpriv",
                [$"--reuid={_name}", $"--regid={_group}", "--clear-groups", "--", program, .. arguments], cancellationToken);

    /// <summary>Gives a folder to that user.</summary>
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (_name is not null)
            await ServerProcess.RunAsync("chown", ["-R", $"{_name}:{_group}", folder], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether that user can get at a folder: as root's child it may lie behind closed doors.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        _name is null || (await RunAsync("test", ["-x", folder], cancellationToken).ConfigureAwait(false)).ExitCode == 0;
}
