using k8s.Models;
using Migrator.Cli.Terminal;

namespace Deploy.Tests.Kubernetes;

public sealed class JobTests
{
    private static readonly ExitCode[] WorthAnotherTry = [ExitCode.LockTimeout, ExitCode.Unreachable, ExitCode.Interrupted,
        ExitCode.Terminated];

    // What a real migration may take beside all waiting, before somebody must have thought about the deadline.
    private static readonly TimeSpan Work = TimeSpan.FromMinutes(30);

    public static TheoryData<string> WithJob => ["overlays/job-per-release", "overlays/helm-hook", "overlays/argo-cd"];

    public static TheoryData<string> WithDeployment =>
        ["overlays/job-per-release", "overlays/init-container", "overlays/argo-cd"];

    [Theory]
    [MemberData(nameof(WithJob))]
    public async Task Deadline_IsAboveWhatAllAttemptsMayWait(string overlay)
    {
        var job = (await Overlay.OneAsync<V1Job>(overlay)).Spec;
        var attempts = job.BackoffLimit!.Value + 1;

        Assert.InRange(attempts, 2, 4);
        Assert.True(job.ActiveDeadlineSeconds >= (attempts * Patience.Of(job.Template.Spec.Containers[0]) + Work).TotalSeconds);
        Assert.True(job.Template.Spec.TerminationGracePeriodSeconds >= 30);
        Assert.Equal("Never", job.Template.Spec.RestartPolicy);
        Assert.True(job.TtlSecondsAfterFinished > 24 * 60 * 60);
    }

    [Theory]
    [MemberData(nameof(WithJob))]
    public async Task PodFailurePolicy_TreatsEveryExitCodeAsTheTableDoes(string overlay)
    {
        var job = (await Overlay.OneAsync<V1Job>(overlay)).Spec;
        foreach (var code in Enum.GetValues<ExitCode>().Where(code => code != ExitCode.Success))
            Assert.Equal(WorthAnotherTry.Contains(code) ? "Count" : "FailJob", Action(job, (int)code, disrupted: false));
    }

    [Theory]
    [InlineData(ExitCode.Terminated, "Ignore")]
    [InlineData(ExitCode.Unreachable, "Ignore")]
    [InlineData(ExitCode.Partial, "FailJob")]
    [InlineData(ExitCode.Failed, "FailJob")]
    public async Task ADrainedNode_CountsForNothing_UnlessTheMigrationItselfHadFailed(object code, string action)
    {
        var job = (await Overlay.OneAsync<V1Job>("overlays/job-per-release")).Spec;

        Assert.Equal(action, Action(job, (int)(ExitCode)code, disrupted: true));
    }

    [Fact]
    public async Task PodFailurePolicy_NamesTheContainerThatMigrates()
    {
        var job = (await Overlay.OneAsync<V1Job>("job")).Spec;

        Assert.All(job.PodFailurePolicy.Rules.Where(rule => rule.OnExitCodes is not null),
            rule => Assert.Equal(Assert.Single(job.Template.Spec.Containers).Name, rule.OnExitCodes.ContainerName));
    }

    [Fact]
    public async Task JobPerRelease_IsNamedAfterTheRelease_AsTheImagesAre()
    {
        var job = await Overlay.OneAsync<V1Job>("overlays/job-per-release");
        var releases = (await Overlay.PodsAsync("overlays/job-per-release")).SelectMany(Overlay.ContainersOf)
            .Select(container => container.Image.Split(':')[1]).Distinct();

        Assert.Equal($"storefront-migrate-{Assert.Single(releases).Replace('.', '-')}", job.Metadata.Name);
    }

    [Theory]
    [MemberData(nameof(WithDeployment))]
    public async Task Rollout_IsNotGivenUp_WhileTheMigrationMaySucceed(string overlay)
    {
        var documents = await Overlay.DocumentsAsync(overlay);
        var deployment = Assert.Single(documents.OfType<V1Deployment>()).Spec;
        var job = documents.OfType<V1Job>().SingleOrDefault();
        foreach (var container in deployment.Template.Spec.InitContainers ?? [])
        {
            var wait = container.Args[0] == "up"
                ? Patience.Of(container) : Patience.Flag(container, "--timeout", TimeSpan.FromMinutes(5));
            Assert.True(deployment.ProgressDeadlineSeconds > wait.TotalSeconds);
            if (job is not null)
                Assert.True(wait.TotalSeconds >= job.Spec.ActiveDeadlineSeconds);
        }

        if (job is not null)
            Assert.True(deployment.ProgressDeadlineSeconds > job.Spec.ActiveDeadlineSeconds);
    }

    [Fact]
    public async Task HelmHook_RunsBeforeInstallAndUpgrade_AndIsMadeAnewEachTime()
    {
        var job = Assert.IsType<V1Job>(Assert.Single(await Overlay.DocumentsAsync("overlays/helm-hook")));

        Assert.Equal("pre-install,pre-upgrade", job.Metadata.Annotations["helm.sh/hook"]);
        Assert.Equal("before-hook-creation", job.Metadata.Annotations["helm.sh/hook-delete-policy"]);
    }

    [Fact]
    public async Task ArgoCd_RunsTheJobBeforeTheSync_AndMakesItAnewEachTime()
    {
        var job = await Overlay.OneAsync<V1Job>("overlays/argo-cd");

        Assert.Equal("PreSync", job.Metadata.Annotations["argocd.argoproj.io/hook"]);
        Assert.Equal("BeforeHookCreation", job.Metadata.Annotations["argocd.argoproj.io/hook-delete-policy"]);
        Assert.Null((await Overlay.OneAsync<V1Deployment>("overlays/argo-cd")).Metadata.Annotations);
    }

    // As the Job controller reads it: the first rule that fits; a code that none has counts.
    private static string Action(V1JobSpec job, int code, bool disrupted) =>
        job.PodFailurePolicy.Rules.FirstOrDefault(rule =>
            rule.OnExitCodes is { OperatorProperty: "In" } codes && codes.Values.Contains(code)
            || disrupted && (rule.OnPodConditions ?? [])
            .Any(condition => condition is { Type: "DisruptionTarget", Status: "True" }))?.Action ?? "Count";
}
