using System.Text.Json;

namespace Migrator.Cli.Settings;

/// <summary>The section <c>lint</c> of migrator.json: what <c>up</c> does with findings, and the severities of rules.</summary>
/// <param name="Up">The value of the setting <c>lint</c>; null if it is not said.</param>
/// <param name="Rules">Severities by rule, as they are written.</param>
internal sealed record LintSection(string? Up, IReadOnlyDictionary<string, string> Rules)
{
    /// <exception cref="ConfigurationException">It has a key or a value that does not fit.</exception>
    public static LintSection Read(string path, JsonElement section)
    {
        string? up = null;
        Dictionary<string, string> rules = [];
        foreach (var property in section.EnumerateObject())
        {
            switch (property.Name)
            {
                case "up" when property.Value.ValueKind == JsonValueKind.String:
                    up = property.Value.GetString();
                    break;
                case "rules" when property.Value.ValueKind == JsonValueKind.Object:
                    foreach (var rule in property.Value.EnumerateObject())
                    {
                        if (!rules.TryAdd(rule.Name,
                            rule.Value.ValueKind == JsonValueKind.String ? rule.Value.GetString()! : rule.Value.GetRawText()))
                            throw new ConfigurationException($"{path} has \"lint.rules.{rule.Name}\" twice.");
                    }

                    break;
                default:
                    throw new ConfigurationException($"{path}: \"lint.{property.Name}\" is not known or does not fit. "
                        + "Known: { \"up\": \"off|warn|refuse\", \"rules\": { \"json-column\": \"off|note|warning|error\" } }.");
            }
        }

        return new(up, rules);
    }
}
