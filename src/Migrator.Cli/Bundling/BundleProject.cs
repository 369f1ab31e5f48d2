using System.Security;

namespace Migrator.Cli.Bundling;

/// <summary>
/// The project that a bundle is made of: this tool's own assemblies, the migrations project, and a program of one line. It lies under the
/// migrations project's <c>obj</c>, so that the same package sources and the same SDK apply, and inherits nothing else from there.
/// </summary>
internal sealed class BundleProject
{
    /// <summary>What the tool and FluentMigrator find by reflection must not be trimmed away.</summary>
    private static readonly string[] Reflected =
        ["FluentMigrator", "FluentMigrator.Abstractions", "FluentMigrator.Runner.Core", "FluentMigrator.Runner.Postgres"];

    private BundleProject(string folder) => Folder = folder;

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "bundle.csproj");

    /// <summary>Where it is published to.</summary>
    public string Output => System.IO.Path.Combine(Folder, "out");

    /// <summary>The program that comes out.</summary>
    public string Program(string runtime) =>
        System.IO.Path.Combine(Output, runtime.StartsWith("win", StringComparison.Ordinal) ? "migrator-bundle.exe" : "migrator-bundle");

    /// <summary>Writes it.</summary>
    /// <param name="project">The migrations project.</param>
    /// <param name="assembly">The name of its assembly.</param>
    /// <param name="fingerprint">What a run with nothing to do has to know of the migrations; null if that is not all.</param>
    /// <param name="runtime">The runtime identifier.</param>
    /// <param name="native">Whether it is compiled to native code, or brings its runtime along.</param>
    public static BundleProject Write(string project, string assembly, string? fingerprint, string runtime, bool native)
    {
        var bundle = new BundleProject(System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(project)!, "obj", "migrator-bundle", native ? runtime : $"{runtime}-jit"));
        Directory.CreateDirectory(bundle.Folder);
        // What the repository says of its own projects is not meant for this one.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            bundle.Write(name, "<Project />\n");

        bundle.Write("bundle.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <AssemblyName>migrator-bundle</AssemblyName>
                <RuntimeIdentifier>{Escape(runtime)}</RuntimeIdentifier>
                <InvariantGlobalization>true</InvariantGlobalization>
                <PredefinedCulturesOnly>false</PredefinedCulturesOnly>
                <EventSourceSupport>false</EventSourceSupport>
                <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
                <DebugType>none</DebugType>
                <AllowMissingPrunePackageData>true</AllowMissingPrunePackageData>
                {(native ? "<PublishAot>true</PublishAot>" : "<PublishSingleFile>true</PublishSingleFile><SelfContained>true</SelfContained><PublishReadyToRun>true</PublishReadyToRun>")}
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Escape(project)}" />
            {Lines(ToolAssemblies(assembly).Select(file => $"<Reference Include=\"{Escape(file)}\" />"))}
            {Lines(Reflected.Append(assembly).Select(name => $"<TrimmerRootAssembly Include=\"{Escape(name)}\" />"))}
              </ItemGroup>
            </Project>

            """);
        bundle.Write("Program.cs", $"""
            return await Migrator.Cli.MigratorTool.RunAsync(args, Migrator.Catalog.MigrationAssembly.CompiledIn(
                System.Reflection.Assembly.Load(new System.Reflection.AssemblyName("{assembly}")), {(fingerprint is null ? "null" : $"\"{fingerprint}\"")}));

            """);
        return bundle;
    }

    // All that lies beside the tool; of what the migrations bring in another version, the SDK takes the newer.
    private static IEnumerable<string> ToolAssemblies(string migrations) =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(file => System.IO.Path.GetFileNameWithoutExtension(file) != migrations).Order(StringComparer.Ordinal);

    // Only what changed: the SDK then has less to do again.
    private void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Folder, name);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            File.WriteAllText(path, text);
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "    " + line));

    private static string Escape(string text) => SecurityElement.Escape(text);
}
