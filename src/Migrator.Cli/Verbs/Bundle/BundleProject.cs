using System.Security;

namespace Migrator.Cli.Verbs.Bundle;

/// <summary>
/// The project that a bundle is made of: this tool's own assemblies, the migrations projects, and a program of one line. It lies
/// under the first migrations project's <c>obj</c>, so that the same package sources and the same SDK apply, and inherits nothing
/// else from there.
/// </summary>
internal sealed class BundleProject
{
    private BundleProject(string folder) => Folder = folder;

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "bundle.csproj");

    /// <summary>Where it is published to.</summary>
    public string Output => System.IO.Path.Combine(Folder, "out");

    /// <summary>The program that comes out.</summary>
    public string Program(string runtime) =>
        System.IO.Path.Combine(Output,
            runtime.StartsWith("win", StringComparison.Ordinal) ? "migrator-bundle.exe" : "migrator-bundle");

    /// <summary>Writes it.</summary>
    /// <param name="projects">The migrations projects; it lies under the first.</param>
    /// <param name="assemblies">The names of their assemblies.</param>
    /// <param name="fingerprint">What a run with nothing to do has to know of the migrations; null if that is not all.</param>
    /// <param name="options">How it is made.</param>
    public static BundleProject Write(IReadOnlyList<string> projects, IReadOnlyList<string> assemblies, string? fingerprint,
        BundleOptions options)
    {
        var (runtime, native) = (options.Runtime, options.Native);
        var bundle = new BundleProject(System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(projects[0])!, "obj", "migrator-bundle", native ? runtime : $"{runtime}-jit"));
        // What was compiled before would not be again, and what the compiler then said of it would not be heard.
        if (Directory.Exists(bundle.Folder))
            Directory.Delete(bundle.Folder, recursive: true);
        Directory.CreateDirectory(bundle.Folder);
        // What the repository says of its own projects is not meant for this one.
        bundle.Write("Directory.Build.props", Settings());
        foreach (var name in (string[])["Directory.Build.targets", "Directory.Packages.props"])
            bundle.Write(name, "<Project />\n");

        bundle.Write("bundle.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <AssemblyName>migrator-bundle</AssemblyName>
                <RuntimeIdentifier>{Escape(runtime)}</RuntimeIdentifier>
                {(native ? "<PublishAot>true</PublishAot>" : "<PublishSingleFile>true</PublishSingleFile><SelfContained>true</SelfContained><PublishReadyToRun>true</PublishReadyToRun><PublishReadyToRunComposite>false</PublishReadyToRunComposite>")}
              </PropertyGroup>
              <ItemGroup>
            {Lines(projects.Select(project => $"<ProjectReference Include=\"{Escape(project)}\" />"))}
            {Lines(ToolAssemblies(assemblies).Select(file => $"<Reference Include=\"{Escape(file)}\" />"))}
            {Lines(assemblies.Select(assembly => $"<TrimmerRootAssembly Include=\"{Escape(assembly)}\" />"))}
              </ItemGroup>
            </Project>

            """);
        bundle.Write("Program.cs", $"""
            return await Migrator.Cli.MigratorTool.RunAsync(args, Migrator.MigrationAssembly.CompiledIn(
                [{string.Join(", ", assemblies.Select(Loaded))}], {Literal(fingerprint)})
                .WithGenerator(Migrator.SqlGenerator.Find("{options.Generator.Name}")!), {Of(options.Selection)});

            """);
        return bundle;
    }

    // All that lies beside the tool; of what the migrations bring in another version, the SDK takes the newer.
    private static IEnumerable<string> ToolAssemblies(IReadOnlyList<string> migrations) =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => !migrations.Contains(System.IO.Path.GetFileNameWithoutExtension(file))).Order(StringComparer.Ordinal);

    private static string Loaded(string assembly) =>
        $"System.Reflection.Assembly.Load(new System.Reflection.AssemblyName(\"{assembly}\"))";

    private static string Of(MigrationSelection selection) => selection.Namespace is null ? "null"
        : $"new Migrator.MigrationSelection([]) {{ Namespace = {Literal(selection.Namespace)}, "
            + $"NestedNamespaces = {(selection.NestedNamespaces ? "true" : "false")} }}";

    private static string Literal(string? text) =>
        text is null ? "null" : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static string Settings()
    {
        using var reader = new StreamReader(typeof(BundleProject).Assembly.GetManifestResourceStream("Bundle.props")!);
        return reader.ReadToEnd();
    }

    private void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Folder, name), text);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "    " + line));

    private static string Escape(string text) => SecurityElement.Escape(text);
}
