using System.Collections.Concurrent;
using Deploy.Tests.Programs;
using k8s;
using k8s.Models;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Kubernetes;

/// <summary>A folder of deploy/kubernetes as kubectl renders it, read strictly into Kubernetes' own models.</summary>
internal static class Overlay
{
    public static readonly string Root = Repository.PathOf("deploy", "kubernetes");

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Rendered = new();

    /// <summary>Every folder that can be applied, relative to the root.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Root, "kustomization.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal);

    public static Task<string> TextAsync(string name) => Rendered.GetOrAdd(name, _ => new(async () =>
    {
        Needed.Kubectl();
        var result = await Shell.RunAsync($"kubectl kustomize '{name}'", Root);
        // A warning is tomorrow's error.
        Assert.True(result is { ExitCode: 0, Error: "" }, $"kubectl kustomize {name}: {result}");
        return result.Out;
    })).Value;

    public static async Task<IReadOnlyList<IKubernetesObject>> DocumentsAsync(string name) => Read(await TextAsync(name));

    /// <exception cref="YamlDotNet.Core.YamlException">A field is not known, or there twice.</exception>
    public static IReadOnlyList<IKubernetesObject> Read(string yaml) =>
        [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).Cast<IKubernetesObject>()];

    public static async Task<T> OneAsync<T>(string name) where T : IKubernetesObject =>
        Assert.Single((await DocumentsAsync(name)).OfType<T>());

    /// <summary>Every pod that would run.</summary>
    public static async Task<IReadOnlyList<V1PodTemplateSpec>> PodsAsync(string name) =>
        [.. (await DocumentsAsync(name)).Select(document => document switch
        {
            V1Deployment deployment => deployment.Spec.Template,
            V1Job job => job.Spec.Template,
            _ => null,
        }).OfType<V1PodTemplateSpec>()];

    /// <summary>A pod's containers, those that run first included.</summary>
    public static IEnumerable<V1Container> ContainersOf(V1PodTemplateSpec pod) =>
        [.. pod.Spec.InitContainers ?? [], .. pod.Spec.Containers];
}
