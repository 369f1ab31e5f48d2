using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Migrator.Cli;

/// <summary>Help with what people look for in it: examples, and on the top page the exit codes.</summary>
internal sealed class Examples(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["up"] = """
            Examples:
              dotnet migrator up
              dotnet migrator up --dry-run
              dotnet migrator up --target +1
              dotnet migrator up --target 20260114093000 --connection-file /run/secrets/migrator
              dotnet migrator up --allow-breaking --output json
            """,
        ["down"] = """
            Examples:
              dotnet migrator down --target -1 --dry-run
              dotnet migrator down --target -1
              dotnet migrator down --target 20260110120000 --yes
            """,
        ["status"] = """
            Examples:
              dotnet migrator status
              dotnet migrator status --exit-code --output json
            """,
        ["wait"] = """
            Examples:
              dotnet migrator wait
              dotnet migrator wait --manifest migrations.manifest.json --timeout 10m
            """,
        ["script"] = """
            Examples:
              dotnet migrator script --idempotent -o release.sql
              dotnet migrator script --from 20260110120000 --to 20260114093000
              dotnet migrator script --down --from 20260114093000 --to 20260110120000 -o rollback.sql
              psql -X -v ON_ERROR_STOP=1 -f release.sql "host=db dbname=shop user=owner"
            """,
        ["rehearse"] = """
            Examples:
              dotnet migrator rehearse
              dotnet migrator rehearse --level blocks-writes --connection-file /run/secrets/reader
              dotnet migrator rehearse --report rehearsal.html --show-sql
              dotnet migrator rehearse --from-schema production.sql --shadow "Host=ci-db;Database=postgres;Username=ci"
            """,
        ["drift"] = """
            Examples:
              dotnet migrator drift
              dotnet migrator drift --ignore "audit_*" --ignore "index:ix_dba_*"
              dotnet migrator drift --shadow "Host=ci-db;Database=postgres;Username=ci" --output json
            """,
        ["lint"] = """
            Examples:
              dotnet migrator lint --since 20260114093000
              dotnet migrator lint --since-manifest main/migrations.manifest.json --sarif lint.sarif
            """,
        ["manifest"] = """
            Examples:
              dotnet migrator manifest
              dotnet migrator manifest --check
            """,
        ["bundle"] = """
            Examples:
              dotnet migrator bundle --project src/My.Migrations/My.Migrations.csproj -o migrate
              ./migrate up --target latest --connection-file /run/secrets/migrator
            """,
        ["resolve"] = """
            Examples:
              dotnet migrator resolve 20260114101500 --rolled-back
            """,
        ["completion"] = """
            Examples:
              dotnet migrator completion bash >> ~/.bashrc
            """,
        ["embedded"] = """
            Examples:
              dotnet migrator embedded start
              MIGRATOR_CONNECTION=embedded dotnet migrator up
            """,
    };

    private const string Top = """
        Examples:
          dotnet migrator up --target latest --project src/My.Migrations/My.Migrations.csproj --connection "Host=db;Database=shop;Username=migrator"
          dotnet migrator status
          dotnet migrator down --target -1

        Every option can also be a variable (--lock-wait: MIGRATOR_LOCK_WAIT) or, but for secrets and the options of one
        deployment, a key of migrator.json ("lockWait").

        Exit codes:
            0  done, or nothing to do
            1  unexpected error: a bug
            2  bad usage or configuration
            3  pending migrations (status --exit-code, wait at its deadline)
            4  deploy lock or table locks not had in time; try again
            5  refused by policy: unconfirmed or irreversible down, out of order, breaking, lint, no script possible;
               above --level (rehearse)
            6  a migration failed and was rolled back
            7  a non-transactional migration stopped midway
            8  database unreachable or lost; try again
            9  history diverged, a migration was edited, the schema is too new or drifted, or the manifest is stale
          130  cancelled by SIGINT (143: SIGTERM); rolled back, lock released
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine((parseResult.CommandResult.Command is RootCommand ? Top
            : Texts.GetValueOrDefault(parseResult.CommandResult.Command.Name, "")).ReplaceLineEndings("\n"));
        return result;
    }
}
