using System.CommandLine;
using Migrator.Cli.Settings;

namespace Migrator.Cli.Running;

/// <summary>A verb as the parser knows it.</summary>
internal sealed class VerbCommand : Command
{
    public VerbCommand(Verb verb, Tool tool)
        : base(verb.Name, verb.Summary)
    {
        Verb = verb;
        foreach (var setting in verb.Settings)
            Add(SettingOptions.Of(setting));
        foreach (var part in verb.Verbs)
            Add(new VerbCommand(part, tool));
        if (verb.Verbs.Count > 0)
            return;

        Argument<string>? argument = null;
        if (verb.Argument is { } needed)
        {
            argument = new(needed.Name) { Description = needed.Help };
            argument.CompletionSources.Add(needed.Words);
            Add(argument);
        }

        // The token is ours: System.CommandLine's does not tell the signals apart, and abandons an action that rolls back slowly.
        SetAction(async (parsed, _) => (int)await VerbRunner.RunAsync(verb, parsed,
            argument is null ? null : parsed.GetValue(argument), tool).ConfigureAwait(false));
    }

    public Verb Verb { get; }
}
