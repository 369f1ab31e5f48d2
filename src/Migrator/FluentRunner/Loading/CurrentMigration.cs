namespace Migrator.FluentRunner.Loading;

/// <summary>Which migration is at work: of several assemblies, each has its own folder of scripts and its own resources, and
/// FluentMigrator's expressions do not say whose they are.</summary>
internal sealed class CurrentMigration
{
    public Type? Type { get; set; }
}
