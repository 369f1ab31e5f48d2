namespace Migrator.Catalog;

/// <summary>What each of several assemblies is called: its name, and where two have the same, a folder with it that tells them
/// apart.</summary>
internal static class AssemblyLabels
{
    public static IReadOnlyDictionary<AssemblyPart, string> Of(IReadOnlyList<AssemblyPart> parts) =>
        parts.GroupBy(part => part.Name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(same => same.Skip(1).Any() ? Apart([.. same]) : same.Select(part => (part, part.Name)))
            .ToDictionary(one => one.Item1, one => one.Item2);

    private static IEnumerable<(AssemblyPart, string)> Apart(AssemblyPart[] parts)
    {
        string[][] folders = [.. parts.Select(part => part.Folder
            .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Reverse().ToArray())];
        var level = Enumerable.Range(0, folders.Min(one => one.Length))
            .FirstOrDefault(i => folders.Select(one => one[i]).Distinct().Count() == parts.Length, -1);
        return parts.Select((part, i) => (part, level < 0 ? $"{part.Name}#{i + 1}" : $"{folders[i][level]}/{part.Name}"));
    }
}
