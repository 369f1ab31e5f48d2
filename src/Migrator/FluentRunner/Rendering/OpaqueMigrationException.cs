namespace Migrator.FluentRunner.Rendering;

/// <summary>A migration asks for what only a database can tell.</summary>
internal sealed class OpaqueMigrationException(string message) : Exception(message);
