namespace Migrator.SchemaCheck;

/// <summary>
/// What a manifest and a journal say of whatever wrote their SQL: FluentMigrator's major version and its generator's name. The same
/// C# becomes other SQL by another: a checksum says something only against one that was made by the same.
/// </summary>
internal static class GeneratorRecord
{
    /// <summary>What is meant where nothing is said: what there was before it was recorded.</summary>
    public const string First = "FluentMigrator 8 Postgres15_0";

    /// <summary>A record, or what its absence means.</summary>
    public static string Of(string? record) => record ?? First;

    /// <summary>Whether two records mean the same.</summary>
    public static bool AreSame(string? one, string? other) => Of(one) == Of(other);
}
