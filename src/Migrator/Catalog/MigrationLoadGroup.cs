using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Migrator.Catalog.Dependencies;

namespace Migrator.Catalog;

/// <summary>
/// Several migrations assemblies that are loaded together. Each has its own dependencies, in the versions that it was built with;
/// what is the same for two of them is loaded once, so that its types are the same, too.
/// </summary>
internal sealed class MigrationLoadGroup
{
    private readonly List<MigrationLoadContext> _members = [];
    private readonly Dictionary<MigrationLoadContext, MigrationLoadContext> _users = [];

    /// <summary>A context for each.</summary>
    public static IReadOnlyList<MigrationLoadContext> Of(IReadOnlyList<string> paths)
    {
        var group = new MigrationLoadGroup();
        group._members.AddRange(paths.Select(path => new MigrationLoadContext(path, group)));
        if (paths.Count > 1)
            group.FindUsers();
        return group._members;
    }

    /// <summary>The other member of that name; null if there is none, or several: then either may be meant.</summary>
    public MigrationLoadContext? Other(MigrationLoadContext asking, string name) =>
        _members.Where(one => one != asking && one.IsNamed(name)).ToArray() is [var found] && !asking.IsNamed(name)
            ? found : null;

    /// <summary>The member that references another, and what that references in its turn: what it was built with is right for
    /// both. Null where nobody references it.</summary>
    public MigrationLoadContext? UserOf(MigrationLoadContext member)
    {
        MigrationLoadContext? user = null;
        for (var (one, steps) = (member, 0); _users.TryGetValue(one, out var next) && steps < _members.Count; steps++)
            user = one = next;
        return user;
    }

    /// <summary>The first member that has the same dependency, with all that it depends on in its turn; null if that is the
    /// asking one.</summary>
    public MigrationLoadContext? FirstWithSame(MigrationLoadContext asking, AssemblyName name) => _members
        .TakeWhile(one => one != asking).FirstOrDefault(one => IsSame(one, asking, name, []));

    private void FindUsers()
    {
        foreach (var member in _members)
        {
            foreach (var reference in References(member.File))
            {
                if (Other(member, reference) is { } used)
                    _users.TryAdd(used, member);
            }
        }
    }

    private bool IsSame(MigrationLoadContext one, MigrationLoadContext other, AssemblyName name, HashSet<string> seen)
    {
        if (!seen.Add(name.Name!))
            return true;
        if (one.IsNamed(name.Name!) || other.IsNamed(name.Name!))
            return false;
        // Another member, which is the same for both; or what is had from this process.
        if (Other(one, name.Name!) is not null)
            return true;
        return (one.Find(name), other.Find(name)) switch
        {
            (null, null) => true,
            ({ } first, { } second) => (first == second || Identity(first) == Identity(second))
                && References(first).All(reference => IsSame(one, other, new(reference), seen)),
            _ => false,
        };
    }

    private static IReadOnlyList<string> References(string file)
    {
        try
        {
            return UsedReferences.All(file);
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException or IOException)
        {
            // Whoever loads it is told.
            return [];
        }
    }

    private static Guid Identity(string file)
    {
        using var stream = new PEReader(System.IO.File.OpenRead(file));
        var reader = stream.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }
}
