using System.Text;

namespace Migrator.Cli.Tests.Goldens;

/// <summary>The difference of two texts, line by line.</summary>
internal static class LineDiff
{
    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        // common[i, j]: how many lines the rests from i and j have in common, in order.
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var text = new StringBuilder();
        for (int i = 0, j = 0; i < left.Length || j < right.Length;)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                text.Append("  ").Append(left[i++]).Append('\n');
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                text.Append("- ").Append(left[i++]).Append('\n');
            }
            else
            {
                text.Append("+ ").Append(right[j++]).Append('\n');
            }
        }

        return text.ToString();
    }
}
