namespace Migrator.Cli.Terminal;

/// <summary>What went wrong, as both text and JSON tell it.</summary>
/// <param name="Kind">One word for a program: the exit code's name, or the refusal's reason.</param>
/// <param name="Message">The sentence for a person.</param>
/// <param name="Next">What to do next; null where the message says it.</param>
internal sealed record ErrorDetail(string Kind, string Message, string? Next = null)
{
    public string? Next { get; init; } = Next is [var first, var second, ..] && char.IsLower(second)
        ? char.ToLowerInvariant(first) + Next[1..] : Next;

    /// <summary>The migration's name, or the maintenance's or profile's.</summary>
    public string? Migration { get; init; }

    /// <summary>The assembly that it is of, where there are several; else null.</summary>
    public string? Assembly { get; init; }

    public long? Version { get; init; }

    /// <summary>The number of the statement, from 1.</summary>
    public int? Statement { get; init; }

    public string? SqlState { get; init; }

    /// <summary>Where the migration's source asks for what failed; null where nobody knows.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What is known of the cause, a sentence each: a program gets them, too.</summary>
    public IReadOnlyList<string> Explanations { get; init; } = [];

    /// <summary>The statement at which the next run goes on by itself; null where it cannot, or nothing was left.</summary>
    public int? ResumesAt { get; init; }

    /// <summary>Who was in the way; null if nobody was seen.</summary>
    public Blockage? Blockage { get; init; }

    /// <summary>What is true now, in lines of text.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];
}
