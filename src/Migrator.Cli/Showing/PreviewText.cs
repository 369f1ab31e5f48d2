using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>A dry run as SQL: whatever is no SQL is a comment, so that all of it can be read, kept and pasted.</summary>
internal sealed class PreviewText(TerminalStreams terminal, Style style)
{
    public void Write(string verb, Target target, MigrationPreview preview)
    {
        var outcome = preview.Outcome;
        Comment(style.Bold, $"migrator {ToolVersion.Short}  {verb} -> {target}, dry run    {outcome.Database}");
        if (preview.Running is { } holder)
            Comment(style.Attention, $"A run is at work now, and may change this plan: {holder}.");
        if (preview.Generator != SqlGenerator.Default.Record)
            Comment(style.Dim, $"written by {preview.Generator}");
        foreach (var note in preview.Notes)
            Comment(style.Attention, note);
        if (outcome.Unknown.Count > 0)
            Comment(style.Attention,
                $"The database has {Words.Count(outcome.Unknown.Count, "version")} that this build does not know.");
        if (preview.Schema != "public")
            terminal.Plain.WriteLine($"SET search_path = \"{preview.Schema}\", public;");
        if (preview.Creates.Count > 0)
            Block("the version table and its journal", transactional: true, [.. preview.Creates.Select(sql => sql + ";")]);
        foreach (var step in preview.Steps)
            Write(step, outcome.Direction);

        terminal.Out.WriteLine();
        Comment(style.Good, Conclusion(preview));
    }

    private void Write(PreviewStep step, Direction direction)
    {
        var migration = step.Migration;
        var traits = (migration.Transactional ? "" : ", not in a transaction")
            + (migration.Breaking && direction == Direction.Up ? ", BREAKING: older builds stop working" : "");
        Block(migration + traits, migration.Transactional, [.. step.EndedSql], step);
    }

    private void Block(string title, bool transactional, string[] sql, PreviewStep? step = null)
    {
        terminal.Out.WriteLine();
        Comment(style.Bold, title);
        if (step?.Note is { } note)
            Comment(style.Attention, note);
        if (transactional)
            terminal.Plain.WriteLine("BEGIN;");
        // To the letter, whatever the tool is called.
        foreach (var statement in sql)
            terminal.Plain.WriteLine(statement);
        if (step?.Opaque is { } reason)
            Comment(style.Attention, $"{(sql.Length == 0 ? "" : "from here on ")}not known without running it: {reason}");
        if (step?.Migration is { IsMigration: true, Version: var version })
            Comment(style.Dim, $"and the record of {version}, in the version table and the journal");
        if (transactional)
            terminal.Plain.WriteLine("COMMIT;");
    }

    private static string Conclusion(MigrationPreview preview)
    {
        var outcome = preview.Outcome;
        var count = outcome.Steps.Count;
        if (outcome.Kind == OutcomeKind.NothingToDo)
            return $"Nothing to do: the schema is at {Words.Version(outcome.To)}.";

        return $"{count} would be {(outcome.Direction == Direction.Up ? "applied" : "reverted")}, "
            + $"from {Words.Version(outcome.From)} to {Words.Version(outcome.To)}. Nothing was changed.";
    }

    private void Comment(Func<string, string> shown, string text) =>
        terminal.Out.WriteLine(shown("-- " + text.ReplaceLineEndings(" ")));
}
