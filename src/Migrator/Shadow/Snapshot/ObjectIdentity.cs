namespace Migrator.Shadow.Snapshot;

/// <summary>What makes an object the same one in another snapshot.</summary>
internal sealed record ObjectIdentity(ObjectKind Kind, ObjectKind? On, string Schema, string? Table, string Name);
