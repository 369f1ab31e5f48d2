namespace Migrator.Tests.FluentRunner.Members;

/// <summary>A call of FluentMigrator, as a migration has it in its Up.</summary>
/// <param name="Code">The C#, in one line.</param>
internal sealed record Call(string Code)
{
    /// <summary>Why our SQL is another than FluentMigrator's; null where it is the same.</summary>
    public string? Why { get; init; }

    /// <summary>The SQLSTATE with which the server refuses it; null where it takes it.</summary>
    public string? Refused { get; init; }

    /// <summary>What removes it again. It cannot run in a transaction, which would be rolled back.</summary>
    public string? Undo { get; init; }

    /// <summary>The first major version of PostgreSQL that has it.</summary>
    public int Since { get; init; }

    public static implicit operator Call(string code) => new(code);
}

/// <summary>Calls of one kind.</summary>
/// <param name="Title">What they have in common.</param>
/// <param name="Calls">The calls.</param>
internal sealed record CallGroup(string Title, IReadOnlyList<Call> Calls);
