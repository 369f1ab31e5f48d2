using System.Text;

namespace Migrator.Cli.Verbs.Rehearse.Findings;

/// <summary>A verdict for people and for options.</summary>
internal static class VerdictWords
{
    /// <summary>As an option and in JSON: <c>blocks-writes</c>.</summary>
    public static string Name(RehearsalVerdict verdict)
    {
        var name = new StringBuilder();
        foreach (var letter in verdict.ToString())
            name.Append(char.IsUpper(letter) && name.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        return name.ToString();
    }

    public static string Of(RehearsalVerdict verdict) => verdict switch
    {
        RehearsalVerdict.Safe => "safe online",
        RehearsalVerdict.Unseen => "not all seen",
        _ => Name(verdict).Replace('-', ' '),
    };
}
