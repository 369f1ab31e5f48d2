using Deploy.Tests.Roles;
using k8s.Models;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;
using Npgsql;

namespace Deploy.Tests.Kubernetes;

/// <summary>What a cluster puts around a container, on this machine: its secrets as files, its server, the roles that it
/// names.</summary>
internal sealed class PodSurroundings : IDisposable
{
    private readonly WorkingDirectory _secrets = new();
    private readonly RolesDatabase _roles;
    private readonly string _migrator;
    private readonly string _application;

    public PodSurroundings(RolesDatabase roles)
    {
        _roles = roles;
        _migrator = _secrets.Write("connection", roles.Migrator);
        var here = new NpgsqlConnectionStringBuilder(roles.Application) { Password = null };
        here.Passfile = _secrets.Write("pgpass",
            $"{here.Host}:{here.Port}:{here.Database}:{here.Username}:{TestDatabase.RolePassword}\n");
        _application = here.ConnectionString;
    }

    /// <summary>A container of the tool's image.</summary>
    public ToolStart Start(V1Container container) =>
        Apply(new ToolStart().With("MIGRATOR_ASSEMBLY", Sample.Assembly).With("MIGRATOR_ALLOW_BREAKING", "true"), container);

    /// <summary>A container's arguments and variables, with what lies elsewhere here replaced.</summary>
    public ToolStart Apply(ToolStart start, V1Container container)
    {
        var withArguments = start with
        {
            Arguments = [.. (container.Args ?? [])
                .Select(argument => argument.Replace("/run/secrets/migrator/connection", _migrator, StringComparison.Ordinal))],
        };
        return (container.Env ?? []).Aggregate(withArguments, (one, variable) => one.With(variable.Name, Here(variable.Value)));
    }

    public void Dispose() => _secrets.Dispose();

    private string Here(string value)
    {
        if (!value.StartsWith("Host=", StringComparison.Ordinal))
            return value.Replace("storefront_owner", _roles.Owner, StringComparison.Ordinal);

        var given = new NpgsqlConnectionStringBuilder(value);
        Assert.Equal(("storefront_application", "/run/secrets/application/pgpass"), (given.Username, given.Passfile));
        return _application;
    }
}
