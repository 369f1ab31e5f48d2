namespace Migrator.SchemaCheck;

/// <summary>
/// Where the version table or the journal should be is something else, or row level security hides what it says. Nothing may be
/// concluded from it.
/// </summary>
internal sealed class UnfitTableException(string message, string next) : InvalidOperationException($"{message} {next}")
{
    /// <summary>What is wrong.</summary>
    public string Fault { get; } = message;

    /// <summary>What to do about it.</summary>
    public string Next { get; } = next;
}
