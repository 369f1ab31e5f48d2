namespace Migrator.Catalog;

/// <summary>What is told of namespaces.</summary>
internal static class NamespaceText
{
    private const int Most = 10;

    /// <summary>What a class without a namespace is in.</summary>
    public const string None = "(no namespace)";

    /// <summary>Why a run finds nothing.</summary>
    /// <param name="selection">What it looks for.</param>
    /// <param name="known">The namespaces of the migrations.</param>
    public static ConfigurationException Unknown(MigrationSelection selection, IReadOnlyCollection<string> known)
    {
        var within = selection.Namespace + ".";
        var isOuter = !selection.NestedNamespaces && known.Any(one => one.StartsWith(within, StringComparison.Ordinal));
        return new($"The namespace {selection.Namespace} has no migrations{(isOuter ? " itself; those within it have" : "")}. "
            + $"There are: {Counted(known)}. Correct --namespace{(isOuter ? ", or take those within it, too: --nested" : "")}.");
    }

    /// <summary>A sentence on the migrations that the namespace leaves out; null if none is.</summary>
    public static string? LeftOut(string? chosen, IReadOnlyCollection<LeftOutMigration> migrations) =>
        migrations.Count == 0 ? null
        : $"{migrations.Count} {(migrations.Count == 1 ? "migration is" : "migrations are")} left out by the namespace {chosen}: "
            + $"{Counted([.. migrations.Select(one => one.Namespace!)])}.";

    private static string Counted(IReadOnlyCollection<string> namespaces)
    {
        string[] all = [.. namespaces.GroupBy(one => one).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => $"{same.Key} ({same.Count()})")];
        return string.Join(", ", all.Take(Most)) + (all.Length > Most ? $" and {all.Length - Most} more" : "");
    }
}
