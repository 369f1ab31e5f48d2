using Migrator.Cli.Running;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Completion;

/// <summary><c>completion</c>: prints a shell's completion script, which asks the tool itself.</summary>
internal sealed class CompletionVerb() : Verb("completion", "Print a completion script for a shell")
{
    private static readonly Script Bash = new("""
        _dotnet_migrator() {
            local line="${COMP_LINE#* }"
            mapfile -t COMPREPLY < <(compgen -W "$(dotnet-migrator "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _dotnet_migrator dotnet-migrator
        """, """
        _dotnet_with_migrator() {
            if [ "${COMP_WORDS[1]}" = migrator ] && [ "$COMP_CWORD" -gt 1 ]; then
                local line="${COMP_LINE#*migrator}"
                line="${line# }"
                mapfile -t COMPREPLY < <(
                    compgen -W "$(dotnet migrator "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
            elif [ -n "$_dotnet_without_migrator" ]; then
                "$_dotnet_without_migrator" "$@"
            else
                mapfile -t COMPREPLY < <(dotnet complete --position "$COMP_POINT" "$COMP_LINE" 2>/dev/null)
            fi
        }
        if ! complete -p dotnet 2>/dev/null | grep -q _dotnet_with_migrator; then
            _dotnet_without_migrator=$(complete -p dotnet 2>/dev/null | sed -n 's/.* -F \([^ ]*\) .*/\1/p')
            complete -o default -F _dotnet_with_migrator dotnet
        fi
        """);

    private static readonly Script Zsh = new("""
        _dotnet_migrator() {
            local line="${words[2,-1]}"
            compadd -- ${(f)"$(dotnet-migrator "[suggest:${#line}]" "$line" 2>/dev/null)"}
        }
        compdef _dotnet_migrator dotnet-migrator
        """, """
        _dotnet_with_migrator() {
            if [[ ${words[2]} == migrator ]] && (( CURRENT > 2 )); then
                local line="${words[3,-1]}"
                compadd -- ${(f)"$(dotnet migrator "[suggest:${#line}]" "$line" 2>/dev/null)"}
            elif [[ -n $_dotnet_without_migrator ]]; then
                $_dotnet_without_migrator "$@"
            else
                compadd -- ${(f)"$(dotnet complete "$words" 2>/dev/null)"}
            fi
        }
        if [[ ${_comps[dotnet]} != _dotnet_with_migrator ]]; then
            typeset -g _dotnet_without_migrator=${_comps[dotnet]}
            compdef _dotnet_with_migrator dotnet
        fi
        """);

    private static readonly Script Fish = new("""
        complete -f -c dotnet-migrator -a '(set -l line (commandline -cp | string replace -r "^\S+\s*" ""); dotnet-migrator "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """, """
        complete -f -c dotnet -n '__fish_seen_subcommand_from migrator' -a '(set -l line (commandline -cp | string replace -r "^\S+\s+migrator\s*" ""); dotnet migrator "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """);

    private static readonly Script PowerShell = new("""
        Register-ArgumentCompleter -Native -CommandName dotnet-migrator -ScriptBlock {
            param($word, $ast, $position)
            $line = ($ast.ToString() -replace '^\S+\s*', '')
            dotnet-migrator "[suggest:$($line.Length)]" "$line" 2>$null |
                Where-Object { $_ -like "$word*" }
        }
        """, """
        Register-ArgumentCompleter -Native -CommandName dotnet -ScriptBlock {
            param($word, $ast, $position)
            if ($ast.ToString() -match '^\S+\s+migrator(\s|$)') {
                $line = ($ast.ToString() -replace '^\S+\s+migrator\s*', '')
                dotnet migrator "[suggest:$($line.Length)]" "$line" 2>$null |
                    Where-Object { $_ -like "$word*" }
            } else {
                dotnet complete --position $position "$ast" 2>$null
            }
        }
        """);

    public override IReadOnlyList<string> Examples => ["dotnet migrator completion bash >> ~/.bashrc"];

    public override VerbArgument Argument => new("SHELL", "The shell", "bash", "zsh", "fish", "pwsh");

    public override Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        Task.FromResult<Result>(new TextResult((context.Argument switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            "pwsh" => PowerShell,
            _ => throw new ConfigurationException("The shell must be bash, zsh, fish or pwsh."),
        }).For(isBundle: context.Tool.Bundled is not null)));

    /// <param name="Own">Completes the program itself.</param>
    /// <param name="OfDotnet">Completes <c>dotnet migrator</c>; all else of <c>dotnet</c> is left to what completed it before.</param>
    private sealed record Script(string Own, string OfDotnet)
    {
        // A bundle is no tool of dotnet's.
        public string For(bool isBundle) => isBundle ? Own : $"{Own}\n{OfDotnet}";
    }
}
