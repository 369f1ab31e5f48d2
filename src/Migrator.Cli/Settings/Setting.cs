using System.Text;

namespace Migrator.Cli.Settings;

/// <summary>Where a setting may be said.</summary>
internal enum SettingPlace
{
    /// <summary>As a flag, a variable, and in migrator.json.</summary>
    Anywhere,

    /// <summary>As a flag and a variable: it decides about one run, or is a secret, and must not be left lying in a
    /// file.</summary>
    AtEachRun,

    /// <summary>As a flag only.</summary>
    FlagOnly,
}

/// <summary>
/// A setting, said once: flag <c>--lock-wait</c>, variable <c>MIGRATOR_LOCK_WAIT</c>, key <c>lockWait</c> of migrator.json, the
/// word for its value, its help, its default, and its row in docs/configuration.md.
/// </summary>
/// <param name="Name">The flag's name, without dashes.</param>
/// <param name="ValueName">The word for its value, in help; null for a switch.</param>
/// <param name="Help">What help says of it. A verb that means something of its own by it says so:
/// <c>with { Help = ... }</c>.</param>
internal abstract record Setting(string Name, string? ValueName, string Help)
{
    public SettingPlace Place { get; init; }

    /// <summary>A short name of its flag, with its dash; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>What docs/configuration.md says of its default.</summary>
    public string Default { get; init; } = "";

    /// <summary>What docs/configuration.md says beside the flag; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What docs/configuration.md says of the key, where that is not the key alone; null for the usual.</summary>
    public string? KeyNote { get; init; }

    /// <summary>Whether it may be said several times, and a variable holds several values.</summary>
    public virtual bool IsList => false;

    public bool InFile => Place == SettingPlace.Anywhere;

    public bool HasVariable => Place != SettingPlace.FlagOnly;

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

    /// <summary>Its row in docs/configuration.md.</summary>
    public string Row
    {
        get
        {
            string[] notes = [.. Note is null ? [] : (string[])[Note], .. IsList ? ["may be repeated"] : (string[])[]];
            var key = !InFile ? $"no: {KeyNote ?? "said at each run"}" : KeyNote ?? $"`{Key}`{(IsList ? " (text or list)" : "")}";
            return $"| `{Flag}`{(notes.Length == 0 ? "" : $" ({string.Join("; ", notes)})")} | "
                + $"`{Variable}`{(IsList ? " (by commas)" : "")} | {key} |{(Default.Length == 0 ? "" : $" {Default}")} |";
        }
    }
}

/// <summary>A setting of which a reader gives a value of a type.</summary>
internal abstract record Setting<T>(string Name, string? ValueName, string Help) : Setting(Name, ValueName, Help)
{
    /// <summary>Its value, or its default.</summary>
    /// <exception cref="ConfigurationException">What was said does not fit.</exception>
    public abstract T Read(SettingsReader reader);
}

/// <summary>A text, as it is; null where it was not said.</summary>
internal sealed record TextSetting(string Name, string ValueName, string Help) : Setting<string?>(Name, ValueName, Help)
{
    public override string? Read(SettingsReader reader) => reader.Find(this);
}

/// <summary>A path, made absolute: from the working directory, or from migrator.json's folder if it stands there.</summary>
internal sealed record PathSetting(string Name, string ValueName, string Help) : Setting<string?>(Name, ValueName, Help)
{
    public override string? Read(SettingsReader reader) => reader.PathOf(this);
}

/// <summary>Several paths, made absolute as one is; a variable separates them by commas.</summary>
internal sealed record PathsSetting(string Name, string ValueName, string Help)
    : Setting<IReadOnlyList<string>>(Name, ValueName, Help)
{
    public override bool IsList => true;

    public override IReadOnlyList<string> Read(SettingsReader reader) => reader.PathsOf(this);
}

/// <summary>True or false; a flag alone is true.</summary>
internal sealed record SwitchSetting(string Name, string Help) : Setting<bool>(Name, null, Help)
{
    public override bool Read(SettingsReader reader) => reader.Find(this)?.ToUpperInvariant() switch
    {
        null or "FALSE" or "0" or "NO" => false,
        "TRUE" or "1" or "YES" or "" => true,
        _ => throw reader.Bad(this, "must be true or false"),
    };
}

/// <summary>A time such as <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>; a bare number is seconds.</summary>
/// <param name="Name">The flag's name, without dashes.</param>
/// <param name="Help">What help says of it.</param>
/// <param name="Fallback">The time where none was said.</param>
internal sealed record TimeSetting(string Name, string Help, TimeSpan Fallback) : Setting<TimeSpan>(Name, "TIME", Help)
{
    public override TimeSpan Read(SettingsReader reader) => reader.Find(this) is not { } text ? Fallback
        : TimeText.TryParse(text, out var time) ? time
        : throw reader.Bad(this, "must be a time such as 500ms, 30s, 5m or 1h (a bare number is seconds), at most 24 days");
}

/// <summary>One of some words.</summary>
/// <param name="Name">The flag's name, without dashes.</param>
/// <param name="Words">The words.</param>
/// <param name="Help">What help says of it.</param>
/// <param name="Fallback">The word where none was said.</param>
internal sealed record ChoiceSetting(string Name, IReadOnlyList<string> Words, string Help, string Fallback)
    : Setting<string>(Name, string.Join('|', Words), Help)
{
    /// <summary>The word that is meant by another spelling of it; null, and what it gives null for, is none.</summary>
    public Func<string, string?>? Spelling { get; init; }

    public override string Read(SettingsReader reader) => Read(reader, Fallback);

    /// <summary>Its value, where the default depends on others.</summary>
    /// <exception cref="ConfigurationException">It is none of the words.</exception>
    public string Read(SettingsReader reader, string fallback)
    {
        var value = reader.Find(this) ?? fallback;
        return Words.FirstOrDefault(one => one.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? Spelling?.Invoke(value)
            ?? throw reader.Bad(this, $"must be {string.Join(" or ", Words)}");
    }
}

/// <summary>Several texts; a variable separates them by commas.</summary>
internal sealed record ListSetting(string Name, string ValueName, string Help)
    : Setting<IReadOnlyList<string>>(Name, ValueName, Help)
{
    public override bool IsList => true;

    public override IReadOnlyList<string> Read(SettingsReader reader) =>
        [.. reader.FindAll(this)
            .Values.SelectMany(value => value.Split(',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
