using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Migrator.Catalog;
using Migrator.Catalog.Manifest;
using Migrator.Errors;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>An assembly with FluentMigrator migrations.</summary>
public sealed class MigrationAssembly
{
    private const string FluentMigratorName = "FluentMigrator";

    // What migrations use has kept its names and shapes since.
    private const int OldestMajor = 3;

    private readonly bool _isCompiledIn;
    private readonly SchemaFingerprint? _fingerprint;
    private readonly MigrationLoadContext? _context;
    private Type[]? _exportedTypes;
    private bool _hasDependencies;

    private MigrationAssembly(Assembly assembly, bool isCompiledIn = false, SchemaFingerprint? fingerprint = null,
        MigrationLoadContext? context = null)
    {
        Assembly = assembly;
        _context = context;
        _isCompiledIn = isCompiledIn;
        _fingerprint = fingerprint;
        if (!isCompiledIn)
            VerifyFluentMigrator();
    }

    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Which of FluentMigrator's generators writes its SQL.</summary>
    public SqlGenerator Generator { get; private set; } = SqlGenerator.Default;

    /// <summary>Where it lies; relative paths of SQL scripts start here.</summary>
    public string Folder =>
        _isCompiledIn ? AppContext.BaseDirectory : Path.GetDirectoryName(Assembly.Location) is { Length: > 0 } folder
            ? folder : AppContext.BaseDirectory;

    /// <summary>Its file; empty where it is compiled into this program.</summary>
    internal string FilePath => _isCompiledIn ? "" : Assembly.Location;

    /// <summary>An assembly that is loaded already.</summary>
    /// <exception cref="ConfigurationException">It has another FluentMigrator major, or none.</exception>
    public static MigrationAssembly From(Assembly assembly) => new(assembly);

    /// <summary>An assembly that is part of this program, compiled together with it: a bundle's.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="fingerprint">
    /// What a run with nothing to do has to know of it, from <see cref="MigrationIndex"/>; null if that is not all.
    /// </param>
    /// <exception cref="FormatException">That is no fingerprint.</exception>
    public static MigrationAssembly CompiledIn(Assembly assembly, string? fingerprint) =>
        new(assembly, isCompiledIn: true, fingerprint is null ? null : SchemaFingerprint.Parse(fingerprint));

    /// <summary>The same migrations, written by another generator.</summary>
    public MigrationAssembly WithGenerator(SqlGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (generator == Generator)
            return this;

        var other = (MigrationAssembly)MemberwiseClone();
        other.Generator = generator;
        return other;
    }

    /// <summary>
    /// Loads an assembly from a file, its own dependencies from beside it, or from NuGet's folders where its .deps.json names
    /// their packages; FluentMigrator, Npgsql and the logging and injection abstractions are shared with this process, so that
    /// their types are the same.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// There is no such file, it is no .NET assembly, or it does not fit this tool's FluentMigrator.
    /// </exception>
    public static MigrationAssembly Load(string path)
    {
        // Known to the native compiler, which then leaves all of it out.
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new ConfigurationException("This program is native code: its migrations are inside, and it loads no others.");

        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new ConfigurationException($"There is no migrations assembly at {full}. Build the project first, or correct "
                + $"--assembly.");

        try
        {
            var context = new MigrationLoadContext(full);
            return new(context.LoadFromAssemblyPath(full), context: context);
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            throw new ConfigurationException($"{full} is no .NET assembly that this tool can load: {exception.Message}",
                exception);
        }
    }

    /// <summary>
    /// The same, whose migrations are given these services beside what a class of their own adds: by their constructors, as
    /// FluentMigrator does it. Whatever is registered here can be registered anew there.
    /// </summary>
    /// <param name="services">The services. What is added later does not count.</param>
    public MigrationAssembly WithServices(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var other = (MigrationAssembly)MemberwiseClone();
        other.Given = new ServiceCollection { services };
        return other;
    }

    /// <summary>The services that the program which calls has for its migrations; null if it has none.</summary>
    internal IServiceCollection? Given { get; private set; }

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

    /// <summary>Whether a run may be up to date by the fingerprint alone: a quick look, which need not be right.</summary>
    internal bool MayHaveFingerprint =>
        _isCompiledIn ? _fingerprint is not null : Assembly.GetManifestResourceInfo(SchemaManifest.FileName) is not null;

    /// <summary>What a run with nothing to do has to know of it; null if that is not all.</summary>
    /// <exception cref="ConfigurationException">Its manifest cannot be read.</exception>
    internal SchemaFingerprint? Fingerprint() =>
        _isCompiledIn ? _fingerprint : Manifest() is { } manifest && IsListedBy(manifest) ? SchemaFingerprint.Of(manifest) : null;

    /// <summary>Whether a manifest surely lists exactly what it has.</summary>
    internal bool IsListedBy(SchemaManifest manifest) =>
        _isCompiledIn ? _fingerprint is not null : ManifestCoverage.IsComplete(Assembly, manifest);

    /// <summary>The exported types, listed once.</summary>
    /// <exception cref="ConfigurationException">One of them needs an assembly that is not there.</exception>
    internal IReadOnlyList<Type> ExportedTypes()
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
                throw new ConfigurationException(
                    $"{Assembly.GetName().Name} cannot be loaded: {cause.Message.TrimEnd('.')}. {OtherVersion.Next}", exception);
            throw new ConfigurationException(
                $"{Assembly.GetName().Name} needs something that is not beside it: {cause.Message} "
                + "Use the output of dotnet publish, or build with CopyLocalLockFileAssemblies=true.", exception);
        }
    }

    /// <summary>All types, those that are not exported included, as far as they can be loaded; none of one that is part of this
    /// program.</summary>
    internal IEnumerable<Type> AllTypes()
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

    /// <summary>Makes sure that what its migrations use can be loaded. Their code is read for it, once: a run asks several
    /// times what there is.</summary>
    /// <param name="migrations">Their classes.</param>
    /// <exception cref="ConfigurationException">Something is not there.</exception>
    internal void VerifyDependencies(IReadOnlyList<Type> migrations)
    {
        if (!_hasDependencies)
            _context?.Verify(Assembly, migrations);
        _hasDependencies = true;
    }

    private void VerifyFluentMigrator()
    {
        // Told by metadata alone: a run with nothing to do has no need of FluentMigrator itself.
        var ours = ReferenceOf(typeof(MigrationAssembly).Assembly)!;
        var theirs = ReferenceOf(Assembly)
            ?? throw new ConfigurationException($"{Assembly.GetName().Name} holds no FluentMigrator migrations: it does not "
                + $"reference FluentMigrator.");
        if (theirs.Major < OldestMajor || theirs.Major > ours.Major)
            throw new ConfigurationException(
                $"{Assembly.GetName().Name} was built with FluentMigrator {theirs.ToString(3)}; this tool runs FluentMigrator "
                + $"{ours.Major}, and what was built with {OldestMajor} to {ours.Major}. "
                + $"Reference FluentMigrator {ours.ToString(3)} in the migrations project, or use the tool version that fits "
                + $"{theirs.Major}.");
    }

    private static Version? ReferenceOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies()
            .FirstOrDefault(reference => reference.Name is FluentMigratorName or FluentMigratorName + ".Abstractions")?.Version;
}
