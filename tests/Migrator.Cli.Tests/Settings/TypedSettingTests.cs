using Migrator.Cli.Terminal;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>Exit code 2, for a value that does not fit its setting: the message names the setting as it was given.</summary>
public sealed class TypedSettingTests
{
    [Theory]
    [InlineData("connect-wait", "soon", "a time such as")]
    [InlineData("lock-wait", "5 fortnights", "a time such as")]
    [InlineData("lock-timeout", "-1s", "a time such as")]
    [InlineData("statement-timeout", "25d", "a time such as")]
    [InlineData("lock-wait", "999h", "at most 24 days")]
    [InlineData("output", "xml", "text or json")]
    [InlineData("out-of-order", "maybe", "allow or refuse")]
    public async Task Value_ThatDoesNotFit_IsNamedByItsSource(string name, string value, string rule)
    {
        var key = string.Concat(name.Split('-')
            .Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
        var variable = "MIGRATOR_" + name.ToUpperInvariant().Replace('-', '_');
        using var directory = new WorkingDirectory();
        var tool = new ToolStart("up", "--connection", "Host=localhost;Database=shop", "--assembly", Samples.Two)
        { Directory = directory.Path };

        var flag = await (tool with { Arguments = [.. tool.Arguments, $"--{name}={value}"] }).RunAsync();
        var environment = await tool.With(variable, value).RunAsync();
        var file = directory.Write("migrator.json", $$"""{ "{{key}}": "{{value}}" }""");
        var inFile = await tool.RunAsync();

        flag.Exits(ExitCode.Usage).Complains($"--{name} is \"{value}\"", rule);
        environment.Exits(ExitCode.Usage).Complains($"{variable} is \"{value}\"", rule);
        inFile.Exits(ExitCode.Usage).Complains($"\"{key}\" in {file} is \"{value}\"", rule);
    }

    [Theory]
    [InlineData("MIGRATOR_ALLOW_BREAKING", "perhaps", "true or false")]
    [InlineData("MIGRATOR_SHOW_SQL", "perhaps", "true or false")]
    [InlineData("MIGRATOR_TARGET", "one two", "latest, zero, a version")]
    public async Task Variable_ThatDoesNotFit_IsNamed(string variable, string value, string rule)
    {
        var run = await new ToolStart("up", "--connection", "Host=localhost;Database=shop", "--assembly", Samples.Two,
            "--connect-wait", "0")
            .With(variable, value).RunAsync();

        run.Exits(ExitCode.Usage).Complains($"{variable} is \"{value}\"", rule);
    }

    [Theory]
    [InlineData("{ \"lockWait\": \"1m\", \"lookWait\": \"2m\" }", "the key \"lookWait\", which is not known")]
    [InlineData("{ \"lockWait\": ", "is not valid JSON: line 1")]
    [InlineData("[]", "must hold a JSON object")]
    [InlineData("{ \"tag\": [1] }", "\"tag\" must be a text")]
    [InlineData("{ \"connection\": \"Host=db;Password=" + Passwords.Wrong + "\" }", "no place for a secret")]
    [InlineData("{ \"yes\": true }", "must be said at each run: --yes")]
    [InlineData("{ \"schema\": \"a\", \"schema\": \"b\" }", "\"schema\" twice")]
    public async Task ProjectFile_ThatIsWrong_IsNamed(string content, string said)
    {
        using var directory = new WorkingDirectory();
        var file = directory.Write("migrator.json", content);

        var text = await new ToolStart("status") { Directory = directory.Path }.RunAsync();
        var json = await new ToolStart("status", "--output", "json") { Directory = directory.Path }.RunAsync();

        text.Exits(ExitCode.Usage).Complains(file, said, "exit 2");
        Assert.Empty(text.Out);
        json.Exits(ExitCode.Usage);
        Assert.Contains(said, json.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
