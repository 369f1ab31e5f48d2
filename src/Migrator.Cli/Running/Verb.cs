using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Running;

/// <summary>A verb of the tool: all that the command line, help, completion and docs need to know of it.</summary>
/// <param name="name">Its name.</param>
/// <param name="summary">What it does, in a line of help.</param>
internal abstract class Verb(string name, string summary)
{
    public string Name { get; } = name;

    public string Summary { get; } = summary;

    /// <summary>Command lines that people look for in help.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>The settings that it takes beside those of all verbs.</summary>
    public virtual IReadOnlyList<Setting> Settings => [];

    /// <summary>The one argument that it needs; null for none.</summary>
    public virtual VerbArgument? Argument => null;

    /// <summary>The verbs that it is made of; then it does nothing itself.</summary>
    public virtual IReadOnlyList<Verb> Verbs => [];

    /// <summary>Does it.</summary>
    /// <exception cref="ConfigurationException">A setting is wrong.</exception>
    public abstract Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken);
}

/// <summary>A verb's argument.</summary>
/// <param name="Name">Its name in help.</param>
/// <param name="Help">What it is.</param>
/// <param name="Words">What completion offers.</param>
internal sealed record VerbArgument(string Name, string Help, params string[] Words);
