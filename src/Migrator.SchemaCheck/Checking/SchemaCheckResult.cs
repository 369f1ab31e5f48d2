namespace Migrator.SchemaCheck;

/// <summary>What a look at a database found.</summary>
/// <param name="Requirement">What was needed.</param>
/// <param name="Verdict">How the database stands to that.</param>
/// <param name="Difference">Where they differ; null where it could not be read.</param>
/// <param name="Reason">Why it could not be read; null where it could.</param>
public sealed record SchemaCheckResult(
    SchemaRequirement Requirement, SchemaVerdict Verdict, SchemaDifference? Difference = null, string? Reason = null)
{
    private const int MostNames = 5;

    /// <summary>Whether the build can work on this database.</summary>
    public bool IsGood => Verdict is SchemaVerdict.UpToDate or SchemaVerdict.Ahead;

    /// <summary>One sentence for a person: what is needed, and what is there.</summary>
    public string Sentence => InvariantCulture.Run(() => Verdicts() + Regenerated());

    private string Verdicts() => Verdict switch
    {
        SchemaVerdict.UpToDate => $"{Requirement.Name} has the schema it needs: {Schema(Requirement.Newest)}.",
        SchemaVerdict.Ahead =>
            $"{Requirement.Name} has the schema it needs ({Schema(Requirement.Newest)}), and the database is ahead of it: "
            + $"{Versions(Difference!.Unknown)} not known to this build.",
        SchemaVerdict.TooNew =>
            $"The database is too new for {Requirement.Name}: the breaking migration {Difference!.Floor} is applied, and this build "
            + $"ends at {Schema(Requirement.Newest)}. Deploy a newer build.",
        SchemaVerdict.Edited =>
            $"{Requirement.Name} has another text of {Names(Difference!.Edited)} than was applied to the database: "
            + "edited since. Undo the edit, or accept it: dotnet migrator up --edited allow",
        SchemaVerdict.Dirty =>
            $"The database is half migrated: {Names(Difference!.Unfinished)} began and did not finish. "
            + "Next: dotnet migrator up",
        SchemaVerdict.Unreachable => $"{Requirement.Name} cannot reach its database: {Reason!.TrimEnd('.')}.",
        SchemaVerdict.Unreadable => $"{Requirement.Name} cannot read which migrations its database has: {Reason!.TrimEnd('.')}.",
        _ => $"{Requirement.Name} needs schema {Schema(Requirement.Newest)}; the database is at {Schema(Difference!.Current)}, "
        + $"{Lacking(Difference)}"
            + (Verdict == SchemaVerdict.Diverged
                ? $", and it has {Versions(Difference.Unknown)} that this build does not know" : "") + ".",
    };

    // An upgrade of FluentMigrator's, or another generator of it, and no edit.
    private string Regenerated() => Difference is not { Regenerated: { Count: > 0 } regenerated } ? ""
        : $" {Names(regenerated)} {(regenerated.Count == 1 ? "was" : "were")} applied as {Difference.RegeneratedFrom} writes "
            + $"{(regenerated.Count == 1 ? "it" : "them")}, and this build has {(regenerated.Count == 1 ? "it" : "them")} as "
            + $"{Requirement.Generator} does: no edit.";

    /// <summary>One sentence on whether a deploy is at work now; empty where that is not known.</summary>
    public string DeploySentence => Difference switch
    {
        null => "",
        { Standby: { } standby } =>
            $"It was asked of {standby}: a deploy cannot be seen from there, and what one did arrives later.",
        { DeployIsKnown: false } => "Whether a deploy is running is not known: the role may not see the server's locks.",
        { Deploy: null } => "No deploy is running.",
        // Its session is over, and its lock about to be.
        { Deploy: "" } => "A deploy is at work.",
        { Deploy: var name } => RunName.TryRead(name, out var run, out var host)
            ? $"A deploy is at work: run {run} on {host}." : $"A deploy is at work: \"{name}\".",
    };

    /// <summary>Whether another look has the same to say, however far a standby has come meanwhile.</summary>
    public bool SaysTheSameAs(SchemaCheckResult? other) => other is not null && Sentence == other.Sentence
        && Difference?.Deploy == other.Difference?.Deploy && Difference?.DeployIsKnown == other.Difference?.DeployIsKnown
        && Difference?.Standby is null == other.Difference?.Standby is null;

    private string Lacking(SchemaDifference difference)
    {
        long[] lacking = [
            .. difference.Missing.Union(difference.Unfinished.Where(version => Requirement.Find(version) is not null)).Order()];
        return $"{lacking.Length} missing ({Names(lacking)})";
    }

    private string Names(IReadOnlyList<long> versions) =>
        string.Join(", ", versions.Take(MostNames).Select(version => Requirement.Find(version)?.Label ?? $"{version}"))
        + (versions.Count > MostNames ? $" and {versions.Count - MostNames} more" : "");

    private static string Versions(IReadOnlyList<long> versions) =>
        versions.Count == 1 ? $"version {versions[0]}" : $"{versions.Count} versions";

    private static string Schema(long? version) => version is null ? "zero" : $"{version}";
}
