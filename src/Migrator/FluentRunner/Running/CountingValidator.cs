using System.ComponentModel.DataAnnotations;
using FluentMigrator.Expressions;
using FluentMigrator.Validation;
using Migrator.FluentRunner.Loading;
using Migrator.FluentRunner.Rendering;
using Migrator.SchemaCheck;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's validator, which sees all expressions of a migration before the first runs: so "statement 2 of 3" is known,
/// and a text that is never sent is found before anything is.
/// </summary>
internal sealed class CountingValidator(
    StepSession session, RenderingProcessor rendering, OwnScripts scripts, IServiceProvider services)
    : IMigrationExpressionValidator
{
    private readonly DefaultMigrationExpressionValidator _inner = new(services);

    public IEnumerable<ValidationResult> Validate(IMigrationExpression expression)
    {
        // The migration may have changed it; its expressions become SQL from here on.
        InvariantCulture.Set();
        if (expression is ExecuteSqlScriptExpression { SqlScript: { } path })
            ScriptText.VerifyFile(path);
        scripts.Prefer(expression);
        ValidationResult[] faults = [.. _inner.Validate(expression)];
        if (faults.Length > 0 || !(IsWritten(expression) || MaySendNothing(expression)))
        {
            session.Expect([], null);
            return faults;
        }

        expression.ExecuteWith(rendering);
        if (rendering.Take().Commands is { Count: > 0 } commands)
            session.Expect(IsWritten(expression) ? commands.Select(command => command.Sql) : [], expression switch
            {
                ExecuteSqlScriptExpression file => file.SqlScript,
                ExecuteEmbeddedSqlScriptExpression embedded => embedded.SqlScript,
                _ => null,
            });
        return faults;
    }

    // By a person, and none of the generator's.
    private static bool IsWritten(IMigrationExpression expression) => expression is ExecuteSqlStatementExpression
        or ExecuteSqlScriptExpression or ExecuteEmbeddedSqlScriptExpressionBase;

    // Alter.Table(...) alone is nothing, what is altered has expressions of its own; and rows may be none. What sends nothing is
    // not counted when its turn comes.
    private static bool MaySendNothing(IMigrationExpression expression) => expression is AlterTableExpression
        or InsertDataExpression { Rows.Count: 0 } or DeleteDataExpression { Rows.Count: 0 };
}
