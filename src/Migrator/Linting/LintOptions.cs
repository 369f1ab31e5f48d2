namespace Migrator;

/// <summary>How to lint.</summary>
public sealed record LintOptions
{
    /// <summary>Severities other than the rules' own, by rule id.</summary>
    public IReadOnlyDictionary<string, LintSeverity> Severities { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>
    /// The major version of the server that they are meant for, which decides about some rules and some safe forms; null where it
    /// is not known: then the newest is thought of, and said what older ones lack.
    /// </summary>
    public int? Server { get; init; }

    /// <summary>Which migrations are looked at; the others are only read for what they leave behind. Default: all.</summary>
    public Func<MigrationDescriptor, bool> Includes { get; init; } = _ => true;

    internal LintSeverity Severity(LintRule rule) => Severities.TryGetValue(rule.Id, out var severity) ? severity : rule.Severity;
}

/// <summary>What a run does with findings in the migrations that it is about to apply.</summary>
public enum LintMode
{
    /// <summary>Does not look.</summary>
    Off,

    /// <summary>Tells them and goes on.</summary>
    Warn,

    /// <summary>Applies nothing.</summary>
    Refuse,
}

/// <summary>How a run lints what it is about to apply.</summary>
/// <param name="Mode">What findings lead to.</param>
/// <param name="FailOn">The least severity that refuses.</param>
/// <param name="Options">Severities; which migrations, the plan says.</param>
public sealed record LintPolicy(LintMode Mode, LintSeverity FailOn, LintOptions Options)
{
    /// <summary>No linting.</summary>
    public static LintPolicy Off { get; } = new(LintMode.Off, LintSeverity.Error, new());

    /// <summary>The same for what is about to be sent to a server of this major version; as it is where that is not
    /// known.</summary>
    internal LintPolicy On(int? server) => this with { Options = Options with { Server = server ?? Options.Server } };
}
