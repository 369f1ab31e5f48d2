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
        session.Expect(faults.Length == 0 ? Texts(expression) : [], expression switch
        {
            ExecuteSqlScriptExpression file => file.SqlScript,
            ExecuteEmbeddedSqlScriptExpression embedded => embedded.SqlScript,
            _ => null,
        });
        return faults;
    }

    private IEnumerable<string> Texts(IMigrationExpression expression)
    {
        if (expression is not (ExecuteSqlStatementExpression or ExecuteSqlScriptExpression
            or ExecuteEmbeddedSqlScriptExpressionBase))
            return [];

        expression.ExecuteWith(rendering);
        return rendering.Take().Commands.Select(command => command.Sql);
    }
}
