using Migrator.Linting.State;
using Migrator.Sql.Reading;

namespace Migrator.FluentRunner.Rendering;

/// <summary>What a migration would send, told without a database.</summary>
/// <param name="Commands">Its SQL in order, as far as it is known; what stands behind C# code, too.</param>
/// <param name="Opaque">Why that is not all of it; null if it is.</param>
internal sealed record RenderedMigration(IReadOnlyList<RenderedStatement> Commands, string? Opaque)
{
    /// <summary>Where it does what cannot be known; null if that was not asked for, or there are no debug symbols.</summary>
    public SourceLocation? OpaqueAt { get; init; }

    /// <summary>Whether it is its code alone that makes it opaque, by what it asks for: then its text is one of several.</summary>
    public bool IsOfItsCode { get; init; }

    /// <summary>Why it cannot be reverted at all; null if it can, or if it is not a Down.</summary>
    public string? Irreversible { get; init; }

    /// <summary>Why it can never run, whatever the database is like: an expression that is not valid, a script that is not there.
    /// Null if nothing is known against it. What is invalid is <see cref="Opaque"/>, too.</summary>
    public string? Invalid { get; init; }

    /// <summary>What of the code is not in the commands; empty if that was not asked for.</summary>
    public IReadOnlyList<LintedLoss> Losses { get; init; } = [];

    /// <summary>How many of the commands come before C# code, whose work is not known; null for all.</summary>
    public int? Known { get; init; }

    /// <summary>The SQL alone, up to where it is no longer known.</summary>
    public IReadOnlyList<string> Statements => [.. Commands.Take(Known ?? Commands.Count).Select(command => command.Sql)];

    /// <summary>Whether it is known to do nothing at all.</summary>
    public bool SendsNothing => Commands.Count == 0 && Opaque is null;

    /// <summary>What one of its texts holds for which it is never sent; null if nothing is known against them.</summary>
    public RefusedText? Refused(bool transactional) =>
        Commands.Select(command => RefusedText.Find(command.Sql, transactional, command.Number))
            .FirstOrDefault(refused => refused is not null);
}

/// <summary>A command that a migration would send.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Number">Its number within the migration, C# code counted, from 1.</param>
/// <param name="Location">Where the migration asks for it; null if that was not asked for, or there are no debug symbols.</param>
internal sealed record RenderedStatement(string Sql, int Number, SourceLocation? Location);
