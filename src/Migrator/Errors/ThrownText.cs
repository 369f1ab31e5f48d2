using System.Reflection;
using Npgsql;

namespace Migrator.Errors;

/// <summary>
/// What code of a migration's own threw, in words: with its type, since "Object reference not set" alone says little, and with
/// what caused it.
/// </summary>
internal static class ThrownText
{
    private const int MostCauses = 4;

    /// <summary>Type, message, and those of what caused it.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="messageOf">The message of one, as it may be shown.</param>
    public static string Of(Exception exception, Func<Exception, string> messageOf)
    {
        List<string> texts = [];
        foreach (var one in Chain(exception))
        {
            var text = Typed(one, messageOf(one).Trim());
            // One that only passes on what it wraps adds nothing.
            if (texts.Count == 0 || !texts[^1].Contains(text, StringComparison.Ordinal))
                texts.Add(text);
        }

        return string.Join(" Caused by: ", texts.Take(MostCauses + 1)
            .Select((text, index) => index < texts.Count - 1 && !text.EndsWith('.') ? text + "." : text));
    }

    /// <summary>It and what caused it, from the outside in; what only carries another is left out.</summary>
    public static IEnumerable<Exception> Chain(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Chain(inner),
        AggregateException { InnerExceptions: { Count: > 0 } inner } => inner.SelectMany(Chain),
        // What the driver wraps is a part of its message.
        NpgsqlException => [exception],
        { InnerException: { } inner } => [exception, .. Chain(inner)],
        _ => [exception],
    };

    // The server's errors, FluentMigrator's and ours say what they are.
    private static string Typed(Exception exception, string message) =>
        exception is NpgsqlException || exception.GetType().Assembly == typeof(ThrownText).Assembly
        || exception.GetType().Namespace is { } space
            && (space == "FluentMigrator" || space.StartsWith("FluentMigrator.", StringComparison.Ordinal))
            ? message : $"{exception.GetType().Name}: {message}";
}
