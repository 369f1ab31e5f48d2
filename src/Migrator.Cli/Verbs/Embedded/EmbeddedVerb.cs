using Migrator.Cli.Running;
using Migrator.Cli.Settings;
using Migrator.Cli.Showing;

namespace Migrator.Cli.Verbs.Embedded;

/// <summary><c>embedded</c>: the project's private server.</summary>
internal sealed class EmbeddedVerb() : Verb("embedded", "The private development server that MIGRATOR_CONNECTION=embedded means")
{
    public override IReadOnlyList<string> Examples =>
        ["dotnet migrator embedded start", "MIGRATOR_CONNECTION=embedded dotnet migrator up"];

    public override IReadOnlyList<Verb> Verbs =>
    [
        new Part("start", "Start it, and print its connection", async (context, folder, token) =>
            await ConnectionSetting.StartEmbeddedAsync(folder, context.Server, token).ConfigureAwait(false)),
        new Part("stop", "Stop it; its data stays", async (_, folder, token) =>
        {
            await (await ConnectionSetting.FindEmbeddedAsync(folder, token).ConfigureAwait(false))
                .StopAsync(cancellationToken: token).ConfigureAwait(false);
            return "Stopped.";
        }),
        new Part("reset", "Stop it and remove all its data", async (_, folder, token) =>
        {
            await (await ConnectionSetting.FindEmbeddedAsync(folder, token).ConfigureAwait(false)).RemoveAsync(token)
                .ConfigureAwait(false);
            return "Removed.";
        }),
    ];

    public override Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("It is made of verbs.");

    private sealed class Part(string name, string summary, Func<VerbContext, string, CancellationToken, Task<string>> act)
        : Verb(name, summary)
    {
        public override async Task<Result> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
            new TextResult(await act(context, context.Settings.File.Folder, cancellationToken).ConfigureAwait(false));
    }
}
