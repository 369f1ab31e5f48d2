namespace Migrator.Statements.Retrying;

/// <summary>How long a run may spend on giving way to others, over all its steps and sessions.</summary>
internal sealed class RetryBudget(TimeSpan limit)
{
    private TimeSpan _spent;

    public TimeSpan Limit { get; } = limit;

    public TimeSpan Left => Limit > _spent ? Limit - _spent : TimeSpan.Zero;

    public void Spend(TimeSpan time) => _spent += time;
}
