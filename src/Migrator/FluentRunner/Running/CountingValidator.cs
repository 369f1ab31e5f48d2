using System.ComponentModel.DataAnnotations;
using FluentMigrator.Expressions;
using FluentMigrator.Validation;

namespace Migrator.FluentRunner.Running;

/// <summary>
/// FluentMigrator's validator, which sees all expressions of a migration before the first runs: so "statement 2 of 3" is known.
/// </summary>
internal sealed class CountingValidator(MigrationProcessor processor, IServiceProvider services) : IMigrationExpressionValidator
{
    private readonly DefaultMigrationExpressionValidator _inner = new(services);

    public IEnumerable<ValidationResult> Validate(IMigrationExpression expression)
    {
        if (processor.Step is { } step)
            step.Expected++;

        return _inner.Validate(expression);
    }
}
