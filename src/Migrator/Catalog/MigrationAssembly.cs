using System.Reflection;
using Migrator.Database;
using Migrator.SchemaCheck;

namespace Migrator.Catalog;

/// <summary>An assembly with FluentMigrator migrations.</summary>
public sealed class MigrationAssembly
{
    private const string FluentMigratorName = "FluentMigrator";

    private MigrationAssembly(Assembly assembly)
    {
        Assembly = assembly;
        VerifyFluentMigrator();
    }

    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Where it lies; relative paths of SQL scripts start here.</summary>
    public string Folder => Path.GetDirectoryName(Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>An assembly that is loaded already.</summary>
    /// <exception cref="ConfigurationException">It has another FluentMigrator major, or none.</exception>
    public static MigrationAssembly From(Assembly assembly) => new(assembly);

    /// <summary>
    /// Loads an assembly from a file, its own dependencies from beside it; FluentMigrator, Npgsql and the logging and injection
    /// abstractions are shared with this process, so that their types are the same.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// There is no such file, it is no .NET assembly, or it does not fit this tool's FluentMigrator.
    /// </exception>
    public static MigrationAssembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new ConfigurationException($"There is no migrations assembly at {full}. Build the project first, or correct --assembly.");

        try
        {
            return new(new MigrationLoadContext(full).LoadFromAssemblyPath(full));
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            throw new ConfigurationException($"{full} is no .NET assembly that this tool can load: {exception.Message}", exception);
        }
    }

    /// <summary>The manifest that it embeds; null if it embeds none.</summary>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    internal SchemaManifest? Manifest()
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

    /// <summary>The exported types.</summary>
    /// <exception cref="ConfigurationException">One of them needs an assembly that is not there.</exception>
    internal IReadOnlyList<Type> ExportedTypes()
    {
        try
        {
            return Assembly.GetExportedTypes();
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException or ReflectionTypeLoadException)
        {
            var cause = exception is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first : exception;
            throw new ConfigurationException(
                $"{Assembly.GetName().Name} needs something that is not beside it: {cause.Message} "
                + "Use the output of dotnet publish, or build with CopyLocalLockFileAssemblies=true.", exception);
        }
    }

    private void VerifyFluentMigrator()
    {
        var ours = typeof(FluentMigrator.Migration).Assembly.GetName().Version!;
        var theirs = Assembly.GetReferencedAssemblies()
            .FirstOrDefault(reference => reference.Name is FluentMigratorName or FluentMigratorName + ".Abstractions")?.Version
            ?? throw new ConfigurationException($"{Assembly.GetName().Name} holds no FluentMigrator migrations: it does not reference FluentMigrator.");
        if (theirs.Major != ours.Major)
            throw new ConfigurationException(
                $"{Assembly.GetName().Name} was built with FluentMigrator {theirs.ToString(3)}; this tool runs FluentMigrator {ours.Major}. "
                + $"Reference FluentMigrator {ours.ToString(3)} in the migrations project, or use the tool version that fits {theirs.Major}.");
    }
}
