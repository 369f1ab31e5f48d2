using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Migrator.SchemaCheck;

namespace Migrator;

/// <summary>What is the same for all runs of an engine.</summary>
public sealed record EngineOptions
{
    /// <summary>The run's id and host, shown to others on the server.</summary>
    public RunIdentity Run { get; init; } = RunIdentity.Create();

    /// <summary>The build that deploys, for the journal; null if unknown.</summary>
    public string? Build { get; init; }

    /// <summary>The tool's version, for the journal.</summary>
    public string ToolVersion { get; init; } = typeof(EngineOptions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Which of FluentMigrator's generators writes the SQL; null for the one that the migrations have, see
    /// <see cref="MigrationAssembly.WithGenerator"/>.</summary>
    public SqlGenerator? Generator { get; init; }

    /// <summary>The committed manifest, where the migrations assembly does not embed it; null to take the embedded one, if
    /// any.</summary>
    public SchemaManifest? Manifest { get; init; }

    /// <summary>
    /// Whether the manifest is compared with the migrations even where nothing is pending, so that one that was not written anew
    /// is told. The Up of each applied migration is called for that. Default: no.
    /// </summary>
    public bool ComparesManifest { get; init; }

    /// <summary>
    /// What the migrations are given by their constructors, beside a configuration, loggers, options, and what a class of their
    /// own adds: <see cref="MigrationAssembly.WithServices"/>. Null for nothing more. They are made anew for each run.
    /// </summary>
    public IServiceCollection? Services { get; init; }

    /// <summary>The clock of pauses and waits. What is recorded are the server's times.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
