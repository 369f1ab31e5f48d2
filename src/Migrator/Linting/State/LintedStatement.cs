using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>A statement of a migration, read.</summary>
/// <param name="Command">The number of the command that it is in, from 1.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Changes">What it does.</param>
internal sealed record LintedStatement(int Command, SqlStatement Statement, IReadOnlyList<SqlChange> Changes);
