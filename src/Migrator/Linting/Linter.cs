using Migrator.Linting.Rules;
using Migrator.Linting.State;
using Migrator.Sql.Reading;

namespace Migrator.Linting;

/// <summary>Looks at what migrations would send. Pure: no database, no files, no FluentMigrator.</summary>
internal static class Linter
{
    /// <param name="migrations">All migrations, ascending by version: those that are not looked at tell what the others
    /// find.</param>
    /// <param name="options">Which to look at, and severities.</param>
    public static LintReport Lint(IEnumerable<LintedMigration> migrations, LintOptions options)
    {
        List<Looked> all = [];
        var known = new KnownSchema();
        CheckedRule[] rules = [.. LintRules.Checked.Where(one => options.Severity(one.Rule) != LintSeverity.Off)];
        foreach (var migration in migrations)
        {
            var included = options.Includes(migration.Migration);
            all.Add(new(migration.Migration, included, [.. Look(migration, known, included ? rules : [], options.Server)], migration.Waivers,
                migration.Somewhere));
        }

        var lengths = rules.Any(one => one.Rule == VersionRules.Length)
            ? VersionRules.Find(all.Select(one => one.Migration.Version)) : new Dictionary<long, string>();
        List<LintFinding> findings = [];
        List<UnusedWaiver> unused = [];
        foreach (var migration in all.Where(one => one.Included))
        {
            LintFinding[] found = !lengths.TryGetValue(migration.Migration.Version, out var subject) ? migration.Found
                :
                [
                    new(VersionRules.Length, default, migration.Migration, $"{subject}: {VersionRules.Length.Why}")
                    { Location = migration.Somewhere },
                    .. migration.Found,
                ];
            findings.AddRange(found.Select(finding => finding with
            {
                Severity = finding.Rule == LintRules.SilentLoss && !options.Severities.ContainsKey(finding.Rule.Id)
                    ? finding.Severity : options.Severity(finding.Rule),
                Waiver = migration.Waivers.FirstOrDefault(waiver => waiver.Rule == finding.Rule.Id),
            }));
            unused.AddRange(migration.Waivers.Where(waiver => options.Severity(LintRules.Find(waiver.Rule)!) != LintSeverity.Off
                && !found.Any(finding => finding.Rule.Id == waiver.Rule))
                .Select(waiver => new UnusedWaiver(migration.Migration, waiver, migration.Somewhere)));
        }

        return new(all.Count(one => one.Included), findings, unused)
        {
            Server = options.Server,
            Notes = options.Server is not > SupportedServers.Newest ? []
                : [$"PostgreSQL {options.Server} is newer than what this build knows: it is taken for {SupportedServers.Newest}."],
        };
    }

    private static IEnumerable<LintFinding> Look(LintedMigration migration, KnownSchema known, IReadOnlyList<CheckedRule> rules,
        int? server)
    {
        foreach (var invalid in Invalid(migration, rules))
            yield return invalid;
        if (migration is { Invalid: null, Opaque: { } reason } && rules.Any(one => one.Rule == LintRules.Opaque))
            yield return new(LintRules.Opaque, default, migration.Migration, $"not known: {reason}: {LintRules.Opaque.Why}")
            { Location = migration.OpaqueAt ?? migration.Somewhere };

        var lost = LintRules.SilentLoss;
        foreach (var loss in migration.Losses.Distinct().Where(_ => rules.Any(one => one.Rule == lost)))
            yield return new(lost, loss.IsGone ? LintSeverity.Error : LintSeverity.Warning, migration.Migration,
                $"{loss.Subject}: {lost.Why}")
            { Statement = loss.Command, Location = loss.Location ?? migration.Somewhere };

        List<LintedStatement> statements = [.. migration.Commands.SelectMany((command, index) =>
            SqlStatement.Split(command.Sql)
                .Select(statement => new LintedStatement(index + 1, statement, StatementReader.Read(statement))))];
        if (statements.Count == 0)
        {
            if (migration is { Invalid: null, Opaque: null } && rules.Any(one => one.Rule == LintRules.SendsNothing))
                yield return new(LintRules.SendsNothing, default, migration.Migration,
                    $"it sends no SQL: {LintRules.SendsNothing.Why}")
                { Location = migration.Somewhere };
            yield break;
        }

        var state = new LintState(migration.Migration, known, statements, server);
        foreach (var statement in statements)
        {
            state.Enter(statement);
            foreach (var (rule, subject, instead) in Look(statement, state, rules).Distinct())
                yield return new(rule, default, migration.Migration, $"{subject}: {rule.Why}")
                {
                    Statement = statement.Command,
                    SafeForm = instead ?? rule.SafeForm,
                    Location = migration.Commands[statement.Command - 1].Location,
                };
        }
    }

    private static IEnumerable<LintFinding> Invalid(LintedMigration migration, IReadOnlyList<CheckedRule> rules)
    {
        var rule = LintRules.Invalid;
        if (!rules.Any(one => one.Rule == rule))
            yield break;
        if (migration.Invalid is { } reason)
            yield return new(rule, default, migration.Migration, $"{reason}: {rule.Why}")
            { Location = migration.OpaqueAt ?? migration.Somewhere };

        for (var i = 0; i < migration.Commands.Count; i++)
        {
            // Those that begin or end a transaction have a rule of their own.
            if (RefusedText.Find(migration.Commands[i].Sql, transactional: false, i + 1) is { } refused)
                yield return new(rule, default, migration.Migration, $"{refused.Message}: {rule.Why}")
                { Statement = i + 1, Location = migration.Commands[i].Location };
        }
    }

    private static IEnumerable<(LintRule Rule, string Subject, string? Instead)> Look(LintedStatement statement, LintState state,
        IReadOnlyList<CheckedRule> rules)
    {
        foreach (var one in rules)
        {
            if (one.OfStatement?.Invoke(statement.Statement, state) is { } subject)
                yield return (one.Rule, subject, null);
        }

        foreach (var change in statement.Changes)
        {
            foreach (var one in rules)
            {
                if (one.OfChange?.Invoke(change, state) is { } subject)
                    yield return (one.Rule, subject, one.Instead?.Invoke(change, state));
            }

            state.Apply(change);
        }
    }

    // What was seen of a migration; its text is let go.
    private sealed record Looked(MigrationDescriptor Migration, bool Included, LintFinding[] Found,
        IReadOnlyList<LintWaiver> Waivers, SourceLocation? Somewhere);
}
