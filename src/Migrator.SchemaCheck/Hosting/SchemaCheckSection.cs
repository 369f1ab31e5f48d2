using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Migrator.SchemaCheck;

/// <summary>
/// The section <c>SchemaCheck</c> of the application's configuration. Read after what is said in code, so that whoever deploys
/// has the last word; without reflection, which a trimmed application does not have.
/// </summary>
internal sealed class SchemaCheckSection(IConfiguration? configuration = null) : IPostConfigureOptions<SchemaCheckOptions>
{
    private const string Name = "SchemaCheck";

    private static readonly Dictionary<string, Action<SchemaCheckOptions, IConfigurationSection>> Keys =
        new(StringComparer.OrdinalIgnoreCase)
        {
            [nameof(SchemaCheckOptions.Wait)] = (options, value) => options.Wait = TimeSpan.TryParse(value.Value,
                CultureInfo.InvariantCulture, out var time) ? time : throw Bad(value, "must be a time such as 00:00:30"),
            [nameof(SchemaCheckOptions.AcceptAhead)] = (options, value) => options.AcceptAhead =
                bool.TryParse(value.Value, out var accepts) ? accepts : throw Bad(value, "must be true or false"),
            [nameof(SchemaCheckOptions.Tags)] = SetTags,
            [nameof(SchemaCheckOptions.ApplicationName)] = (options, value) => options.ApplicationName = value.Value,
            [nameof(SchemaCheckOptions.DeployCommand)] = (options, value) => options.DeployCommand = value.Value!,
            [nameof(SchemaCheckOptions.ConnectionString)] = (options, value) => options.ConnectionString = value.Value,
            [nameof(SchemaCheckOptions.VersionTableSchema)] = (options, value) => options.VersionTableSchema = value.Value,
            [nameof(SchemaCheckOptions.VersionTableName)] = (options, value) => options.VersionTableName = value.Value,
        };

    /// <exception cref="InvalidOperationException">It has a key that is not known, or a value that does not fit.</exception>
    public void PostConfigure(string? name, SchemaCheckOptions options)
    {
        foreach (var value in configuration?.GetSection(Name).GetChildren() ?? [])
        {
            if (!Keys.TryGetValue(value.Key, out var set))
                throw new InvalidOperationException(
                    $"{value.Path} is set in the configuration, but there is no such setting. There are: "
                    + $"{string.Join(", ", Keys.Keys)}.");
            if (value.Value is not null || value.GetChildren().Any())
                set(options, value);
        }
    }

    // A list, or a text with commas.
    private static void SetTags(SchemaCheckOptions options, IConfigurationSection value)
    {
        options.Tags.Clear();
        foreach (var tag in value.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? [.. value.GetChildren().Select(one => one.Value).OfType<string>()])
            options.Tags.Add(tag);
    }

    private static InvalidOperationException Bad(IConfigurationSection value, string rule) =>
        new($"{value.Path} is {GivenValue.Shown(value.Value)}: it {rule}.");
}
