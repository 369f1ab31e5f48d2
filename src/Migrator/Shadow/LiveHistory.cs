using Migrator.Database.History;
using Migrator.Database.Locking;
using Migrator.Database.Session;
using Migrator.SchemaCheck;
using Migrator.Sql;

namespace Migrator.Shadow;

/// <summary>What a live database has applied, as far as a shadow can be made of it.</summary>
internal static class LiveHistory
{
    private const int MostNamed = 5;

    /// <summary>Begins a read-only transaction and reads.</summary>
    /// <returns>Its history; and, where it cannot be known whether a deploy is at work, why.</returns>
    /// <exception cref="LockTimeoutException">A deploy is at work: half of it would be taken for the whole.</exception>
    public static async Task<(SchemaHistory History, string? Note)> ReadAsync(DatabaseSession session, DatabaseOptions options,
        VersionTable table,
        CancellationToken cancellationToken)
    {
        await session.BeginReadingAsync(options, cancellationToken).ConfigureAwait(false);
        var (holder, isKnown) = await new DeployLock(table).AskHolderAsync(session, cancellationToken).ConfigureAwait(false);
        if (holder is not null)
            throw new LockTimeoutException(
                $"A deploy is at work on {session.Identity}: {holder}. What is half done cannot be compared.");

        var history = (await LocatedHistory.ReadAsync(session, table, cancellationToken).ConfigureAwait(false)).History;
        var note = await session.IsStandbyAsync(cancellationToken).ConfigureAwait(false)
            ? "The server is a standby: whether a run is at work on its primary cannot be seen from here."
            : isKnown ? null : DeployLock.NotKnown;
        return (history, note);
    }

    /// <summary>Why the code cannot make the same of an empty database; null if it can.</summary>
    public static Refusal? Refuse(MigrationCatalog catalog, SchemaHistory history)
    {
        long[] unknown = [.. history.Applied.Select(migration => migration.Version)
            .Where(version => catalog.Find(version) is null)];
        if (unknown.Length > 0)
            return new(RefusalReason.Diverged,
                $"The database has {(unknown.Length == 1 ? "a version" : $"{unknown.Length} versions")} that this build does "
                + $"not know, or that its tags leave out: "
                + $"{string.Join(", ", unknown.Take(MostNamed))}{(unknown.Length > MostNamed ? $" and {unknown.Length - MostNamed} more" : "")}. "
                + "What they made cannot be made again.",
                "Use the build that was deployed last, and the same tags.");

        return history.Dirty is not [var dirty, ..] ? null : new(RefusalReason.Dirty,
            $"{dirty.Version} {dirty.Name} stopped in the middle: what is half done cannot be compared.",
            "Finish or settle it first: dotnet migrator status");
    }

    /// <summary>What to know where the two servers are not of one major version; null where they are.</summary>
    public static string? OtherVersion(DatabaseIdentity live, DatabaseIdentity shadow) => live.Major == shadow.Major ? null
        : $"the shadow server is PostgreSQL {shadow.ServerVersion}, the real one {live.ServerVersion}: they may do or print the "
            + $"same thing in other ways. "
            + "With one of the same version: --shadow.";

    /// <summary>An outcome on the shadow, told as one. Its steps were not shown while they ran: it says which one failed,
    /// and where.</summary>
    public static MigrationOutcome OnShadow(MigrationOutcome outcome) => outcome with
    {
        Message = outcome.Failed is { Failure: { } failure } failed
            ? $"{failed.Migration} failed{At(failure)}. That was on the shadow database, which is dropped." : outcome.Message,
    };

    private static string At(StepFailure failure) => failure.Statement is not { } number ? ""
        : $" at statement {number}{(failure.Statements is { } all ? $" of {all}" : "")}"
            + (failure.Sql is { } sql ? $" ({CommandWords.Of(sql)})" : "");
}
