using FluentMigrator;

namespace Migrator.FluentRunner.Generating;

/// <summary>
/// What <c>IfDatabase</c> may call PostgreSQL: every name that FluentMigrator itself has for it. Its processor for PostgreSQL 15
/// answers to two of them, so that <c>IfDatabase("postgres")</c> is passed over there without a word.
/// </summary>
internal static class DatabaseNames
{
    public static IList<string> All { get; } =
    [
        ProcessorIdConstants.PostgreSQL, ProcessorIdConstants.Postgres, ProcessorIdConstants.Postgres92,
        ProcessorIdConstants.PostgreSQL92, GeneratorIdConstants.PostgreSQL9_2, ProcessorIdConstants.PostgreSQL10_0,
        ProcessorIdConstants.PostgreSQL11_0, ProcessorIdConstants.PostgreSQL15_0,
    ];
}
