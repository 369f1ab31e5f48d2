using System.Reflection;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;

namespace Migrator.FluentRunner.Loading;

/// <summary>What is worth knowing of several assemblies: what one of them does not have, or has in vain.</summary>
internal static class AssemblyNotes
{
    /// <summary>A sentence each.</summary>
    /// <param name="assembly">The assemblies.</param>
    /// <param name="selection">Whose namespace counts.</param>
    /// <param name="all">Every migration of them.</param>
    public static IReadOnlyList<string> Of(
        MigrationAssembly assembly, MigrationSelection selection, IEnumerable<Candidate> all) =>
        assembly.Parts.Count == 1 ? []
        :
        [
            .. WithoutMigrations(assembly, all),
            .. OtherConventions(assembly.ExportedTypes().Where(selection.Includes), typeof(IConventionSet)),
            .. OtherConventions(assembly.ExportedTypes(), typeof(IMigrationRunnerConventions)),
        ];

    private static IEnumerable<string> WithoutMigrations(MigrationAssembly assembly, IEnumerable<Candidate> all)
    {
        HashSet<Assembly> with = [.. all.Select(one => one.Type.Assembly)];
        return assembly.Parts.Where(part => !with.Contains(part.Assembly))
            .Select(part => $"{part.Name} holds no migrations: no public class with [Migration(version)].");
    }

    // FluentMigrator takes the first that it finds, for all.
    private static IEnumerable<string> OtherConventions(IEnumerable<Type> types, Type kind)
    {
        var first = types.Where(type => type is { IsAbstract: false, IsClass: true } && kind.IsAssignableFrom(type))
            .DistinctBy(type => type.Assembly).Take(2).ToArray();
        return first is not [var taken, var other] ? []
            : [$"The conventions {taken.FullName} in {taken.Assembly.GetName().Name} are those of all migrations; "
                + $"{other.FullName} in {other.Assembly.GetName().Name} is passed over."];
    }
}
