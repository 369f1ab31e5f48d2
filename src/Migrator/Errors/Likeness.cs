namespace Migrator;

/// <summary>How far a word is from another, to suggest what was meant.</summary>
public static class Likeness
{
    /// <summary>The word that was meant by one that is mistyped; null if it is none of them.</summary>
    public static string? Typo(string word, IEnumerable<string> words, int most) => words
        .Where(meant => Math.Abs(meant.Length - word.Length) <= most && Distance(meant, word) <= most)
        .MinBy(meant => Distance(meant, word));

    /// <summary>
    /// The edit distance (Levenshtein, case ignored); a word that contains the other counts as near.
    /// </summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Contains(right, StringComparison.OrdinalIgnoreCase) || right.Contains(left, StringComparison.OrdinalIgnoreCase))
            return 1;

        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
