using System.IO.Compression;
using System.Xml.Linq;
using Deploy.Tests.Programs;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.GitHub;

/// <summary>What the release workflow runs: deploy/release.</summary>
public sealed class ReleaseTests : IDisposable
{
    private static readonly string[] Packages = ["Migrator", "Migrator.SchemaCheck", "dotnet-migrator"];

    private readonly WorkingDirectory _folder = new();

    [Fact]
    public async Task Pack_MakesEveryPackage_WithTheTagsVersion_AndChecksumsOfAll()
    {
        _folder.Write("out/migrator.spdx.json", "{}");
        var checkout = _folder.Folder("checkout");
        await Checkout.CopyAsync(["src", "deploy/release", "global.json", "Directory.Build.props", "Directory.Packages.props",
            "BannedSymbols.txt", ".editorconfig", "README.md"], checkout);

        await Shell.SucceedAsync("deploy/release/pack v9.8.7-rc.1 ../out", checkout);

        var files = Directory.EnumerateFiles(Path.Combine(_folder.Path, "out"), "*.nupkg").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Packages.Select(package => $"{package}.9.8.7-rc.1.nupkg").Order(StringComparer.Ordinal),
            files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.All(Versions(file), version => Assert.Equal("9.8.7-rc.1", version)));
        var sums = await Shell.SucceedAsync("sha256sum --check --strict SHA256SUMS", Path.Combine(_folder.Path, "out"));
        Assert.Equal(Packages.Length + 1, sums.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("1.2.3")]
    [InlineData("v1.2")]
    [InlineData("v01.2.3")]
    [InlineData("v1.2.3.4")]
    [InlineData("v1.2.3-")]
    [InlineData("v1.2.3+build")]
    [InlineData("v1.2.3; touch owned")]
    public async Task Pack_OfWhatIsNoVersion_IsRefused(string tag)
    {
        var result = await Shell.RunAsync("deploy/release/pack \"$TAG\" \"$FOLDER\"", Repository.Root,
            new Dictionary<string, string> { ["TAG"] = tag, ["FOLDER"] = _folder.Path });

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Notes_AreTheChangelogsSection()
    {
        var environment = new Dictionary<string, string>
        {
            ["CHANGELOG"] = _folder.Write("CHANGELOG.md",
                "# Changelog\n\n## [Unreleased]\n\n- later\n\n## [1.2.0] - 2026-01-14\n\n### Added\n\n- this\n\n## [1.1.0]\n\n- that\n"),
        };

        Assert.Equal("### Added\n\n- this\n",
            (await Shell.SucceedAsync("deploy/release/notes v1.2.0", Repository.Root, environment)).TrimStart('\n'));
        Assert.Equal("- that\n",
            (await Shell.SucceedAsync("deploy/release/notes v1.1.0", Repository.Root, environment)).TrimStart('\n'));
        Assert.Equal(2, (await Shell.RunAsync("deploy/release/notes v1.2.1", Repository.Root, environment)).ExitCode);
    }

    [Fact]
    public void Workflow_RunsTheseScripts_AndTestsFirst()
    {
        var jobs = YamlFile.Parse(YamlFile.Text("release.yml")).Map("jobs");
        var scripts = YamlFile.Parse(YamlFile.Text("release.yml")).Steps().Select(step => step.Scalar("run")).OfType<string>()
            .ToList();

        Assert.Equal(("test", "pack"), (jobs.Map("pack").Scalar("needs"), jobs.Map("publish").Scalar("needs")));
        Assert.Contains(".ci/run", scripts);
        Assert.Contains("deploy/release/pack \"$GITHUB_REF_NAME\" artifacts/release", scripts);
        Assert.Contains(scripts,
            script => script.Contains("deploy/release/notes \"$GITHUB_REF_NAME\"", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // The package's own, and that of every package of this repository that it needs.
    private static List<string> Versions(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XDocument.Load(nuspec).Root!;
        return
        [
            root.Descendants().First(element => element.Name.LocalName == "version").Value,
            .. root.Descendants()
            .Where(element => element.Name.LocalName == "dependency" && Packages.Contains(element.Attribute("id")!.Value))
                .Select(element => element.Attribute("version")!.Value),
        ];
    }
}
