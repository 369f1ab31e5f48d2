using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>
/// What a verb has to say when it has ended. It knows its words and the body of its JSON; what stands around them in every
/// document, where it is told, and what may not be told, the <see cref="Presenter"/> knows.
/// </summary>
internal abstract class Result
{
    /// <summary>What is wrong; null if nothing is.</summary>
    public virtual ErrorDetail? Error => null;

    /// <summary>What the process ends with.</summary>
    public abstract ExitCode ExitCode { get; }

    /// <summary>Whether it is an outcome, whose document has an exit code and an error; else it is something to read.</summary>
    public virtual bool IsOutcome => true;

    /// <summary>Whether it is told to the surroundings, too.</summary>
    public virtual bool IsTold => IsOutcome;

    /// <summary>Whether its document comes out to the letter, since it holds SQL.</summary>
    public virtual bool IsToTheLetter => false;

    /// <summary>The database; null if it was never reached.</summary>
    public virtual DatabaseIdentity? Database => null;

    /// <summary>The plan's steps and how each went.</summary>
    public virtual IReadOnlyList<StepResult> Steps => [];

    /// <summary>What the linter found.</summary>
    public virtual IReadOnlyList<LintFinding> Findings => [];

    /// <summary>It as markdown, for where that is read; null where it has none of its own.</summary>
    public virtual string? Markdown => null;

    /// <summary>Writes it for people, but for the error.</summary>
    public abstract void WriteText(TerminalStreams terminal, Style style);

    /// <summary>Writes what stands before the exit code in its document.</summary>
    public virtual void WriteHead(Utf8JsonWriter json)
    {
    }

    /// <summary>Writes the body of its document; null if it is text in any case.</summary>
    public virtual Action<Utf8JsonWriter>? Body => null;
}
