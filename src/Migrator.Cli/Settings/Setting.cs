using System.Text;

namespace Migrator.Cli.Settings;

/// <summary>
/// A setting under its three names: flag <c>--lock-wait</c>, variable <c>MIGRATOR_LOCK_WAIT</c>, key <c>lockWait</c> of migrator.json.
/// </summary>
/// <param name="Name">The flag's name, without dashes.</param>
internal sealed record Setting(string Name)
{
    /// <summary>Whether migrator.json may hold it; a secret may not.</summary>
    public bool InFile { get; init; } = true;

    public string Flag => "--" + Name;

    public string Variable => "MIGRATOR_" + Name.ToUpperInvariant().Replace('-', '_');

    public string Key
    {
        get
        {
            var key = new StringBuilder();
            foreach (var word in Name.Split('-'))
                key.Append(key.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]);
            return key.ToString();
        }
    }
}
