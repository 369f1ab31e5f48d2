using Migrator.TestSupport.Tool;
using YamlDotNet.RepresentationModel;

namespace Deploy.Tests.GitHub;

/// <summary>A YAML file as a tree of nodes.</summary>
internal static class YamlFile
{
    public static IEnumerable<string> Workflows =>
        Directory.EnumerateFiles(Repository.PathOf(".github", "workflows")).Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    public static string Text(string workflow) => File.ReadAllText(Repository.PathOf(".github", "workflows", workflow));

    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    public static YamlMappingNode Map(this YamlNode node, string key) => (YamlMappingNode)node[key];

    /// <summary>A scalar's text; null where there is none.</summary>
    public static string? Scalar(this YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    /// <summary>Key and text of each entry; none where the mapping is not there.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Scalars(this YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(key, out var value)
            ? ((YamlMappingNode)value)
            .Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, ((YamlScalarNode)entry.Value).Value!)) : [];

    public static IEnumerable<string> Keys(this YamlNode node) =>
        ((YamlMappingNode)node).Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    /// <summary>All steps of all jobs of a workflow, or of a composite action.</summary>
    public static IEnumerable<YamlMappingNode> Steps(this YamlMappingNode root) =>
        (root.Children.TryGetValue("jobs", out var jobs)
            ? ((YamlMappingNode)jobs).Children.Values.Select(job => job["steps"]) : [root["runs"]["steps"]])
            .SelectMany(steps => (YamlSequenceNode)steps).Cast<YamlMappingNode>();
}
