namespace Migrator.FluentRunner.Running;

/// <summary>The run's token, as a service that FluentMigrator's container can hand on.</summary>
internal sealed record RunCancellation(CancellationToken Token);
