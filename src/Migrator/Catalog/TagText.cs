namespace Migrator.Catalog;

/// <summary>What is told of tags.</summary>
internal static class TagText
{
    /// <summary>A sentence for the tags of a run that no migration has; none if each is on one.</summary>
    /// <param name="asked">The tags of the run.</param>
    /// <param name="known">The tags of the migrations.</param>
    public static IEnumerable<string> Unknown(IReadOnlyCollection<string> asked, IEnumerable<string> known)
    {
        HashSet<string> all = [.. known];
        string[] unknown = [.. asked.Where(tag => !all.Contains(tag)).Distinct()];
        if (unknown.Length > 0)
            yield return $"No migration has the tag{(unknown.Length == 1 ? "" : "s")} {Quoted(unknown)}. {There(all)}";
    }

    /// <summary>Which tags there are.</summary>
    public static string There(IEnumerable<string> known)
    {
        string[] all = [.. known.Distinct().Order(StringComparer.Ordinal)];
        return all.Length == 0 ? "None has any tag." : $"There are: {string.Join(", ", all)}.";
    }

    /// <summary>A sentence on the migrations that tags leave out; null if none is.</summary>
    public static string? LeftOut(IReadOnlyCollection<LeftOutMigration> migrations)
    {
        if (migrations.Count == 0)
            return null;

        var tags = migrations.GroupBy(one => one.Tags.Count == 0 ? "?" : string.Join("+", one.Tags))
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} ({group.Count()})");
        return $"{migrations.Count} {(migrations.Count == 1 ? "migration is" : "migrations are")} left out by "
            + $"{(migrations.Count == 1 ? "its" : "their")} tags: {string.Join(", ", tags)}.";
    }

    private static string Quoted(IEnumerable<string> tags) => string.Join(", ", tags.Select(tag => $"\"{tag}\""));
}
