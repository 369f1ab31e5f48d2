using Migrator.FluentRunner.Running;

namespace Migrator.FluentRunner.Loading;

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
                return Irreversible(step, ReasonOf(exception) ?? exception.Message);
            }
        }

        return null;
    }

    /// <summary>What makes a Down impossible whatever the database is like; null if it is something else.</summary>
    public static string? ReasonOf(Exception exception) => exception switch
    {
        NotSupportedException => "it has a step that FluentMigrator cannot reverse by itself.",
        InvalidOperationException { Message: "Only forward migration is supported" } => "it is forward-only.",
        _ => null,
    };

    public static Refusal Irreversible(MigrationDescriptor step, string reason, string option = "--target") => new(RefusalReason.Irreversible,
        $"{step} cannot be reverted: {reason}", $"Nothing was touched. Stop above it: {option} {step.Version}; or restore a backup.");
}
