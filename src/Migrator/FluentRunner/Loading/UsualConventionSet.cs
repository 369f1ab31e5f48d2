using FluentMigrator.Expressions;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Conventions;
using Microsoft.Extensions.DependencyInjection;

namespace Migrator.FluentRunner.Loading;

/// <summary>FluentMigrator's conventions, where the migrations have none of their own. SQL scripts are looked for beside the
/// assembly whose migration asks for them.</summary>
/// <param name="schema">The schema of unqualified names; null leaves them as they are.</param>
/// <param name="assembly">The migrations.</param>
/// <param name="current">The one at work.</param>
internal sealed class UsualConventionSet(string? schema, MigrationAssembly assembly, CurrentMigration current)
    : DefaultConventionSet(schema, assembly.Folder), IConventionSet, IRootPathConvention
{
    IRootPathConvention IConventionSet.RootPathConvention => assembly.Parts.Count == 1 ? RootPathConvention : this;

    /// <summary>The migrations' own conventions, else the usual ones with that schema.</summary>
    public static IConventionSet Or(IServiceProvider services, string? schema, MigrationAssembly assembly) =>
        services.GetRequiredService<IConventionSet>() is var set and not UsualConventionSet ? set
            : new UsualConventionSet(schema, assembly, services.GetRequiredService<CurrentMigration>());

    IFileSystemExpression IRootPathConvention.Apply(IFileSystemExpression expression)
    {
        if (string.IsNullOrEmpty(expression.RootPath))
            expression.RootPath = current.Type is { } type ? assembly.FolderOf(type) : assembly.Folder;
        return expression;
    }
}
