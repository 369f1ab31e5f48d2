using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Processors.Postgres;

namespace Migrator.FluentRunner.Generating;

/// <summary>FluentMigrator's quoter, but values are written as the migration has them: see <see cref="ValueText"/>.</summary>
internal sealed class ExactQuoter(PostgresOptions options) : PostgresQuoter(options)
{
    public override string QuoteValue(object? value) => ValueText.Of(value) ?? base.QuoteValue(value);
}
