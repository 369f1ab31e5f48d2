using Migrator.SchemaCheck;

namespace Migrator.Catalog.Generators;

/// <summary>What it means that a manifest or a history was written by another generator than is chosen now, in words: an upgrade of
/// FluentMigrator's, or another choice; no edit.</summary>
internal static class GeneratorChange
{
    /// <summary>What is to be known and done; null where both are the same.</summary>
    /// <param name="was">What was recorded; null where nothing was.</param>
    /// <param name="now">What writes now.</param>
    public static string? Of(string? was, string now)
    {
        if (GeneratorRecord.AreSame(was, now))
            return null;

        var (before, after) = (GeneratorRecord.Of(was), GeneratorRecord.Of(now));
        return NameOf(before) == NameOf(after)
            ? $"{Major(after)} writes other SQL than {Major(before)} for the same C#, the name of an unnamed primary key for one: an "
                + "upgrade, and no edit."
            : "They write other SQL for the same C#, a serial or an identity column for Identity(): that is no edit."
                + (SqlGenerator.Find(NameOf(before)) is { } known
                    ? $" To go on as before: --generator {known.Name} (\"generator\" in migrator.json, MIGRATOR_GENERATOR)." : "");
    }

    /// <summary>Whether a record is of another major version of FluentMigrator's, which names things otherwise.</summary>
    public static bool IsOfOtherMajor(string? was, string now) => Major(GeneratorRecord.Of(was)) != Major(now);

    /// <summary>"FluentMigrator 8" of "FluentMigrator 8 Postgres15_0".</summary>
    public static string Major(string record) => record[..Math.Max(0, record.LastIndexOf(' '))];

    private static string NameOf(string record) => record[(record.LastIndexOf(' ') + 1)..];
}
