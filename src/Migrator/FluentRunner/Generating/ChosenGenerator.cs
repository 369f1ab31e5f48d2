using FluentMigrator;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Generators;
using FluentMigrator.Runner.Generators.Postgres;
using FluentMigrator.Runner.Generators.Postgres92;
using Microsoft.Extensions.Options;

namespace Migrator.FluentRunner.Generating;

/// <summary>
/// FluentMigrator's own generator, as it was chosen, with values as we write them. They differ in how they write columns, indexes
/// and rows, and in nothing else; <see cref="ExactGenerator"/> corrects what all of them lose.
/// </summary>
/// <param name="Choice">Which.</param>
/// <param name="Own">It.</param>
/// <param name="Columns">What it writes columns with, which is not public.</param>
/// <param name="DatabaseType">What <c>IfDatabase</c> is asked about.</param>
internal sealed record ChosenGenerator(SqlGenerator Choice, PostgresGenerator Own, IColumn Columns, string DatabaseType)
{
    /// <summary>Registers what FluentMigrator needs for it: its type map, above all.</summary>
    public static void Register(IMigrationRunnerBuilder builder, SqlGenerator choice)
    {
        if (choice == SqlGenerator.Postgres)
            builder.AddPostgres();
        else
            builder.AddPostgres15_0();
    }

    public static ChosenGenerator Create(SqlGenerator choice, ExactQuoter quoter, IOptions<GeneratorOptions> options,
        IPostgresTypeMap types)
    {
        var columns = choice.WritesSerial ? new SerialColumns(quoter, options, types).Columns
            : new IdentityColumns(quoter, options, types).Columns;
        return choice switch
        {
            _ when choice == SqlGenerator.Postgres =>
                new(choice, new PostgresGenerator(quoter, options, types), columns, ProcessorIdConstants.Postgres),
            _ when choice == SqlGenerator.Postgres92 =>
                new(choice, new Postgres92Generator(quoter, options, types), columns, ProcessorIdConstants.Postgres92),
            _ when choice == SqlGenerator.Postgres10 =>
                new(choice, new Postgres10_0Generator(quoter, options, types), columns, ProcessorIdConstants.PostgreSQL10_0),
            _ when choice == SqlGenerator.Postgres11 =>
                new(choice, new Postgres11_0Generator(quoter, options, types), columns, ProcessorIdConstants.PostgreSQL11_0),
            _ => new(choice, new Postgres15_0Generator(quoter, options, types), columns, ProcessorIdConstants.PostgreSQL15_0),
        };
    }

    private sealed class SerialColumns(PostgresQuoter quoter, IOptions<GeneratorOptions> options, IPostgresTypeMap types)
        : PostgresGenerator(quoter, options, types)
    {
        public IColumn Columns => Column;
    }

    private sealed class IdentityColumns(PostgresQuoter quoter, IOptions<GeneratorOptions> options, IPostgresTypeMap types)
        : Postgres10_0Generator(quoter, options, types)
    {
        public IColumn Columns => Column;
    }
}
