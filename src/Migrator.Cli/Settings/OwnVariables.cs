namespace Migrator.Cli.Settings;

/// <summary>
/// The variables that begin with MIGRATOR_, which are this tool's. One that is no setting is refused, as an unknown key of
/// migrator.json is: whoever set it believes that it does something. One that only other verbs have is told.
/// </summary>
internal static class OwnVariables
{
    private const string Prefix = "MIGRATOR_";

    // What this project's own tests and the programs of its tests are told by.
    private const string OfTests = "MIGRATOR_TEST_";

    private const string Service = "_SERVICE_HOST";
    private const int MostNearest = 3;

    // Those that are no settings of a verb.
    private static readonly string[] Others = ["MIGRATOR_TRACE", "MIGRATOR_TERMINATION_LOG", PostgresBinaries.Variable];

    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Looks at the variables that are set.</summary>
    /// <param name="given">Their names, whatever they begin with.</param>
    /// <param name="verb">The verb that is run.</param>
    /// <param name="taken">The settings that it takes.</param>
    /// <param name="all">Every setting of the tool; asked for only where there is need.</param>
    /// <returns>What is to be told; null for nothing.</returns>
    /// <exception cref="ConfigurationException">One is no setting, or a setting that only its flag says.</exception>
    public static string? Check(IEnumerable<string> given, string verb, IEnumerable<Setting> taken,
        Func<IEnumerable<Setting>> all)
    {
        string[] own = [.. given.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
        HashSet<string> known = new([.. taken.Where(one => one.HasVariable).Select(one => one.Variable), .. Others], Names);
        string[] rest = [.. own.Where(name => !known.Contains(name) && !IsOfTests(name) && !IsOfAService(name, own))];
        if (rest.Length == 0)
            return null;

        Setting[] settings = [.. all()];
        HashSet<string> ofVerbs = new(settings.Where(one => one.HasVariable).Select(one => one.Variable), Names);
        string[] refused = [.. rest.Where(name => !ofVerbs.Contains(name))];
        if (refused.Length > 0)
            throw new ConfigurationException(
                string.Join(" ", refused.Select(name => Refusal(name, settings, [.. ofVerbs, .. Others])))
                + " Names that begin with MIGRATOR_ are this tool's.");

        return $"{string.Join(", ", rest)} {(rest.Length == 1 ? "means" : "mean")} nothing to {verb}.";
    }

    private static string Refusal(string name, Setting[] settings, string[] known)
    {
        if (settings.FirstOrDefault(one => Names.Equals(one.Variable, name)) is { } flagOnly)
            return $"{name} is set, but {flagOnly.Flag} decides about one call, and can only be a flag. Give the flag, and unset "
                + $"the variable.";

        var wanted = name.ToUpperInvariant();
        var nearest = known.Distinct().OrderBy(one => Likeness.Distance(one, wanted)).ThenBy(one => one, StringComparer.Ordinal)
            .Take(MostNearest);
        return $"{name} is set, but it is no setting. Nearest: {string.Join(", ", nearest)}. Correct it, or unset it.";
    }

    private static bool IsOfTests(string name) => name.StartsWith(OfTests, StringComparison.Ordinal);

    // A Kubernetes service whose name begins with "migrator" gives such variables to every pod of its namespace.
    private static bool IsOfAService(string name, string[] own) =>
        own.Where(one => one.EndsWith(Service, StringComparison.Ordinal)).Select(one => one[..^Service.Length])
            .Any(service => name.StartsWith(service + "_SERVICE_", StringComparison.Ordinal)
                || name == service + "_PORT" || name.StartsWith(service + "_PORT_", StringComparison.Ordinal));
}
