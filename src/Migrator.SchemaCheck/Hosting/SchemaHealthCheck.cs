using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Migrator.SchemaCheck;

/// <summary>
/// Readiness: healthy once the check at startup has passed, and from then on. A schema that moves ahead later does not make a
/// running application unready. Never use it for liveness: a restart cannot bring a schema.
/// </summary>
public sealed class SchemaHealthCheck : IHealthCheck
{
    private readonly SchemaCheckState _state;

    /// <param name="state">What the check at startup found.</param>
    public SchemaHealthCheck(SchemaCheckState state) => _state = state;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(_state.Result switch
        {
            null => new HealthCheckResult(context.Registration.FailureStatus, "The schema has not been checked yet."),
            { IsGood: true } good => HealthCheckResult.Healthy(good.Sentence),
            var bad => new HealthCheckResult(context.Registration.FailureStatus, bad.Sentence),
        });
    }
}
