using System.Text.Json;
using Deploy.Tests.Programs;
using Deploy.Tests.Roles;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docs;

/// <summary>Somebody who follows a page: a folder with deploy/ in it, `dotnet migrator` and kubectl on the PATH, a database
/// called shop.</summary>
internal sealed class Reader : IDisposable
{
    private readonly WorkingDirectory _folder = new();
    private readonly RolesDatabase _roles;

    public Reader(RolesDatabase roles)
    {
        _roles = roles;
        Environment = Libpq.Variables(roles.Database.Connect());
        Environment["PATH"] = _folder.Folder("bin") + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH");
        // The sample's migrations, which the pages do not name.
        Environment["MIGRATOR_ASSEMBLY"] = Sample.Assembly;
        Environment["MIGRATOR_MANIFEST"] = Repository.PathOf("src", "Migrations", "migrations.manifest.json");
        Environment["MIGRATOR_ALLOW_BREAKING"] = "true";
        Command("dotnet-migrator", $"exec {string.Join(' ', BuiltTool.Command.Select(word => $"'{word}'"))} \"$@\"");
        Command("kubectl", Kubectl());
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("deploy"), "*", SearchOption.AllDirectories))
            _folder.Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
    }

    public Dictionary<string, string> Environment { get; }

    public string Folder => _folder.Path;

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs a block; fails the test unless all of it succeeds.</summary>
    public Task<string> RunAsync(string block, string input = "") =>
        Shell.SucceedAsync(block.Replace("shop", _roles.Database.Name, StringComparison.Ordinal), Folder, Environment, input);

    public void Dispose() => _folder.Dispose();

    private void Command(string name, string script) =>
        WorkingDirectory.MakeOwn(_folder.Write($"bin/{name}", $"#!/usr/bin/env bash\nset -e\n{script}\n"));

    // There is no cluster: what kubectl can do without one it does; of the rest it only reads the command line, and what is
    // applied is rendered.
    private static string Kubectl()
    {
        Needed.Kubectl();
        var real = System.Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "kubectl")).First(File.Exists);
        return $"""
            case "$1 $2" in
              "kustomize "*) exec {JsonSerializer.Serialize(real)} "$@" ;;
              "apply -k") {JsonSerializer.Serialize(real)} kustomize "$3" ;;
            esac
            {JsonSerializer.Serialize(real)} "$@" --help >/dev/null
            """;
    }
}
