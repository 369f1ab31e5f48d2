namespace Migrator.FluentRunner.Loading;

/// <summary>Whether migrations can be reverted, as FluentMigrator says it: by what building a Down throws.</summary>
internal static class Reversibility
{
    /// <summary>What makes a Down impossible whatever the database is like; null if it is something else.</summary>
    public static string? ReasonOf(Exception exception) => exception switch
    {
        NotSupportedException => "it has a step that FluentMigrator cannot reverse by itself.",
        InvalidOperationException { Message: "Only forward migration is supported" } => "it is forward-only.",
        _ => null,
    };
}
