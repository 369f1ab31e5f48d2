using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using Microsoft.Extensions.DependencyInjection;

namespace Migrator.FluentRunner.Loading;

/// <summary>FluentMigrator's conventions, where the migrations have none of their own.</summary>
/// <param name="schema">The schema of unqualified names; null leaves them as they are.</param>
/// <param name="folder">Where relative paths of scripts start.</param>
internal sealed class UsualConventionSet(string? schema, string folder) : DefaultConventionSet(schema, folder)
{
    /// <summary>The migrations' own conventions, else the usual ones with that schema.</summary>
    public static IConventionSet Or(IServiceProvider services, string? schema, string folder) =>
        services.GetRequiredService<IConventionSet>() is var set and not UsualConventionSet ? set
            : new UsualConventionSet(schema, folder);
}
