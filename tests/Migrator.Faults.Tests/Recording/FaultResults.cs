namespace Migrator.Faults.Tests.Recording;

/// <summary>What artifacts/faults.json holds.</summary>
/// <param name="Full">Whether it is of full runs.</param>
/// <param name="Searched">How many runs of the tool were searched for secrets and row data.</param>
/// <param name="Records">A record a scenario, by row.</param>
internal sealed record FaultResults(bool Full, int Searched, IReadOnlyList<FaultRecord> Records)
{
    /// <summary>These, but a row that was tried again by what came of it then.</summary>
    public FaultResults With(FaultResults later)
    {
        HashSet<int> again = [.. later.Records.Select(record => record.Row)];
        return new(later.Full, Searched + later.Searched,
            [.. Records.Where(record => !again.Contains(record.Row)).Concat(later.Records)
                .OrderBy(record => record.Row).ThenBy(record => record.Scenario, StringComparer.Ordinal)]);
    }
}
