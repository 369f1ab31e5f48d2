using System.Reflection;

namespace Migrator.Catalog.Dependencies;

/// <summary>
/// What migrations use of an assembly that this process shares with them, and that its version here no longer has, or does not have
/// yet: they were built against another one. Told from their code, before any of it runs.
/// </summary>
internal static class GoneMembers
{
    private const int Most = 3;

    // What only a down needs is told by a down, before it reverts anything.
    private static readonly string[] Reverting = ["Down", "GetDownExpressions"];

    /// <summary>Makes sure that all is there.</summary>
    /// <param name="assembly">The migrations' assembly.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="types">The metadata tokens of the types that count.</param>
    /// <param name="shared">Gives this process's own version of an assembly; null for one that is not shared.</param>
    /// <exception cref="ConfigurationException">Something is gone; the message names it, who uses it, and the way out.</exception>
    public static void Verify(Assembly assembly, string path, IEnumerable<int> types, Func<AssemblyName, AssemblyName?> shared)
    {
        var others = assembly.GetReferencedAssemblies()
            .Select(theirs => (Theirs: theirs, Ours: shared(theirs)))
            .Where(one => one.Ours is not null && one.Ours.Version != one.Theirs.Version)
            .ToDictionary(one => one.Theirs.Name!, one => (one.Theirs, Ours: one.Ours!), StringComparer.OrdinalIgnoreCase);
        if (others.Count == 0)
            return;

        UsedMember[] gone = [.. UsedReferences.MembersOf(path, types, Reverting).Where(member => others.ContainsKey(member.Assembly))
            .Where(member => IsGone(assembly.ManifestModule, member.Token))];
        if (gone.Length == 0)
            return;

        var (theirs, ours) = others[gone[0].Assembly];
        var built = $"{assembly.GetName().Name} was built with {theirs.Name} {Text(theirs)}, and {theirs.Name} {Text(ours)} "
            + "runs it here, which does not have ";
        string[] names = [.. gone.Select(one => $"{one.Name} (used by {one.User})").Distinct()];
        throw new ConfigurationException(built + string.Join(", ", names.Take(Most))
            + (names.Length > Most ? $" and {names.Length - Most} more" : "")
            + $". Build the migrations against {theirs.Name} {Text(ours)}: the compiler names each such place. Nothing was touched.");
    }

    private static bool IsGone(Module module, int token)
    {
        try
        {
            module.ResolveMember(token);
            return false;
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Of a generic type in whose code it stands, or of an assembly that is looked for elsewhere: not known here.
            return false;
        }
    }

    private static string Text(AssemblyName name) => name.Version!.ToString(3);
}

/// <summary>A member or a type of another assembly that code uses.</summary>
/// <param name="Token">Its metadata token.</param>
/// <param name="Assembly">The other assembly's name.</param>
/// <param name="Name">What it is called, with its type.</param>
/// <param name="User">The type whose code uses it first.</param>
internal sealed record UsedMember(int Token, string Assembly, string Name, string User);
