using FluentMigrator.Exceptions;
using Migrator.Catalog;
using Migrator.Planning;

namespace Migrator.Execution;

/// <summary>
/// Whether migrations can be reverted: FluentMigrator tells only when a Down is built, so each is built, and none executed,
/// before anything is touched.
/// </summary>
internal static class Reversibility
{
    public static Refusal? Check(Plan plan, FluentMigratorHost host)
    {
        foreach (var step in plan.Steps)
        {
            var info = host.Migrations[step.Version];
            try
            {
                info.Migration.GetDownExpressions(host.NewContext());
            }
            catch (Exception exception)
            {
                return Irreversible(step, exception);
            }
        }

        return null;
    }

    private static Refusal Irreversible(MigrationDescriptor step, Exception exception) => new(RefusalReason.Irreversible,
        $"{step} cannot be reverted: " + exception switch
        {
            NotSupportedException => "it has a step that FluentMigrator cannot reverse by itself.",
            InvalidOperationException { Message: "Only forward migration is supported" } => "it is forward-only.",
            FluentMigratorException or _ => exception.Message,
        },
        $"Nothing was touched. Stop above it: --target {step.Version}; or restore a backup.");
}
