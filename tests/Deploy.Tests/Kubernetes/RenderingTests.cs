using k8s.Models;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Kubernetes;

public sealed class RenderingTests
{
    public static TheoryData<string> Folders => [.. Overlay.All];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task EveryFolder_Renders_AndEachDocumentHasNoFieldThatKubernetesDoesNotKnow(string folder)
    {
        var documents = await Overlay.DocumentsAsync(folder);

        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.IsAssignableFrom<IMetadata<V1ObjectMeta>>(document));
    }

    [Theory]
    [InlineData("backoffLimit:", "backofLimit:")]
    [InlineData("    runAsNonRoot:", "    runsAsNonRoot:")]
    [InlineData("backoffLimit: 2", "backoffLimit: two")]
    [InlineData("backoffLimit: 2", "backoffLimit: 2\n  backoffLimit: 3")]
    public async Task AMistake_IsNotOverlooked(string text, string mistake)
    {
        var yaml = await Overlay.TextAsync("job");
        Assert.Contains(text, yaml, StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => Overlay.Read(yaml.Replace(text, mistake, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task NoSecretIsCommitted()
    {
        foreach (var folder in Overlay.All)
            Assert.Empty((await Overlay.DocumentsAsync(folder)).OfType<V1Secret>());
    }

    [Fact]
    public void EveryOverlay_IsOnThePage()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "kubernetes.md"));

        Assert.All(Overlay.All.Where(folder => folder.StartsWith("overlays/", StringComparison.Ordinal)),
            folder => Assert.Contains(folder.Split('/')[1], page, StringComparison.Ordinal));
    }
}
