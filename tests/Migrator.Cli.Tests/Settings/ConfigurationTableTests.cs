using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Settings;

/// <summary>The table in docs/configuration.md is made of the settings' declarations.</summary>
public sealed class ConfigurationTableTests
{
    [Fact]
    public void Table_IsThatOfTheSettings()
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs", "configuration.md"));

        Assert.Equal(MigratorCommand.Settings().Where(setting => setting.HasVariable)
                .DistinctBy(setting => setting.Name).Select(setting => setting.Row),
            lines.Where(line => line.StartsWith("| `--", StringComparison.Ordinal)
                && line.Contains("`MIGRATOR_", StringComparison.Ordinal)));
    }

    [Fact]
    public void ASetting_MeansOneThing_WhicheverVerbTakesIt()
    {
        var all = MigratorCommand.Verbs(isBundle: false).SelectMany(verb => verb.Settings).Where(setting => setting.HasVariable)
            .GroupBy(setting => setting.Name);

        Assert.All(all, same => Assert.Single(same.Select(setting => setting with { Help = "" }).Distinct()));
    }
}
