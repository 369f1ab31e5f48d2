using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrator.SchemaCheck.Tests.Hosting;

/// <summary>What the configuration says of the check, without a word in code.</summary>
public sealed class SchemaCheckSectionTests
{
    [Fact]
    public void Section_SetsEveryOption()
    {
        var options = Read(
            ("Wait", "00:01:30"), ("AcceptAhead", "false"), ("Tags:0", "eu"), ("Tags:1", "seed"), ("ApplicationName", "Shop"),
            ("DeployCommand", "make migrate"), ("ConnectionString", "Host=db;Database=shop"), ("VersionTableSchema", "app"),
            ("VersionTableName", "versions"));

        Assert.Equal(TimeSpan.FromSeconds(90), options.Wait);
        Assert.False(options.AcceptAhead);
        Assert.Equal(["eu", "seed"], options.Tags);
        Assert.Equal(("Shop", "make migrate", "Host=db;Database=shop", "app", "versions"),
            (options.ApplicationName, options.DeployCommand, options.ConnectionString, options.VersionTableSchema,
                options.VersionTableName));
    }

    [Fact]
    public void Section_IsWhereAVariableLeads()
    {
        const string Variable = "SCHEMACHECKSECTIONTESTS_SchemaCheck__Wait";
        Environment.SetEnvironmentVariable(Variable, "00:00:07");
        try
        {
            Assert.Equal(TimeSpan.FromSeconds(7), Read(new ConfigurationBuilder()
                .AddEnvironmentVariables("SCHEMACHECKSECTIONTESTS_").Build()).Wait);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void Section_HasTheLastWord_AndLeavesTheRestToTheCode()
    {
        var options = Read(Configuration(("Wait", "00:00:05"), ("Tags", "eu, seed")), code =>
        {
            code.Wait = TimeSpan.FromMinutes(1);
            code.Tags.Add("us");
            code.DeployCommand = "make migrate";
        });

        Assert.Equal((TimeSpan.FromSeconds(5), "make migrate"), (options.Wait, options.DeployCommand));
        Assert.Equal(["eu", "seed"], options.Tags);
    }

    [Fact]
    public void NoSection_AndNoConfigurationAtAll_LeaveTheDefaults()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Read().Wait);
        Assert.Equal(TimeSpan.FromSeconds(30), Read(configuration: null).Wait);
    }

    [Theory]
    [InlineData("Wait", "30s", "SchemaCheck:Wait is \"30s\": it must be a time such as 00:00:30.")]
    [InlineData("AcceptAhead", "maybe", "SchemaCheck:AcceptAhead is \"maybe\": it must be true or false.")]
    [InlineData("Wait", "Host=db;Password=hidden", "SchemaCheck:Wait is a text (not shown): it must be a time such as 00:00:30.")]
    [InlineData("Wait", "postgres://app:hidden@db/shop", "SchemaCheck:Wait is a text (not shown): it must be a time")]
    [InlineData("Wiat", "00:00:30",
        "SchemaCheck:Wiat is set in the configuration, but there is no such setting. There are: Wait, ")]
    public void Section_ThatCannotBeMeant_IsRefusedByName(string key, string value, string said) =>
        Assert.StartsWith(said, Assert.Throws<InvalidOperationException>(() => Read((key, value))).Message,
            StringComparison.Ordinal);

    private static SchemaCheckOptions Read(params (string Key, string Value)[] section) => Read(Configuration(section));

    private static IConfiguration Configuration(params (string Key, string Value)[] section) =>
        new ConfigurationBuilder().AddInMemoryCollection(section.ToDictionary(one => $"SchemaCheck:{one.Key}",
            one => (string?)one.Value)).Build();

    private static SchemaCheckOptions Read(IConfiguration? configuration, Action<SchemaCheckOptions>? code = null)
    {
        var services = new ServiceCollection();
        if (configuration is not null)
            services.AddSingleton(configuration);
        services.AddSchemaCheck(code);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<SchemaCheckOptions>>().Value;
    }
}
