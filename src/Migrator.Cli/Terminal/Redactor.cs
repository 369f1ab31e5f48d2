namespace Migrator.Cli.Terminal;

/// <summary>
/// The last guard: no message of ours is made from a secret, but one of somebody else's library may be. Every known secret is
/// struck out of what is shown.
/// </summary>
internal sealed class Redactor
{
    // Shorter ones would strike out ordinary words; they are guarded by never being put into a message.
    private const int Shortest = 4;

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    public void Remember(string? secret)
    {
        if (secret is { Length: >= Shortest })
            _secrets.Add(secret);
    }

    public string Clean(string text) =>
        _secrets.Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));

    public ErrorDetail Clean(ErrorDetail error) => error with
    {
        Message = Clean(error.Message),
        Next = error.Next is null ? null : Clean(error.Next),
        Facts = [.. error.Facts.Select(Clean)],
    };
}
