namespace Migrator.Cli.Verbs.Rehearse.Page;

/// <summary>
/// The safe forms of a rehearsal's statements: what the linter says of them, as far as it was seen to happen; and where it has
/// nothing to say, such as of a DO block, by what was seen.
/// </summary>
internal static class SafeForms
{
    private static readonly SafeForm Apart = new(null,
        "two migrations: the lock ends with the first, and the rows are worked through in the second",
        "the lock is held to the end of its transaction, with all the work on rows that comes behind it");

    // Of these the server knows better than the text: where nobody waited, there is nothing to do otherwise.
    private static readonly HashSet<string> SeenByTheServer =
    [
        "index-not-concurrent", "reindex", "add-column-volatile-default", "add-column-rewrite", "add-column-constraint",
        "set-not-null", "change-type", "foreign-key-validated", "check-validated", "validate-in-same-transaction",
        "unique-or-primary-key", "exclusion-constraint", "rewrite-maintenance",
    ];

    /// <param name="migration">The migration.</param>
    /// <param name="statement">One of its statements.</param>
    /// <param name="lint">What the linter found in the statements that were seen; null if it was not asked.</param>
    public static IReadOnlyList<SafeForm> Of(RehearsedMigration migration, ObservedStatement statement, LintReport? lint)
    {
        var findings = migration.Findings.Where(finding => finding.Verdict > RehearsalVerdict.Safe
            && (finding.Statement == statement || finding.Worker == statement)).ToList();
        var place = migration.Statements.Index().First(one => one.Item == statement).Index + 1;
        SafeForm[] linted =
        [
            .. (lint?.Findings ?? []).Where(one => one.Migration.Version == migration.Migration.Version && one.Statement == place
                    && (findings.Count > 0 || !SeenByTheServer.Contains(one.Rule.Id))).DistinctBy(one => one.Rule)
                .Select(one => new SafeForm(one.Rule.Id, one.SafeForm, one.Message) { Waived = one.Waiver?.Reason }),
        ];
        return
        [
            .. linted,
            .. findings.Where(one => one.Statement == statement
                && !linted.Any(form => form.Rule is not null && SeenByTheServer.Contains(form.Rule)))
                .Select(OfWhatWasSeen).OfType<SafeForm>().Where(form => !linted.Any(one => one.Rule == form.Rule)).Distinct(),
            .. findings.Any(one => one.Statement == statement && one.Worker is { } worker && worker != statement)
            ? [Apart] : (SafeForm[])[],
        ];
    }

    private static SafeForm? OfWhatWasSeen(RehearsalFinding finding) => finding switch
    {
        { Kind: RehearsalFindingKind.Rewrite, Relation.Kind: 'm' } => OfRule("rewrite-maintenance"),
        { Kind: RehearsalFindingKind.Rewrite } => OfRule("add-column-rewrite"),
        { Kind: RehearsalFindingKind.Emptied } => OfRule("truncate"),
        { Kind: RehearsalFindingKind.Deletes } => OfRule("unbatched-write"),
        { Kind: RehearsalFindingKind.LongLock, Statement: { } statement, Worker: { } worker } when worker == statement
            && worker.Rewritten.Count == 0 =>
            OfRule(worker.Indexed.Count > 0 ? "index-not-concurrent" : "check-validated"),
        _ => null,
    };

    private static SafeForm OfRule(string id) =>
        LintRules.Find(id) is { } rule ? new(rule.Id, rule.SafeForm, rule.Why) : throw new ArgumentException(id, nameof(id));
}

/// <summary>What to do instead.</summary>
/// <param name="Rule">The lint rule that says so; null where only the rehearsal does.</param>
/// <param name="Instead">What to write. Code in it is in backticks.</param>
/// <param name="Why">What happens otherwise.</param>
internal sealed record SafeForm(string? Rule, string Instead, string Why)
{
    /// <summary>Why the migration does it all the same; null if it does not say.</summary>
    public string? Waived { get; init; }
}
