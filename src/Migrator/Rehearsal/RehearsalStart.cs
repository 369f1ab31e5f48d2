using Migrator.Runs;
using Migrator.Runs.Opening;
using Migrator.SchemaCheck;
using Migrator.Shadow;

namespace Migrator.Rehearsal;

/// <summary>How a shadow database comes to where a rehearsal begins; and there again, behind a migration that does not lead
/// back.</summary>
/// <param name="shadow">The database.</param>
/// <param name="setup">Its settings.</param>
/// <param name="dump">A schema to begin with; null for what the applied migrations make.</param>
/// <param name="table">Where versions are recorded.</param>
/// <param name="applied">What is applied before the first that is rehearsed.</param>
internal sealed class RehearsalStart(
    ShadowDatabase shadow, RunSetup setup, string? dump, VersionTable table, IReadOnlyList<long> applied)
{
    /// <summary>What is worth knowing of the schema that it began with.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Makes it, of an empty database.</summary>
    /// <returns>Why it could not be made, or null; and what is applied on it then.</returns>
    public async Task<(MigrationOutcome? Stopped, SchemaHistory History)> MakeAsync(CancellationToken cancellationToken)
    {
        if (dump is not null)
        {
            var session = await shadow.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            Notes = await SchemaDump.LoadAsync(session, dump, cancellationToken).ConfigureAwait(false) is { } note ? [note] : [];
        }

        // The dump has set its session up for itself.
        var fresh = await shadow.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = fresh.ConfigureAwait(false);
        // What the tool makes for itself is no migration's doing.
        await SchemaDump.RecordAsync(fresh, table, setup.Database.Schema, dump is null ? [] : applied, cancellationToken)
            .ConfigureAwait(false);
        var stopped = dump is null ? await ApplyAsync(applied, cancellationToken).ConfigureAwait(false) : null;
        return (stopped, await SchemaHistoryReader.ReadAsync(fresh.Connection, table, cancellationToken).ConfigureAwait(false)
            with
        { Dirty = [] });
    }

    /// <summary>Makes it again, with these applied behind it.</summary>
    /// <returns>Why it could not be made; null if it was.</returns>
    public async Task<MigrationOutcome?> MakeAgainAsync(IReadOnlyList<long> behind, CancellationToken cancellationToken)
    {
        await shadow.EmptyAsync(cancellationToken).ConfigureAwait(false);
        var (stopped, _) = await MakeAsync(cancellationToken).ConfigureAwait(false);
        return stopped ?? await ApplyAsync(behind, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MigrationOutcome?> ApplyAsync(IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        await new ExactRun(setup).ApplyAsync(versions, cancellationToken).ConfigureAwait(false) is
        { Kind: not (OutcomeKind.Applied or OutcomeKind.NothingToDo) } failed ? LiveHistory.OnShadow(failed) : null;
}
