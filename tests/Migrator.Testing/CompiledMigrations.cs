using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Migrator.Catalog;

namespace Migrator.Testing;

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

    private static int _count;

    /// <summary>Compiles and loads.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    public static MigrationAssembly Load(string source) => MigrationAssembly.Load(ToFile(source));

    /// <summary>Compiles to a file in a temporary folder and gives its path.</summary>
    /// <param name="source">Classes, with the usual usings before them.</param>
    /// <param name="references">Assemblies beyond the framework and FluentMigrator.</param>
    public static string ToFile(string source, params Assembly[] references)
    {
        var name = $"Compiled{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings + source)],
            trusted
                .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal)
                    || file.StartsWith("FluentMigrator", StringComparison.Ordinal) || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                    || file is "netstandard.dll" or "mscorlib.dll"))
                .Concat(references.Select(reference => reference.Location))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        var folder = Directory.CreateTempSubdirectory("migrator-compiled-").FullName;
        var file = Path.Combine(folder, name + ".dll");
        var result = compilation.Emit(file);
        return result.Success ? file
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

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

    private static string Statement(string sql) => $"Execute.Sql(@\"{sql.Replace("\"", "\"\"", StringComparison.Ordinal)}\"); ";
}
