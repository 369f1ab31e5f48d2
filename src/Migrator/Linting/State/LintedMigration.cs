using Migrator.Sql.Reading;

namespace Migrator.Linting.State;

/// <summary>A migration as the linter sees it.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Commands">What it would send, as far as that is known.</param>
/// <param name="Waivers">What it waives.</param>
internal sealed record LintedMigration(MigrationDescriptor Migration, IReadOnlyList<LintedCommand> Commands,
    IReadOnlyList<LintWaiver> Waivers)
{
    /// <summary>Why it can never run; null if nothing is known against it.</summary>
    public string? Invalid { get; init; }

    /// <summary>Why the commands are not all; null if they are.</summary>
    public string? Opaque { get; init; }

    /// <summary>Where it does what cannot be known.</summary>
    public SourceLocation? OpaqueAt { get; init; }

    /// <summary>What FluentMigrator makes something else of than the code says.</summary>
    public IReadOnlyList<LintedLoss> Losses { get; init; } = [];

    /// <summary>Any place in its source.</summary>
    public SourceLocation? Somewhere =>
        Commands.Select(command => command.Location).Append(OpaqueAt).FirstOrDefault(location => location is not null);
}

/// <summary>A command as a migration would send it.</summary>
/// <param name="Sql">One statement, or several.</param>
/// <param name="Location">Where the migration asks for it; null without debug symbols.</param>
internal sealed record LintedCommand(string Sql, SourceLocation? Location);

/// <summary>What is lost between a migration's code and its SQL.</summary>
/// <param name="Subject">What, and what to write instead.</param>
/// <param name="IsGone">Whether something is left out, or done to something else; not where nearly the same is made.</param>
internal sealed record LintedLoss(string Subject, bool IsGone)
{
    /// <summary>The number of the command, from 1; null where there is none.</summary>
    public int? Command { get; init; }

    /// <summary>Where the migration asks for it; null without debug symbols.</summary>
    public SourceLocation? Location { get; init; }
}

/// <summary>A statement of a migration, read.</summary>
/// <param name="Command">The number of the command that it is in, from 1.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Changes">What it does.</param>
internal sealed record LintedStatement(int Command, SqlStatement Statement, IReadOnlyList<SqlChange> Changes);
