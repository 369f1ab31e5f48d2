using System.Reflection;

namespace Migrator.FluentRunner.Rendering;

/// <summary>
/// Reads a migration's waivers: attributes of any class called LintWaiverAttribute, so that migrations need no reference to us
/// for the sake of one.
/// </summary>
internal static class WaiverReader
{
    private const string AttributeName = "LintWaiverAttribute";

    /// <exception cref="ConfigurationException">A waiver names no rule, or gives no reason.</exception>
    public static IReadOnlyList<LintWaiver> Read(Type type, MigrationDescriptor migration) =>
        [.. type.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == AttributeName)
            .Select(attribute => Of(attribute, migration))];

    private static LintWaiver Of(CustomAttributeData attribute, MigrationDescriptor migration)
    {
        if (attribute.ConstructorArguments is not [{ Value: string rule }, { Value: string reason }]
            || string.IsNullOrWhiteSpace(reason))
            throw new ConfigurationException($"{migration} has a waiver without a reason: [LintWaiver(\"rule\", \"why it is all "
                + $"right here\")].");

        return LintRules.Find(rule) is not null ? new(rule, reason)
            : throw new ConfigurationException($"{migration} waives \"{rule}\", which is no rule. "
                + $"Nearest: {LintRules.All.MinBy(known => Likeness.Distance(known.Id, rule))!.Id}.");
    }
}
