using System.Reflection;
using FluentMigrator.Expressions;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner.Initialization;

namespace Migrator.FluentRunner.Loading;

/// <summary>
/// Embedded scripts of several assemblies. FluentMigrator looks for one by the end of its name in all of them, and refuses it
/// where two have it; here it is that of the migration's own assembly, if that has it.
/// </summary>
/// <param name="source">The assemblies.</param>
/// <param name="current">The migration at work.</param>
internal sealed class OwnScripts(IAssemblySource source, CurrentMigration current) : IEmbeddedResourceProvider
{
    private readonly Dictionary<string, Assembly> _named = new(StringComparer.Ordinal);

    /// <summary>The names that this gave to scripts; those that FluentMigrator knows them by, it has from elsewhere.</summary>
    public IEnumerable<(string name, Assembly assembly)> GetEmbeddedResources() => _named.Select(one => (one.Key, one.Value));

    /// <summary>Makes sure that an expression runs the script of its own assembly.</summary>
    public void Prefer(IMigrationExpression expression)
    {
        switch (expression)
        {
            case ExecuteEmbeddedSqlScriptExpression { SqlScript: { } name } script:
                script.SqlScript = Own(name);
                break;
            case IAutoNameExpression { AutoNames: { } names } automatic:
                automatic.AutoNames = [.. names.Select(Own)];
                break;
        }
    }

    private string Own(string name)
    {
        if (source.Assemblies.OfType<ListedAssembly>().ToArray() is not { Length: > 1 } all || _named.ContainsKey(name)
            || all.FirstOrDefault(one => one.IsOf(current.Type)) is not { } own || !all.Any(one => one != own && Has(one, name))
            || own.GetManifestResourceNames().Where(one => IsMeant(one, name)).ToArray() is not [var found])
            return name;

        // Without a dot: no other name ends with it.
        var unique = $"{Array.IndexOf(all, own)}{ListedAssembly.Unique(found)}";
        _named[unique] = own;
        return unique;
    }

    private static bool Has(Assembly assembly, string name) =>
        assembly.GetManifestResourceNames().Any(one => IsMeant(one, name));

    // As FluentMigrator compares them: by what stands between the dots, from the end.
    private static bool IsMeant(string resource, string name)
    {
        var (have, want) = (resource.Split('.'), name.Split('.'));
        return want.Length <= have.Length
            && have.TakeLast(want.Length).SequenceEqual(want, StringComparer.InvariantCultureIgnoreCase);
    }
}
