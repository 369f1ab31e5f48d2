namespace Migrator.Faults.Tests.Servers;

/// <summary>How PgBouncer hands its server connections to clients, by its own words.</summary>
internal enum PoolMode
{
    Session,
    Transaction,
    Statement,
}
