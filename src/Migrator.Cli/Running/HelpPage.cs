using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Migrator.Cli.Running;

/// <summary>Help with what people look for in it: a verb's examples, and on the top page the exit codes.</summary>
internal sealed class HelpPage(HelpAction inner) : SynchronousCommandLineAction
{
    private const string Top = """
        Examples:
          dotnet migrator up --target latest --project src/My.Migrations/My.Migrations.csproj --connection "Host=db;Database=shop;Username=migrator"
          dotnet migrator status
          dotnet migrator down --target -1

        Options can also be variables (--lock-wait: MIGRATOR_LOCK_WAIT), but for those that decide about one call, such as
        --dry-run; and but for secrets and the options of one deployment, keys of migrator.json ("lockWait").

        Exit codes:
            0  done, or nothing to do
            1  unexpected error: a bug
            2  bad usage or configuration
            3  pending migrations (status --exit-code, wait at its deadline)
            4  deploy lock or table locks not had in time; try again
            5  refused by policy: unconfirmed or irreversible down, out of order, breaking, lint, no script possible;
               above --level (rehearse)
            6  a migration failed and left nothing, or can never run
            7  a migration stopped midway; what stays is told
            8  database unreachable or lost; try again
            9  history diverged, a migration was edited, the schema is too new or drifted, or the manifest is stale
          130  cancelled by SIGINT (143: SIGTERM); rolled back, lock released
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Below(parseResult.CommandResult.Command).ReplaceLineEndings("\n"));
        return result;
    }

    private static string Below(Command command) => command switch
    {
        RootCommand => Top,
        VerbCommand { Verb.Examples: { Count: > 0 } examples } =>
            string.Join('\n', ["Examples:", .. examples.Select(example => "  " + example)]),
        _ => "",
    };
}
