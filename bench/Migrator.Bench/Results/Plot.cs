using System.Globalization;
using System.Security;
using System.Text;

namespace Migrator.Bench.Results;

/// <summary>Bars, one group a measurement, as an SVG of its own without a script.</summary>
internal static class Plot
{
    private const int Width = 760;
    private const int BarHeight = 18;
    private const int Left = 150;
    private const int Right = 80;

    /// <summary>Draws.</summary>
    /// <param name="groups">Title, and seconds by name.</param>
    /// <param name="ours">The names that are ours.</param>
    /// <param name="dark">For a dark page.</param>
    public static string Draw(IReadOnlyList<(string Title, IReadOnlyList<(string Name, double Seconds)> Bars)> groups,
        Func<string, bool> ours, bool dark)
    {
        var (ink, faint, bar, accent) = dark
            ? ("#e6edf3", "#8b949e", "#484f58", "#3fb950") : ("#1f2328", "#59636e", "#c8d1da", "#1a7f37");
        var body = new StringBuilder();
        var y = 8;
        foreach (var (title, bars) in groups)
        {
            y += 22;
            Text(0, y, ink, title, "font-weight=\"600\"");
            y += 8;
            var longest = bars.Max(one => one.Seconds);
            foreach (var (name, seconds) in bars.OrderBy(one => one.Seconds))
            {
                var length = Math.Max(1, seconds / longest * (Width - Left - Right));
                Text(Left - 8, y + 13, ours(name) ? ink : faint, name,
                    $"text-anchor=\"end\"{(ours(name) ? " font-weight=\"600\"" : "")}");
                body.Append(CultureInfo.InvariantCulture,
                    $"<rect x=\"{Left}\" y=\"{y + 2}\" width=\"{length:0.#}\" height=\"{BarHeight - 5}\" rx=\"2\" "
                    + $"fill=\"{(ours(name) ? accent : bar)}\"/>\n");
                Text(Left + length + 6, y + 13, faint, Label(seconds), "");
                y += BarHeight;
            }

            y += 10;
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {y}\" width=\"{Width}\" height=\"{y}\" "
            + $"font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\">\n{body}</svg>\n");

        void Text(double x, double at, string color, string text, string more) => body.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{at}\" fill=\"{color}\" {more}>{SecurityElement.Escape(text)}</text>\n");
    }

    private static string Label(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
