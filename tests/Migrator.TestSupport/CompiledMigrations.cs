using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Migrator.TestSupport;

/// <summary>Compiles migrations from text into an assembly of their own, as a user's project would.</summary>
public static class CompiledMigrations
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Data;
        using System.Linq;
        using FluentMigrator;
        using FluentMigrator.Postgres;

        """;

    private static readonly Lazy<MetadataReference[]> Framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsFramework)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly Lazy<string> Root = new(() => Directory.CreateTempSubdirectory("migrator-compiled-").FullName);

    /// <summary>Where every assembly that is made is kept, too; null for nowhere. A bundle is then compiled of them, and the
    /// tests are run on it.</summary>
    public static string? Kept { get; set; }

    /// <summary>Compiles and loads.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    public static MigrationAssembly Load(string source) => MigrationAssembly.Load(ToFile(source));

    /// <summary>Compiles to a file in a temporary folder and gives its path.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    /// <param name="references">Assemblies beyond the framework and FluentMigrator.</param>
    public static string ToFile(string source, params Assembly[] references) =>
        ToFile(source, new Dictionary<string, string>(), references);

    /// <summary>Compiles to a file in a temporary folder and gives its path.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    /// <param name="resources">Embedded resources: name and text.</param>
    /// <param name="references">Assemblies beyond the framework and FluentMigrator.</param>
    public static string ToFile(string source, IReadOnlyDictionary<string, string> resources, params Assembly[] references) =>
        Keep(Emit(NameOf(source, resources), Usings + source,
            [.. Framework.Value, .. references.Select(reference => MetadataReference.CreateFromFile(reference.Location))],
            resources.ToDictionary(one => one.Key, one => Encoding.UTF8.GetBytes(one.Value))));

    /// <summary>Compiles to a file in a temporary folder and gives its path.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    /// <param name="resource">The name of an embedded resource.</param>
    /// <param name="bytes">Its bytes, in whatever encoding.</param>
    public static string ToFile(string source, string resource, byte[] bytes) =>
        Keep(Emit(NameOf(source, new Dictionary<string, string> { [resource] = Convert.ToHexString(bytes) }), Usings + source,
            Framework.Value, new Dictionary<string, byte[]> { [resource] = bytes }));

    /// <summary>Compiles under a name to a file in a temporary folder and gives its path. No test bundle has it.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="source">Classes, with the usual usings before them.</param>
    /// <param name="resources">Embedded resources: name and text.</param>
    /// <param name="references">Paths of what is referenced beyond the framework and FluentMigrator.</param>
    public static string Named(string name, string source, IReadOnlyDictionary<string, string>? resources = null,
        params string[] references) =>
        Emit(name, Usings + source,
            [.. Framework.Value, .. references.Select(path => MetadataReference.CreateFromFile(path))],
            (resources ?? new Dictionary<string, string>())
                .ToDictionary(one => one.Key, one => Encoding.UTF8.GetBytes(one.Value)));

    /// <summary>Compiles with debug symbols beside it, as if the source were in files of its own; gives the assembly's
    /// path.</summary>
    /// <param name="sources">The sources by path, each with the usual usings in one line before it.</param>
    public static string WithSymbols(IReadOnlyDictionary<string, string> sources)
    {
        var usings = Usings.ReplaceLineEndings(" ");
        var name = NameOf(string.Concat(sources.Values), new Dictionary<string, string>());
        var compilation = CSharpCompilation.Create(
            name, sources.Select(source => CSharpSyntaxTree.ParseText(usings + source.Value, path: source.Key,
                encoding: Encoding.UTF8)), Framework.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var file = Path.Combine(NewFolder(), name + ".dll");
        using var assembly = File.Create(file);
        using var symbols = File.Create(Path.ChangeExtension(file, ".pdb"));
        var result = compilation.Emit(assembly, symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return result.Success ? file : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    /// <summary>A source with the usual usings before it.</summary>
    internal static string WithUsings(string source) => Usings + source;

    /// <summary>Compiles without FluentMigrator, against these files, and gives the path of what came out.</summary>
    /// <param name="name">The assembly's name; null makes one up.</param>
    /// <param name="source">The whole source.</param>
    /// <param name="references">Paths of what is referenced beyond the framework.</param>
    public static string ToFileAgainst(string? name, string source, params string[] references) =>
        Emit(name ?? NameOf(source, new Dictionary<string, string>()), source,
            [
                .. Framework.Value.Where(reference => !Path.GetFileName(reference.Display!)
                    .StartsWith("FluentMigrator", StringComparison.Ordinal)),
                .. references.Select(path => MetadataReference.CreateFromFile(path)),
            ], new Dictionary<string, byte[]>());

    /// <summary>What a source means to the compiler, with the usual usings before it: asked which members it calls.</summary>
    public static CSharpCompilation Compilation(string source) => CSharpCompilation.Create(
        NameOf(source, new Dictionary<string, string>()), [CSharpSyntaxTree.ParseText(Usings + source)], Framework.Value,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>A migration class with these statements, each an <c>Execute.Sql</c>.</summary>
    public static string Sql(long version, string name, string[] up, string[]? down = null, string attribute = "") =>
        $$"""
        [Migration({{version}}{{(attribute.Length == 0 ? "" : ", " + attribute)}})]
        public class {{name}} : Migration
        {
            public override void Up() { {{string.Concat(up.Select(Statement))}} }
            public override void Down() { {{string.Concat((down ?? []).Select(Statement))}} }
        }

        """;

    /// <summary>A folder that is removed with the test run's other files.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Root.Value, Path.GetRandomFileName())).FullName;

    /// <summary>Removes everything that was compiled. Where a loaded file cannot be removed, the system's own cleaning has to
    /// do.</summary>
    internal static void Remove()
    {
        try
        {
            if (Root.IsValueCreated)
                Directory.Delete(Root.Value, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Emit(
        string name, string source, IEnumerable<MetadataReference> references, IReadOnlyDictionary<string, byte[]> resources)
    {
        var compilation = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(source)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var file = Path.Combine(NewFolder(), name + ".dll");
        var result = compilation.Emit(file, manifestResources: resources
            .Select(resource => new ResourceDescription(resource.Key,
                () => new MemoryStream(resource.Value), isPublic: true)));
        return result.Success ? file
            : throw new InvalidOperationException(string.Join('\n',
                result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    // The same text has the same name in every run.
    private static string NameOf(string source, IReadOnlyDictionary<string, string> resources) =>
        "Compiled" + Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(resources.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key}\n{one.Value}\n").Append(source)))))[..16];

    private static string Keep(string file)
    {
        if (Kept is null || Path.Combine(Kept, Path.GetFileName(file)) is var kept && File.Exists(kept))
            return file;

        Directory.CreateDirectory(Kept);
        var part = Path.Combine(Kept, Path.GetRandomFileName());
        File.Copy(file, part);
        File.Move(part, kept, overwrite: true);
        return file;
    }

    private static bool IsFramework(string path) =>
        Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal)
            || file.StartsWith("FluentMigrator", StringComparison.Ordinal)
            || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || file is "netstandard.dll" or "mscorlib.dll");

    private static string Statement(string sql) => $"Execute.Sql(@\"{sql.Replace("\"", "\"\"", StringComparison.Ordinal)}\"); ";
}
