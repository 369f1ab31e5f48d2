namespace Migrator.Cli.Terminal;

/// <summary>
/// The last guard: no message of ours is made from a secret, but one of somebody else's library may be. Every known secret is
/// struck out of what leaves the tool, as it is and as it stands where some of its letters are written otherwise.
/// </summary>
/// <param name="forms">How a text is written in a JSON document, a page, markdown.</param>
internal sealed class Redactor(params Func<string, string>[] forms)
{
    // Shorter ones would strike out ordinary words; they are guarded by never being put into a message.
    private const int Shortest = 4;

    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    public void Remember(string? secret)
    {
        if (secret is not { Length: >= Shortest })
            return;

        _secrets.Add(secret);
        foreach (var form in forms)
            _secrets.Add(form(secret));
    }

    // The longest first: one may be a part of another, such as a password of its connection.
    public string Clean(string text) => _secrets.Count == 0 ? text
        : _secrets.OrderByDescending(secret => secret.Length)
        .Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));

    public ErrorDetail Clean(ErrorDetail error) => error with
    {
        Message = Clean(error.Message),
        Next = error.Next is null ? null : Clean(error.Next),
        Facts = [.. error.Facts.Select(Clean)],
        Explanations = [.. error.Explanations.Select(Clean)],
    };
}
