using System.Globalization;
using System.Reflection;
using FluentMigrator;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// Classes that say by an attribute that they are migrations, maintenance or profiles, and are passed over all the same, as
/// FluentMigrator does without a word.
/// </summary>
internal static class PassedOver
{
    /// <summary>A sentence for each. None for migrations that are compiled into this program: its maker was told.</summary>
    public static IReadOnlyList<string> Notes(MigrationAssembly assembly) =>
        Notes(assembly, CatalogReader.ReadAll(assembly).Select(one => one.Type));

    /// <summary>A sentence for each.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="taken">The classes that are taken as migrations.</param>
    public static IReadOnlyList<string> Notes(MigrationAssembly assembly, IEnumerable<Type> taken)
    {
        HashSet<Type> migrations = [.. taken];
        return [.. assembly.AllTypes().Where(type => !migrations.Contains(type)).Select(Note)
            .OfType<string>()];
    }

    private static string? Note(Type type)
    {
        var (what, isMigration) = What(type);
        return what is null || Reason(type, isMigration) is not { } reason ? null
            : $"{type.FullName?.Replace('+', '.')} ({what}) is passed over, since {reason}";
    }

    private static (string? What, bool IsMigration) What(Type type)
    {
        try
        {
            if (type.GetCustomAttribute<MigrationAttribute>(inherit: false) is { } migration)
                return (string.Create(CultureInfo.InvariantCulture, $"version {migration.Version}"), true);
            return (type.IsDefined(typeof(MaintenanceAttribute), inherit: false) ? "maintenance"
                : type.IsDefined(typeof(ProfileAttribute), inherit: false) ? "a profile" : null, false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException
            or CustomAttributeFormatException)
        {
            // An attribute of an assembly that is not there is none of FluentMigrator's.
            return (null, false);
        }
    }

    private static string? Reason(Type type, bool isMigration)
    {
        if (!typeof(IMigration).IsAssignableFrom(type))
            return "it is no Migration: derive it from one of FluentMigrator's classes, or remove the attribute.";
        if (type.IsAbstract)
            return isMigration ? "it is abstract: what is derived from it needs a [Migration] of its own." : "it is abstract.";
        if (!type.IsVisible)
            return type.IsNested && (type.IsNestedPublic || type.DeclaringType is { IsVisible: false })
                ? $"{type.DeclaringType!.Name}, in which it stands, is not public." : "it is not public.";
        return isMigration ? "the conventions of its assembly do not take it." : null;
    }
}
