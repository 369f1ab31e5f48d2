using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Docker;

public sealed partial class DockerfileTests
{
    public static TheoryData<string> Names => [.. Dockerfile.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryBase_IsABuildArgument_WithATagAndADigest(string name)
    {
        var file = Dockerfile.Read(name);

        Assert.Equal(["${SDK}", "${RUNTIME}"], file.Stages.Select(stage => stage.Base));
        Assert.Equal(["RUNTIME", "SDK"], file.Arguments.Keys.Order(StringComparer.Ordinal));
        Assert.All(file.Arguments.Values, value => Assert.Matches(PinnedImage(), value));
        Assert.Contains("-chiseled@", file.Arguments["RUNTIME"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sdk_IsTheSameInAll(string name) =>
        Assert.Equal(Dockerfile.Read("Dockerfile.migrate").Arguments["SDK"], Dockerfile.Read(name).Arguments["SDK"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void LastStage_OnlyCopies_AndEndsAsTheUserThatKubernetesIsTold(string name)
    {
        var stages = Dockerfile.Read(name).Stages;
        var last = stages[^1];

        Assert.Equal("1654:1654", Assert.Single(last.Of("USER")));
        Assert.Empty(last.Of("RUN"));
        Assert.All(last.Of("COPY"), copy => Assert.StartsWith($"--from={stages[0].Name} ", copy, StringComparison.Ordinal));
        // As a list: a shell, which there is none of, would swallow the signal that rolls a migration back.
        Assert.NotEmpty(JsonSerializer.Deserialize<string[]>(Assert.Single(last.Of("ENTRYPOINT")))!);
    }

    [Fact]
    public void Migrate_IsOneFile_AndNeedsNothingToBeSet()
    {
        var last = Dockerfile.Read("Dockerfile.migrate").Stages[^1];

        Assert.Equal("""["/migrate"]""", Assert.Single(last.Of("ENTRYPOINT")));
        Assert.Equal("--from=build /source/out/image/ /", Assert.Single(last.Of("COPY")));
        Assert.Empty(last.Of("ENV"));
    }

    // A read-only root file system, and a base without Kerberos.
    [Fact]
    public void Web_IsToldNotToWriteDiagnostics_AndNotToLookForKerberos() =>
        Assert.EndsWith(" DOTNET_EnableDiagnostics=0 PGGSSENCMODE=disable",
            Assert.Single(Dockerfile.Read("Dockerfile.web").Stages[^1].Of("ENV")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingButALinker_IsFetchedPastTheLockFiles_OrKeptSecretInALayer(string name)
    {
        var file = Dockerfile.Read(name);

        foreach (var stage in file.Stages)
        {
            Assert.Empty(stage.Of("ADD"));
            Assert.All(stage.Of("RUN"), run => Assert.True(
                run == ImageBuild.Linker || ((string[])["dotnet publish ", "dotnet out/tool/dotnet-migrator.dll bundle "])
                    .Any(start => run.StartsWith(start, StringComparison.Ordinal)), run));
            Assert.All(stage.Of("ENV").Concat(stage.Of("ARG")), text => Assert.DoesNotMatch(Secret(), text));
        }

        // Restored in locked mode.
        Assert.Contains(file.Stages[0].Of("ENV"), variables => variables.StartsWith("CI=true ", StringComparison.Ordinal));
    }

    [Fact]
    public void Dockerignore_LetsThroughWhatIsCopied_AndNothingElse()
    {
        var copied = Dockerfile.All.SelectMany(name => Dockerfile.Read(name).Stages[0].Of("COPY"))
            .SelectMany(copy => copy.Split(' ')[..^1]);
        var rules = File.ReadAllLines(Repository.PathOf(".dockerignore")).Where(line => !line.StartsWith('#')).ToList();

        Assert.Equal(["**", .. copied.Select(name => "!" + name.TrimEnd('/')).Distinct(), "**/bin", "**/obj"], rules);
    }

    [Theory]
    [InlineData("RUN echo")]
    [InlineData("ARG SDK\nFROM ${SDK}")]
    [InlineData("ARG SDK=a\nFROM ${SDK}\nINSTALL curl")]
    [InlineData("ARG SDK=a\nFROM ${SDK}\nCOPY <<EOF /a\nEOF")]
    public void AFileThatTheTestsWouldMisread_IsNotRead(string text) =>
        Assert.Throws<FormatException>(() => Dockerfile.Parse(text));

    [GeneratedRegex("^mcr\\.microsoft\\.com/dotnet/[a-z-]+:10\\.0-noble[a-z-]*@sha256:[0-9a-f]{64}$")]
    private static partial Regex PinnedImage();

    [GeneratedRegex("password|secret|token|api_?key", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
