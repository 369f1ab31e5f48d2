using Deploy.Tests.Roles;
using k8s.Models;
using Migrator.Testing;
using Migrator.Testing.Tool;
using Npgsql;

namespace Deploy.Tests.Kubernetes;

/// <summary>The overlays' containers as processes: their own arguments and variables, on a database with the roles that they expect.</summary>
public sealed class PodTests(TestServer server) : IDisposable
{
    private const int Replicas = 4;

    private readonly WorkingDirectory _secrets = new();

    [Fact]
    public async Task JobPerRelease_ThePodsWait_UntilTheJobHasMigrated()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        var wait = Container(await Overlay.OneAsync<V1Deployment>("overlays/job-per-release"));
        var migrate = (await Overlay.OneAsync<V1Job>("overlays/job-per-release")).Spec.Template.Spec.Containers[0];

        await using var pod = Start(roles, wait).Start();
        await pod.UntilItSaysAsync("Waiting: ");
        var job = await Start(roles, migrate).RunAsync();

        job.Exits(ExitCode.Success);
        (await pod.EndAsync()).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task InitContainer_ManyPodsAtOnce_OneOfThemMigrates()
    {
        await using var roles = await RolesDatabase.CreateAsync(server);
        var up = Container(await Overlay.OneAsync<V1Deployment>("overlays/init-container"));

        var pods = await Task.WhenAll(Enumerable.Range(0, Replicas).Select(_ => Start(roles, up).RunAsync()));

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

        var job = await Start(roles, (await Overlay.OneAsync<V1Job>(overlay)).Spec.Template.Spec.Containers[0]).RunAsync();

        job.Exits(ExitCode.Success).Says(" applied in ");
    }

    public void Dispose() => _secrets.Dispose();

    private static V1Container Container(V1Deployment deployment) => Assert.Single(deployment.Spec.Template.Spec.InitContainers);

    // The server and the secrets are elsewhere, and the roles have this database's names.
    private ToolStart Start(RolesDatabase roles, V1Container container)
    {
        var migrator = _secrets.Write("connection", roles.Migrator);
        string[] arguments = [.. container.Args.Select(argument => argument.Replace("/run/secrets/migrator/connection", migrator, StringComparison.Ordinal))];
        var start = new ToolStart(arguments).With("MIGRATOR_ASSEMBLY", Sample.Assembly).With("MIGRATOR_ALLOW_BREAKING", "true");
        return (container.Env ?? []).Aggregate(start, (one, variable) => one.With(variable.Name, variable.Name == "MIGRATOR_CONNECTION"
            ? Here(roles, variable.Value) : variable.Value.Replace("storefront_owner", roles.Owner, StringComparison.Ordinal)));
    }

    private string Here(RolesDatabase roles, string connection)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        Assert.Equal(("storefront_application", "/run/secrets/application/pgpass"), (given.Username, given.Passfile));
        var here = new NpgsqlConnectionStringBuilder(roles.Application) { Password = null };
        here.Passfile = _secrets.Write("pgpass", $"{here.Host}:{here.Port}:{here.Database}:{here.Username}:{TestDatabase.RolePassword}\n");
        return here.ConnectionString;
    }
}
