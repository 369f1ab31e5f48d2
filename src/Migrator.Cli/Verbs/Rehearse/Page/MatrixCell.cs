using Migrator.Cli.Verbs.Rehearse.Findings;

namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>What a migration does to a table that was there before it.</summary>
/// <param name="Verdict">The worst of what was found; null where nobody has to wait, nor loses anything.</param>
/// <param name="Lock">The strongest lock; null where none was seen.</param>
internal sealed record MatrixCell(Verdict? Verdict, LockMode? Lock)
{
    /// <summary>How bad it is, from 1: for what comes first.</summary>
    public int Rank => Verdict is { } verdict ? (int)verdict + 2 : 1;

    /// <summary>The cell in words: <c>blocks writes, SHARE</c>.</summary>
    public string Words => (Verdict switch
    {
        null => "nobody waits",
        Migrator.Verdict.Safe => "for a moment",
        { } verdict => VerdictWords.Of(verdict),
    }) + (Lock is { } mode ? $", {FindingText.Mode(mode)}" : "");
}
