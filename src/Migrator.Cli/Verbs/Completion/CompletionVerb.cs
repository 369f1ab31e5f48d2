using Migrator.Cli.Running;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Completion;

/// <summary><c>completion</c>: prints a shell's completion script, which asks the tool itself.</summary>
internal sealed class CompletionVerb() : Verb("completion", "Print a completion script for a shell")
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

    public override IReadOnlyList<string> Examples => ["dotnet migrator completion bash >> ~/.bashrc"];

    public override VerbArgument Argument => new("SHELL", "The shell", "bash", "zsh", "fish", "pwsh");

    public override Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        Task.FromResult<Result>(new TextResult(context.Argument switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            "pwsh" => PowerShell,
            _ => throw new ConfigurationException("The shell must be bash, zsh, fish or pwsh."),
        }));
}
