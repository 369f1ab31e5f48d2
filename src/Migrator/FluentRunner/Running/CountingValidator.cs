using System.ComponentModel.DataAnnotations;
using FluentMigrator.Expressions;
using FluentMigrator.Validation;
using Migrator.FluentRunner.Loading;
using Migrator.Statements;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's validator, which sees all expressions of a migration before the first runs: so "statement 2 of 3" is known.
/// </summary>
internal sealed class CountingValidator(StepSession session, IServiceProvider services) : IMigrationExpressionValidator
{
    private readonly DefaultMigrationExpressionValidator _inner = new(services);

    public IEnumerable<ValidationResult> Validate(IMigrationExpression expression)
    {
        session.Expect();
        if (expression is ExecuteSqlScriptExpression { SqlScript: { } file })
            ScriptText.VerifyFile(file);
        return _inner.Validate(expression);
    }
}
