namespace Migrator.Faults.Tests.Recording;

/// <summary>What faults.json holds.</summary>
/// <param name="Full">Whether it is of full runs.</param>
/// <param name="Searched">How many runs of the tool were searched for secrets and row data.</param>
/// <param name="Records">A record a scenario, by row.</param>
/// <param name="Outlived">By row, the longest that the server worked on for a run that was killed, in seconds.</param>
internal sealed record FaultResults(bool Full, int Searched, IReadOnlyList<FaultRecord> Records,
    IReadOnlyDictionary<int, double> Outlived)
{
    /// <summary>These, but scenarios that were tried again by what came of them then; a run of all rows by itself.</summary>
    public FaultResults With(FaultResults later)
    {
        if (FaultRows.All.All(row => later.Records.Any(record => record.Row == row.Number)))
            return later;

        HashSet<(int, string)> again = [.. later.Records.Select(record => (record.Row, record.Scenario))];
        var outlived = new SortedDictionary<int, double>((Outlived ?? new Dictionary<int, double>()).ToDictionary());
        foreach (var (row, longest) in later.Outlived)
            outlived[row] = Math.Max(longest, outlived.GetValueOrDefault(row));
        return new(later.Full, Searched + later.Searched,
            [.. Records.Where(record => !again.Contains((record.Row, record.Scenario))).Concat(later.Records)
                .OrderBy(record => record.Row).ThenBy(record => record.Scenario, StringComparer.Ordinal)], outlived);
    }
}
