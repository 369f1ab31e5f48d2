using System.CommandLine;

namespace Migrator.Cli.Running;

/// <summary><c>--dry-run</c>. No variable sets it: a deploy that does nothing must not look like one that did.</summary>
internal static class DryRunOption
{
    public static Option<bool> Create() => new("--dry-run")
    {
        Description = "Show the plan and its SQL; write nothing, lock nothing (SELECT is enough)",
        Arity = ArgumentArity.Zero,
    };
}
