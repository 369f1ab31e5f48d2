using System.Reflection;
using Migrator.SchemaCheck;

namespace Storefront.WebApi;

internal static class VersionEndpoint
{
    private static readonly string Build =
        typeof(VersionEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static void MapVersion(this IEndpointRouteBuilder app) => app.MapGet("/version", Get).WithTags("Version");

    // The check at startup is long ago: a newer release may have moved the schema since.
    private static async Task<BuildVersion> Get(SchemaWatcher watcher, CancellationToken cancellationToken)
    {
        var now = await watcher.LookAsync(cancellationToken);
        return new(Build, now.Requirement.Newest, now.Difference?.Current, now.Verdict);
    }
}
