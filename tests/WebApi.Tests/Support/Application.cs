using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.TestSupport.Tool;

namespace Storefront.WebApi.Tests.Support;

/// <summary>The application as a process.</summary>
internal sealed partial class Application : IAsyncDisposable
{
    private readonly ToolProcess _process;

    private Application(ToolProcess process) => _process = process;

    /// <summary>Talks to it, once it listens.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>What it has said so far.</summary>
    public string Said => _process.Said;

    /// <summary>Starts it, without waiting for anything.</summary>
    /// <param name="connection">Its database; null for none.</param>
    /// <param name="build">The build; null for the current one.</param>
    /// <param name="settings">More settings, by their variables' names.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    public static Application Start(
        string? connection, ApplicationBuild? build = null, IReadOnlyDictionary<string, string>? settings = null, int port = 0)
    {
        build ??= ApplicationBuild.Current;
        var start = new ToolStart("--urls", $"http://127.0.0.1:{port}") { Program = build.Command, Directory = build.Folder }
            .With("SchemaCheck__Wait", "00:02:00");
        if (connection is not null)
            start = start.With("ConnectionStrings__Storefront", connection);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start = start.With(name, value);
        return new(start.Start());
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<Application> RunAsync(string connection, ApplicationBuild? build = null)
    {
        var application = Start(connection, build);
        await application.UntilItListensAsync();
        return application;
    }

    public Task UntilItSaysAsync(string text) => _process.UntilItSaysAsync(text);

    public async Task UntilItListensAsync()
    {
        await _process.UntilItSaysAsync("Application started.");
        Http.Dispose();
        Http = new() { BaseAddress = new(ListeningOn().Match(Said).Groups[1].Value) };
    }

    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>Waits for its end. Whatever it was, there is no stack trace of it.</summary>
    public async Task<ToolResult> EndAsync()
    {
        var result = await _process.EndAsync();
        Assert.False(StackFrame().IsMatch(result.ToString()), $"A stack trace is in the log.\n{result}");
        return result;
    }

    /// <summary>The body of an answer that must be a success.</summary>
    public async Task<JsonElement> GetAsync(string path) =>
        await Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();

    [GeneratedRegex(@"\n\s+at \S+\(|Unhandled exception")]
    private static partial Regex StackFrame();
}
