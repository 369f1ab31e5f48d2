using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Completion;

/// <summary>Tab completion: what the tool suggests, and the scripts that ask it.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "up down status resolve embedded completion --connection")]
    [InlineData("st", "status")]
    [InlineData("up --out", "--out-of-order --output")]
    [InlineData("up --lock-", "--lock-wait --lock-timeout")]
    [InlineData("completion ", "bash zsh fish pwsh")]
    [InlineData("embedded ", "start stop reset")]
    public async Task Suggest_NamesVerbsAndOptions(string line, string expected)
    {
        var run = await new ToolStart($"[suggest:{line.Length}]", line).RunAsync();

        run.Exits(ExitCode.Success);
        var suggested = run.Out.Split('\n');
        Assert.All(expected.Split(' '), word => Assert.Contains(word, suggested));
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    [InlineData("pwsh", "-NoProfile", "-NonInteractive", "-File")]
    public async Task Script_IsReadByItsShell(string shell, params string[] check)
    {
        using var directory = new WorkingDirectory();

        var run = await new ToolStart("completion", shell).RunAsync();

        run.Exits(ExitCode.Success).Says("dotnet-migrator", "[suggest:");
        if (OtherProgram.IsInstalled(shell))
            await OtherProgram.RunAsync(shell, [.. check, directory.Write("script.ps1", run.Out)], directory.Path);
    }

    [Trait("Of", "the .NET tool")]
    [Theory]
    [InlineData("dotnet-migrator up --out", "--out-of-order --output")]
    [InlineData("dotnet migrator up --out", "--out-of-order --output")]
    [InlineData("dotnet migrator st", "status")]
    [InlineData("dotnet migrator completion ba", "bash")]
    [InlineData("dotnet migrator embedded st", "start stop")]
    [InlineData("dotnet-migrator drif", "drift")]
    [InlineData("dotnet bui", "as before: dotnet bui")]
    public async Task Bash_CompletesAWord(string line, string expected)
    {
        using var directory = new WorkingDirectory();
        directory.Write("completion.bash", (await new ToolStart("completion", "bash").RunAsync()).Exits(ExitCode.Success).Out);
        var tool = string.Join(' ', BuiltTool.Command);
        WorkingDirectory.MakeOwn(directory.Write("dotnet-migrator", $"#!/bin/sh\nexec {tool} \"$@\"\n"));
        // The SDK, which runs a tool of the folder's manifest.
        WorkingDirectory.MakeOwn(directory.Write("dotnet",
            $"#!/bin/sh\n[ \"$1\" = migrator ] || exit 1\nshift\nexec {tool} \"$@\"\n"));

        var said = await OtherProgram.RunAsync("bash", ["--norc", "-c", $$"""
            PATH="$PWD:$PATH"
            _sdk() { COMPREPLY=("as before: $COMP_LINE"); }
            complete -F _sdk dotnet
            . ./completion.bash; . ./completion.bash
            COMP_LINE="{{line}}"; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<<"$COMP_LINE"; [ "$COMP_LINE" = "${COMP_LINE% }" ] || COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p "${COMP_WORDS[0]}" | sed 's/.* -F \([^ ]*\) .*/\1/')
            echo "${COMPREPLY[*]}"
            """], directory.Path);

        Assert.Equal(expected + "\n", said);
    }

    [Fact]
    public async Task Script_ForAnotherShell_IsUsage()
    {
        var run = await new ToolStart("completion", "tcsh").RunAsync();

        run.Exits(ExitCode.Usage).Complains("bash, zsh, fish or pwsh");
    }
}
