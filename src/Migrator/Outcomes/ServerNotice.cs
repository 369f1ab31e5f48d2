namespace Migrator;

/// <summary>What the server said while a step ran, beside its answers: <c>RAISE WARNING</c>, <c>RAISE NOTICE</c>, its
/// own.</summary>
/// <param name="Severity">WARNING, NOTICE, INFO, LOG or DEBUG.</param>
/// <param name="SqlState">The SQLSTATE.</param>
/// <param name="Message">The text, free of row data as far as an error's is.</param>
public sealed record ServerNotice(string Severity, string SqlState, string Message)
{
    /// <summary>Whether it is a warning, which nobody has to ask for.</summary>
    public bool IsWarning => Severity == "WARNING";
}
