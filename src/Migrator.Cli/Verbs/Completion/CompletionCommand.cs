using System.CommandLine;
using Migrator.Cli.Running;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Verbs.Completion;

/// <summary><c>completion</c>: prints a shell's completion script, which asks the tool itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _dotnet_migrator() {
            local line="${COMP_LINE#* }"
            mapfile -t COMPREPLY < <(dotnet-migrator "[suggest:$((${#line} < 0 ? 0 : ${#line}))]" "$line" 2>/dev/null | grep -F -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _dotnet_migrator dotnet-migrator
        """;

    private const string Zsh = """
        _dotnet_migrator() {
            local line="${words[2,-1]}"
            compadd -- ${(f)"$(dotnet-migrator "[suggest:${#line}]" "$line" 2>/dev/null)"}
        }
        compdef _dotnet_migrator dotnet-migrator
        """;

    private const string Fish = """
        complete -f -c dotnet-migrator -a '(set -l line (commandline -cp | string replace -r "^\S+\s*" ""); dotnet-migrator "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName dotnet-migrator -ScriptBlock {
            param($word, $ast, $position)
            $line = ($ast.ToString() -replace '^\S+\s*', '')
            dotnet-migrator "[suggest:$($line.Length)]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object { $_ }
        }
        """;

    public static Command Create(Tool tool)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell" };
        shell.CompletionSources.Add("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print a completion script for a shell") { shell };
        command.Runs(tool, (context, _) =>
        {
            tool.Terminal.Out.WriteLine(context.Parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                "pwsh" => PowerShell,
                _ => throw new ConfigurationException("The shell must be bash, zsh, fish or pwsh."),
            });
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
