using System.Reflection;
using Migrator.Errors;
using Migrator.SchemaCheck;

namespace Migrator.Catalog;

/// <summary>One of the assemblies that the migrations lie in.</summary>
internal sealed class AssemblyPart
{
    private const string FluentMigratorName = "FluentMigrator";

    // What migrations use has kept its names and shapes since.
    private const int OldestMajor = 3;

    private readonly bool _isCompiledIn;
    private readonly MigrationLoadContext? _context;
    private Type[]? _exportedTypes;
    private bool _hasDependencies;

    /// <exception cref="ConfigurationException">It was built with another FluentMigrator major.</exception>
    public AssemblyPart(Assembly assembly, bool isCompiledIn, MigrationLoadContext? context = null)
    {
        Assembly = assembly;
        _isCompiledIn = isCompiledIn;
        _context = context;
        if (!isCompiledIn)
            VerifyFluentMigrator();
    }

    public Assembly Assembly { get; }

    public string Name => Assembly.GetName().Name!;

    /// <summary>Its file; empty where it has none.</summary>
    public string File => _isCompiledIn ? "" : Assembly.Location;

    /// <summary>Where it lies; relative paths of SQL scripts start here.</summary>
    public string Folder => Path.GetDirectoryName(File) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>Whether it may have anything of FluentMigrator's, told by metadata alone.</summary>
    public bool MayHaveMigrations => _isCompiledIn || ReferenceOf(Assembly) is not null;

    /// <summary>The manifest that it embeds; null if it embeds none.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public SchemaManifest? Manifest()
    {
        try
        {
            return SchemaManifest.TryFromAssembly(Assembly);
        }
        catch (ManifestException exception)
        {
            throw new ConfigurationException(exception.Message, exception);
        }
    }

    /// <summary>The exported types, listed once.</summary>
    /// <exception cref="ConfigurationException">One of them needs an assembly that is not there.</exception>
    public IReadOnlyList<Type> ExportedTypes()
    {
        try
        {
            return _exportedTypes ??= Assembly.GetExportedTypes();
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException
            or ReflectionTypeLoadException)
        {
            var cause = exception is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : exception;
            if (cause is TypeLoadException)
                throw new ConfigurationException($"{Name} cannot be loaded: {cause.Message.TrimEnd('.')}. {OtherVersion.Next}",
                    exception);
            throw new ConfigurationException(
                $"{Name} needs something that is not beside it: {cause.Message} "
                + "Use the output of dotnet publish, or build with CopyLocalLockFileAssemblies=true.", exception);
        }
    }

    /// <summary>All types, those that are not exported included, as far as they can be loaded; none of one that is part of this
    /// program.</summary>
    public IEnumerable<Type> AllTypes()
    {
        if (_isCompiledIn)
            return [];

        try
        {
            return Assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    /// <summary>Makes sure that what its migrations use can be loaded. Their code is read for it, once.</summary>
    /// <param name="migrations">The classes of all assemblies.</param>
    /// <exception cref="ConfigurationException">Something is not there.</exception>
    public void VerifyDependencies(IEnumerable<Type> migrations)
    {
        if (!_hasDependencies)
            _context?.Verify(Assembly, [.. migrations.Where(type => type.Assembly == Assembly)]);
        _hasDependencies = true;
    }

    private void VerifyFluentMigrator()
    {
        // Told by metadata alone: a run with nothing to do has no need of FluentMigrator itself.
        var ours = ReferenceOf(typeof(AssemblyPart).Assembly)!;
        if (ReferenceOf(Assembly) is { } theirs && (theirs.Major < OldestMajor || theirs.Major > ours.Major))
            throw new ConfigurationException(
                $"{Name} was built with FluentMigrator {theirs.ToString(3)}; this tool runs FluentMigrator {ours.Major}, "
                + $"and what was built with {OldestMajor} to {ours.Major}. "
                + $"Reference FluentMigrator {ours.ToString(3)} in the migrations project, or use the tool version that fits "
                + $"{theirs.Major}.");
    }

    private static Version? ReferenceOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies()
            .FirstOrDefault(reference => reference.Name is FluentMigratorName or FluentMigratorName + ".Abstractions")?.Version;
}
