using Deploy.Tests.Roles;
using k8s.Models;
using Migrator.Cli.Terminal;
using Migrator.TestSupport;

namespace Deploy.Tests.Kubernetes;

/// <summary>The overlays' containers as processes: their own arguments and variables, on a database with the roles that they
/// expect.</summary>
public sealed class PodTests(TestServer server)
{
    private const int Replicas = 4;

    [Fact]
    public async Task JobPerRelease_ThePodsWait_UntilTheJobHasMigrated()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        using var surroundings = new PodSurroundings(roles);
        var wait = Container(await Overlay.OneAsync<V1Deployment>("overlays/job-per-release"));
        var migrate = (await Overlay.OneAsync<V1Job>("overlays/job-per-release")).Spec.Template.Spec.Containers[0];

        await using var pod = surroundings.Start(wait).Start();
        await pod.UntilItSaysAsync("Waiting: ");
        var job = await surroundings.Start(migrate).RunAsync();

        job.Exits(ExitCode.Success);
        (await pod.EndAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task InitContainer_ManyPodsAtOnce_OneOfThemMigrates()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        using var surroundings = new PodSurroundings(roles);
        var up = Container(await Overlay.OneAsync<V1Deployment>("overlays/init-container"));

        var pods = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => surroundings.Start(up).RunAsync()));

        Assert.All(pods, pod => pod.Exits(ExitCode.Success));
        Assert.Single(pods, pod => pod.Out.Contains(" applied in ", StringComparison.Ordinal));
        Assert.Single(await roles.Database.ColumnAsync<string>("SELECT DISTINCT run FROM migrator.\"VersionInfoJournal\""));
    }

    [Theory]
    [InlineData("overlays/helm-hook")]
    [InlineData("overlays/argo-cd")]
    public async Task Hook_Migrates(string overlay)
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        using var surroundings = new PodSurroundings(roles);

        var job = await surroundings.Start((await Overlay.OneAsync<V1Job>(overlay)).Spec.Template.Spec.Containers[0]).RunAsync();

        job.Exits(ExitCode.Success).Says(" applied in ");
    }

    private static V1Container Container(V1Deployment deployment) => Assert.Single(deployment.Spec.Template.Spec.InitContainers);
}
