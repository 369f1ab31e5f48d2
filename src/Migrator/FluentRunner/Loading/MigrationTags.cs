using System.Reflection;
using FluentMigrator;

namespace Migrator.FluentRunner.Loading;

/// <summary>The tags of a class: its own, those of its bases and of its interfaces, as FluentMigrator reads them.</summary>
internal static class MigrationTags
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> Of(Type type) => Names(Attributes(type));

    /// <summary>Those of one kind, in order.</summary>
    public static IReadOnlyList<string> Of(Type type, TagBehavior behavior) =>
        Names(Attributes(type).Where(tag => tag.Behavior == behavior));

    private static IEnumerable<TagsAttribute> Attributes(Type type) =>
        type.GetCustomAttributes<TagsAttribute>(true)
            .Concat(type.GetInterfaces().SelectMany(one => one.GetCustomAttributes<TagsAttribute>(true)));

    private static string[] Names(IEnumerable<TagsAttribute> tags) =>
        [.. tags.SelectMany(tag => tag.TagNames).Distinct().Order(StringComparer.Ordinal)];
}
