using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docs;

/// <summary>
/// Every C# snippet of a page compiles as it is written, in a new project with the SDK's own usings. What a page declares in one
/// snippet is there for the others.
/// </summary>
public sealed class SnippetTests
{
    private static readonly string[] Folders = ["docs", "src", "tests", "bench", "deploy"];

    private static readonly string[] OfTheSdk =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] OfTheWebSdk =
    [
        .. OfTheSdk, "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    // A reader's project references the packages; this one has them all, and the tests' own beside them.
    private static readonly Lazy<MetadataReference[]> Packages = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    public static TheoryData<string> Pages =>
    [
        "README.md", .. Folders
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)
                && Page.ReadAt(Repository.PathOf(file)).Of("csharp").Any()),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EverySnippet_CompilesAsItIsWritten(string page)
    {
        string[] snippets = [.. Page.ReadAt(Repository.PathOf(page)).Of("csharp")];

        Assert.NotEmpty(snippets);
        foreach (var snippet in snippets)
            Assert.Equal("", string.Join('\n', Errors(snippet, snippets.Where(other => other != snippet && !IsProgram(other)))));
    }

    [Fact]
    public void ASnippet_ThatLacksAUsing_IsFound() =>
        Assert.Contains("CS0246", string.Join('\n', Errors("SchemaHealthCheck? check = null;", [])), StringComparison.Ordinal);

    [Fact]
    public void Pages_AreThoseThatAReaderWouldCopyFrom() =>
        Assert.Subset(Pages.Select(page => page.Data.Replace('\\', '/')).ToHashSet(),
            new HashSet<string> { "README.md", "docs/manifest.md", "docs/lint.md" });

    private static IEnumerable<string> Errors(string snippet, IEnumerable<string> beside)
    {
        var usings = snippet.Contains("WebApplication", StringComparison.Ordinal) ? OfTheWebSdk : OfTheSdk;
        SyntaxTree[] trees =
        [
            CSharpSyntaxTree.ParseText(string.Concat(usings.Select(one => $"global using {one};\n"))),
            .. beside.Prepend(snippet).Select(text => CSharpSyntaxTree.ParseText(text)),
        ];
        return CSharpCompilation.Create("Snippet", trees, Packages.Value, new CSharpCompilationOptions(
                IsProgram(snippet) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics().Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString());
    }

    private static bool IsProgram(string snippet) =>
        CSharpSyntaxTree.ParseText(snippet).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any();
}
