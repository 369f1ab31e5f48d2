using k8s.Models;

namespace Deploy.Tests.Kubernetes;

/// <summary>The "restricted" pod security standard, and some more: of every container in every overlay.</summary>
public sealed class HardeningTests
{
    private const int OwnerAndGroupRead = 0x120; // 0440

    public static TheoryData<string> Folders => [.. Overlay.All];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task EveryPod_RunsAsNobodySpecial(string folder)
    {
        foreach (var pod in await Overlay.PodsAsync(folder))
        {
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            // The user of the images, by its number: kubelet cannot tell whether a name is root.
            Assert.Equal(1654, pod.Spec.SecurityContext.RunAsUser);
            Assert.Equal(1654, pod.Spec.SecurityContext.RunAsGroup);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            Assert.NotEqual(true, pod.Spec.HostNetwork);
            Assert.NotEqual(true, pod.Spec.HostPID);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task EveryContainer_CanWriteNothing_AndHasLimits(string folder)
    {
        foreach (var container in (await Overlay.PodsAsync(folder)).SelectMany(Overlay.ContainersOf))
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.NotEqual(true, container.SecurityContext.Privileged);
            Assert.Null(container.SecurityContext.RunAsUser);
            Assert.Null(container.SecurityContext.RunAsNonRoot);
            foreach (var resources in (IDictionary<string, ResourceQuantity>[])[container.Resources.Requests,
                container.Resources.Limits])
                Assert.Equal(["cpu", "memory"], resources.Keys.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Secrets_AreFilesThatOnlyTheUserReads_AndNoVariables(string folder)
    {
        foreach (var pod in await Overlay.PodsAsync(folder))
        {
            var secrets = (pod.Spec.Volumes ?? []).Where(volume => volume.Secret is not null)
                .ToDictionary(volume => volume.Name, volume => volume.Secret);
            Assert.NotEmpty(secrets);
            Assert.All(secrets.Values, secret => Assert.Equal(OwnerAndGroupRead, secret.DefaultMode));
            foreach (var container in Overlay.ContainersOf(pod))
            {
                Assert.All(container.VolumeMounts.Where(mount => secrets.ContainsKey(mount.Name)),
                    mount => Assert.True(mount.ReadOnlyProperty));
                Assert.Null(container.EnvFrom);
                Assert.All(container.Env ?? [], variable =>
                {
                    Assert.Null(variable.ValueFrom);
                    Assert.DoesNotContain("Password", variable.Value, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("://", variable.Value, StringComparison.Ordinal);
                });
            }
        }
    }

    [Theory]
    [InlineData("overlays/job-per-release", "migrator", "migrate")]
    [InlineData("overlays/argo-cd", "migrator", "migrate")]
    [InlineData("overlays/init-container", "migrator", "migrate")]
    public async Task TheMigratorsSecret_IsMountedWhereItMigrates_AndNowhereElse(string folder, string volume, string container)
    {
        var holders = (await Overlay.PodsAsync(folder)).SelectMany(Overlay.ContainersOf)
            .Where(one => one.VolumeMounts.Any(mount => mount.Name == volume));

        Assert.Equal(container, Assert.Single(holders).Name);
    }

    [Fact]
    public async Task EveryImage_HasATag_ThatIsNotLatest()
    {
        foreach (var folder in Overlay.All.Where(folder => folder.StartsWith("overlays/", StringComparison.Ordinal)
            && !folder.EndsWith("/job", StringComparison.Ordinal)))
            Assert.All((await Overlay.PodsAsync(folder)).SelectMany(Overlay.ContainersOf),
                container => Assert.Matches(@"^registry\.example\.com/[a-z-]+:[0-9]+\.[0-9]+\.[0-9]+$", container.Image));
    }
}
