namespace Migrator.Faults.Tests;

/// <summary>Tests that fill the machine, and run when no others do.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
