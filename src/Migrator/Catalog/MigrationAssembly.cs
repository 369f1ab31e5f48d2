using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Migrator.Catalog;
using Migrator.Catalog.Manifest;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>An assembly with FluentMigrator migrations; or several, whose migrations are one history in one order.</summary>
public sealed class MigrationAssembly
{
    private readonly bool _isCompiledIn;
    private readonly SchemaFingerprint? _fingerprint;
    private readonly IReadOnlyDictionary<AssemblyPart, string> _labels;
    private readonly Dictionary<Assembly, AssemblyPart> _parts;

    private MigrationAssembly(IReadOnlyList<AssemblyPart> parts, bool isCompiledIn = false, SchemaFingerprint? fingerprint = null)
    {
        if (parts.Count == 0)
            throw new ConfigurationException("There is no migrations assembly: none is given.");

        Parts = parts;
        _parts = parts.DistinctBy(part => part.Assembly).ToDictionary(part => part.Assembly);
        _isCompiledIn = isCompiledIn;
        _fingerprint = fingerprint;
        VerifyDistinct();
        if (!parts.Any(part => part.MayHaveMigrations))
            throw new ConfigurationException($"{Name} {(parts.Count == 1 ? "holds" : "hold")} no FluentMigrator migrations: "
                + (parts.Count == 1 ? "it does not reference FluentMigrator." : "they do not reference FluentMigrator."));
        _labels = AssemblyLabels.Of(parts);
    }

    /// <summary>The assembly; the first of several.</summary>
    public Assembly Assembly => Parts[0].Assembly;

    /// <summary>All of them, in the order in which they were given.</summary>
    public IReadOnlyList<Assembly> Assemblies => [.. Parts.Select(part => part.Assembly)];

    /// <summary>Which of FluentMigrator's generators writes its SQL.</summary>
    public SqlGenerator Generator { get; private set; } = SqlGenerator.Default;

    /// <summary>Where it lies; relative paths of SQL scripts start here. Of several, the first: each has its own.</summary>
    public string Folder => Parts[0].Folder;

    internal IReadOnlyList<AssemblyPart> Parts { get; }

    /// <summary>What it is called in messages: its name, or all of them.</summary>
    internal string Name => Parts.Count == 1 ? Parts[0].Name
        : string.Join(", ", Parts.SkipLast(1).Select(part => part.Name)) + " and " + Parts[^1].Name;

    /// <summary>An assembly that is loaded already.</summary>
    /// <exception cref="ConfigurationException">It has another FluentMigrator major, or none.</exception>
    public static MigrationAssembly From(Assembly assembly) => From([assembly]);

    /// <summary>Several assemblies that are loaded already, whose migrations are one history.</summary>
    /// <exception cref="ConfigurationException">One has another FluentMigrator major, or is given twice; or none has
    /// any.</exception>
    public static MigrationAssembly From(IReadOnlyList<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return new([.. assemblies.Select(assembly => new AssemblyPart(assembly, isCompiledIn: false))]);
    }

    /// <summary>An assembly that is part of this program, compiled together with it: a bundle's.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="fingerprint">
    /// What a run with nothing to do has to know of it, from <see cref="MigrationIndex"/>; null if that is not all.
    /// </param>
    /// <exception cref="FormatException">That is no fingerprint.</exception>
    public static MigrationAssembly CompiledIn(Assembly assembly, string? fingerprint) => CompiledIn([assembly], fingerprint);

    /// <summary>Several such assemblies, whose migrations are one history.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="fingerprint">
    /// What a run with nothing to do has to know of them, from <see cref="MigrationIndex"/>; null if that is not all.
    /// </param>
    /// <exception cref="FormatException">That is no fingerprint.</exception>
    public static MigrationAssembly CompiledIn(IReadOnlyList<Assembly> assemblies, string? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return new([.. assemblies.Select(assembly => new AssemblyPart(assembly, isCompiledIn: true))], isCompiledIn: true,
            fingerprint is null ? null : SchemaFingerprint.Parse(fingerprint));
    }

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
    public static MigrationAssembly Load(string path) => Load([path]);

    /// <summary>
    /// Loads several assemblies, whose migrations are one history. Each finds its own dependencies, as one alone does; one of
    /// them that another references is the same for both.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// One of the files is not there, is given twice, is no .NET assembly, or does not fit this tool's FluentMigrator.
    /// </exception>
    public static MigrationAssembly Load(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        // Known to the native compiler, which then leaves all of it out.
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new ConfigurationException("This program is native code: its migrations are inside, and it loads no others.");

        string[] files = [.. paths.Select(Path.GetFullPath)];
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new ConfigurationException($"There is no migrations assembly at {missing}. Build the project first, or correct "
                + $"--assembly.");
        if (files.GroupBy(RealPath).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
            throw new ConfigurationException($"The migrations assembly {twice.First()} is given twice. Name it once.");

        var contexts = MigrationLoadGroup.Of(files);
        return new([.. files.Zip(contexts, Load)]);
    }

    private static AssemblyPart Load(string file, MigrationLoadContext context)
    {
        try
        {
            return new(context.LoadFromAssemblyPath(file), isCompiledIn: false, context);
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException)
        {
            throw new ConfigurationException($"{file} is no .NET assembly that this tool can load: {exception.Message}",
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

    /// <summary>The manifest that it embeds; null if it embeds none. Of several, what theirs say together.</summary>
    /// <exception cref="ConfigurationException">One cannot be read, or two say different things of one version.</exception>
    internal SchemaManifest? Manifest() => JoinedManifest.Of([.. Parts.Select(part => (part.Name, Manifest: part.Manifest()))
        .Where(one => one.Manifest is not null).Select(one => KeyValuePair.Create(one.Name, one.Manifest!))]);

    /// <summary>Whether a run may be up to date by the fingerprint alone: a quick look, which need not be right.</summary>
    internal bool MayHaveFingerprint => _isCompiledIn ? _fingerprint is not null
        : Parts.Any(part => part.Assembly.GetManifestResourceInfo(SchemaManifest.FileName) is not null);

    /// <summary>What a run with nothing to do has to know of it; null if that is not all.</summary>
    /// <exception cref="ConfigurationException">Its manifest cannot be read.</exception>
    internal SchemaFingerprint? Fingerprint() =>
        _isCompiledIn ? _fingerprint : Manifest() is { } manifest && IsListedBy(manifest) ? SchemaFingerprint.Of(manifest) : null;

    /// <summary>Whether a manifest surely lists exactly what it has.</summary>
    internal bool IsListedBy(SchemaManifest manifest) =>
        _isCompiledIn ? _fingerprint is not null : ManifestCoverage.IsComplete(Assemblies, manifest);

    /// <summary>The exported types, listed once; one that an assembly has from another is of the first.</summary>
    /// <exception cref="ConfigurationException">One of them needs an assembly that is not there.</exception>
    internal IReadOnlyList<Type> ExportedTypes() =>
        Parts.Count == 1 ? Parts[0].ExportedTypes() : [.. Parts.SelectMany(part => part.ExportedTypes()).Distinct()];

    /// <summary>All types, those that are not exported included, as far as they can be loaded; none of one that is part of this
    /// program.</summary>
    internal IEnumerable<Type> AllTypes() => Parts.SelectMany(part => part.AllTypes());

    /// <summary>Makes sure that what its migrations use can be loaded. Their code is read for it, once: a run asks several
    /// times what there is.</summary>
    /// <param name="migrations">Their classes.</param>
    /// <exception cref="ConfigurationException">Something is not there.</exception>
    internal void VerifyDependencies(IReadOnlyList<Type> migrations)
    {
        foreach (var part in Parts)
            part.VerifyDependencies(migrations);
    }

    /// <summary>Which of several assemblies a class is of; null where there is one alone.</summary>
    internal string? LabelOf(Type type) =>
        Parts.Count > 1 && _parts.TryGetValue(type.Assembly, out var part) ? _labels[part] : null;

    /// <summary>Where the assembly of a class lies.</summary>
    internal string FolderOf(Type type) => _parts.TryGetValue(type.Assembly, out var part) ? part.Folder : Folder;

    /// <summary>The file of the assembly of a class; empty where it is compiled into this program.</summary>
    internal string FileOf(Type type) => (_parts.GetValueOrDefault(type.Assembly) ?? Parts[0]).File;

    private void VerifyDistinct()
    {
        foreach (var same in Parts.GroupBy(part => part.Assembly.ManifestModule.ModuleVersionId))
        {
            if (same.ToArray() is [var first, var second, ..])
                throw new ConfigurationException(first.File == second.File
                    ? $"The migrations assembly {first.Name} is given twice. Name it once."
                    : $"{first.File} and {second.File} are one migrations assembly, twice. Name it once.");
        }
    }

    private static string RealPath(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        }
        catch (IOException)
        {
            return file;
        }
    }
}
