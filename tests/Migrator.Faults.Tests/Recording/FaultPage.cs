using System.Globalization;
using System.Text;
using Migrator.TestSupport.Tool;

namespace Migrator.Faults.Tests.Recording;

/// <summary>docs/faults.md: the matrix with its results.</summary>
internal static class FaultPage
{
    public static string Path { get; } = Repository.PathOf("docs", "faults.md");

    public static string Write(FaultResults results, ProgramVersions programs)
    {
        var records = results.Records;
        var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # What was broken, and what held

            Each row is a fault that `dotnet migrator` is put through, as a process, against real servers: no mocks. After each of them, four
            things must hold: every migration is wholly applied and recorded, or not at all (one that runs outside a transaction may be
            recorded as begun, and is then told apart); nothing is applied twice; a plain rerun ends at the same schema and rows as an
            undisturbed run, or says exactly what a person must do; no output holds a password or row data.

            This page is written by `./dev faults`, which tries all of it and takes a few hours on two cores. `./dev test` tries a part of
            every row{(Effort.IsFull ? "" : ", and the counts below are those of such a part")}. The tests are in [tests/Migrator.Faults.Tests](../tests/Migrator.Faults.Tests), a file a row.

            Last run with PostgreSQL {programs.PostgreSql}, PgBouncer {programs.PgBouncer}, .NET {programs.DotNet}: {records.Sum(record => record.Rounds)} faults, {results.Searched} runs of the tool whose output was searched.
            {Outlived(results.Outlived)}

            | # | fault | must hold | scenarios | times run | result |
            |---|---|---|---|---|---|

            """));
        foreach (var row in FaultRows.All)
        {
            FaultRecord[] own = [.. records.Where(record => record.Row == row.Number)];
            var (rounds, failures) = (own.Sum(record => record.Rounds), own.Sum(record => record.Failures));
            var scenarios = string.Join("; ", own.Select(record => $"{record.Scenario} ({record.Rounds})"));
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Number} | {row.Fault} | {row.MustHold} | {scenarios} | {rounds} | "
                + $"{(failures == 0 ? "held" : $"**{failures} failed**")} |");
        }

        return page.ToString();
    }

    private static string Outlived(IReadOnlyDictionary<int, double> outlived) =>
        outlived.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $"The longest that the server worked on after a run was killed: {outlived.Values.Max():0.00} s "
        + $"({string.Join(", ", outlived.Select(one => string.Create(CultureInfo.InvariantCulture, $"row {one.Key}: {one.Value:0.00} s")))}).");
}
