namespace Migrator.SchemaCheck;

/// <summary>Growing, jittered pauses between attempts: fifty waiters must not come at once.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">What it grows to, doubling.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _pause = first;

    /// <summary>Half to all of the pause, at most <paramref name="left"/>; the next one is twice as long.</summary>
    public TimeSpan Next(TimeSpan left)
    {
        var jittered = _pause * (0.5 + Random.Shared.NextDouble() / 2);
        _pause = _pause * 2 < longest ? _pause * 2 : longest;
        return jittered < left ? jittered : left;
    }
}
