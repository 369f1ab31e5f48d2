using Migrator.FluentRunner.Injection;
using Migrator.FluentRunner.Rendering;
using Migrator.Linting;
using Migrator.Linting.State;

namespace Migrator.Rehearsal;

/// <summary>Lints what a rehearsal has seen.</summary>
internal static class RehearsalLint
{
    /// <summary>
    /// What the linter says of the statements that were seen. What came before them it knows from the migrations' own text. A
    /// finding's statement is its place in <see cref="RehearsedMigration.Statements"/>, from 1.
    /// </summary>
    /// <exception cref="ConfigurationException">A waiver names no rule or gives no reason.</exception>
    public static LintReport Of(MigrationAssembly assembly, MigrationSelection selection, RehearsalReport result)
    {
        var seen = result.Migrations.ToDictionary(one => one.Migration.Version, one => one.Statements);
        using var _ = QuietLoggers.Pause();
        return Linter.Lint(
            LintReader.Read(assembly, selection, readsOn: true)
                .Select(one => seen.TryGetValue(one.Migration.Version, out var statements)
                ? one with
                {
                    Commands = [.. statements.Select((statement, index) =>
                        new LintedCommand(statement.Sql ?? "", null, index + 1))],
                    Invalid = null,
                    Opaque = null
                } : one),
            new()
            {
                Server = (result.Database ?? result.Shadow)?.Major,
                Includes = migration => seen.ContainsKey(migration.Version),
                // What its text does not tell was seen.
                Severities = new Dictionary<string, LintSeverity> { [LintRules.Opaque.Id] = LintSeverity.Off },
            });
    }
}
