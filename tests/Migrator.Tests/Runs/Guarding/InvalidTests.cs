using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Runs.Guarding;

/// <summary>Nothing begins that cannot end: what can never run is refused before anything of the run is sent.</summary>
public sealed class InvalidTests(TestServer server)
{
    private static readonly string One = CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"], ["DROP TABLE one"]);

    [Theory]
    [InlineData("BEGIN; CREATE TABLE two (id int); COMMIT", "BEGIN in line 1 of its statement 2")]
    [InlineData("CREATE TABLE two (id int);\nCOMMIT", "COMMIT in line 2 of its statement 2")]
    [InlineData("-- why\n\nstart transaction isolation level serializable", "START TRANSACTION in line 3")]
    [InlineData("END", "END in line 1")]
    [InlineData("ROLLBACK", "ROLLBACK in line 1")]
    [InlineData("ROLLBACK WORK AND CHAIN", "ROLLBACK in line 1")]
    [InlineData("ABORT", "ABORT in line 1")]
    [InlineData("PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION in line 1")]
    [InlineData("COMMIT PREPARED 'x'", "COMMIT in line 1")]
    [InlineData("-- dump\n\\restrict abc\n\nSELECT 1;", "\\restrict in line 2 of its statement 2 is a psql command")]
    [InlineData("SELECT 1;\n\\i other.sql", "psql commands are not SQL")]
    [InlineData("SELECT 1 \\gset", "\\gset in line 1")]
    [InlineData("CREATE TABLE t (a int);\ncopy t from stdin", "COPY t FROM stdin in line 2 of its statement 2 has no rows behind it")]
    [InlineData("COPY t FROM STDIN;\n1\n", "has no rows behind it, or no line \\. behind them")]
    [InlineData("COPY t FROM stdin;\n  1\n  \\.\n", "has no rows behind it, or no line \\. behind them")]
    [InlineData("COPY t FROM stdin; SELECT 1;\n1\n\\.", "has more than its rows behind it")]
    [InlineData("COPY t FROM stdin; /* the\n\\.\nrows */", "has more than its rows behind it")]
    [InlineData("COPY t (a) FROM stdin WITH (DELIMITER ',', FORMAT 'binary');\n\\.", "COPY t FROM stdin in line 1 of its statement 2 is binary")]
    [InlineData("COPY BINARY t FROM stdin;\n\\.", "is binary, which no text can hold")]
    [InlineData("COPY s.t TO stdout", "COPY s.t TO stdout in line 1 of its statement 2 sends rows to a client")]
    [InlineData("SELECT 1;\nCOPY (SELECT 1) TO STDIN;\n", "COPY (query) TO stdout in line 2")]
    [InlineData("COPY t FROM stdin;\n1\n\\.\n\\i other.sql", "\\i in line 4 of its statement 2 is a psql command")]
    public async Task Up_ATextThatIsNeverSent_IsRefused_WithAllOfTheRun(string sql, string expected)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(One + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE first (id int)", sql]));

        var outcome = await engine.Up();
        var preview = await engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Invalid), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains("2 Two", outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(outcome.Refusal, preview.Outcome.Refusal);
        Assert.Equal(outcome.Refusal, engine.CreateScript(new()).Refusal);
        Assert.False(await database.ExistsAsync("one"));
        Assert.False(await database.ExistsAsync("\"VersionInfo\""));
    }

    [Theory]
    [InlineData("DO $$ BEGIN PERFORM 1; END $$")]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END AS end; END")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$")]
    [InlineData("CREATE TABLE \"commit\" (\"end\" text DEFAULT 'BEGIN; COMMIT; \\gset') /* ROLLBACK; */ -- ABORT;\n;")]
    [InlineData("SAVEPOINT a; ROLLBACK TO a; RELEASE a")]
    [InlineData("SELECT E'\\\\', $$ \\x $$")]
    public async Task Up_TheSameWordsElsewhere_AreNone(string sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, (await database.Engine(CompiledMigrations.Sql(1, "One", [sql])).Up()).Kind);
    }

    [Theory]
    [InlineData("Delete.Index(\"ix\");")]
    [InlineData("Create.Table(\"\").WithColumn(\"id\").AsInt32();")]
    [InlineData("Execute.Sql(\"SELECT 1\"); Execute.EmbeddedScript(\"Missing.sql\");")]
    [InlineData("Execute.Script(\"/not/there.sql\");")]
    [InlineData("Execute.EmbeddedScript(\"Missing.sql\"); if (Schema.Table(\"one\").Exists()) Execute.Sql(\"SELECT 1\");")]
    public async Task EveryVerb_AnInvalidUp_IsAnErrorBeforeAnythingIsApplied(string up)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One + Two(up, ""));
        var engine = database.Engine(assembly);

        var outcome = await engine.Up();
        var preview = await engine.PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        var partly = await engine.Up("1");

        Assert.Equal((OutcomeKind.Refused, RefusalReason.Invalid), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.StartsWith("2 Two cannot run", outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(outcome.Refusal, preview.Outcome.Refusal);
        Assert.Equal(outcome.Refusal, engine.CreateScript(new()).Refusal);
        Assert.Equal([2], MigrationEngine.CreateManifest(assembly).Invalid.Keys);
        Assert.Equal(["invalid"], MigrationEngine.Lint(assembly).Findings.Select(finding => finding.Rule.Id));
        // What comes before it can be applied alone.
        Assert.Equal(OutcomeKind.Applied, partly.Kind);
    }

    [Fact]
    public async Task Up_AnInvalidProfile_IsRefusedBeforeAnythingIsApplied()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + """
            [Profile("Development")] public class Seed : ForwardOnlyMigration { public override void Up() => Execute.Sql("COMMIT"); }
            """, selection: new([], "Development")).Up();

        Assert.Equal(RefusalReason.Invalid, outcome.Refusal!.Reason);
        Assert.False(await database.ExistsAsync("one"));
    }

    // Where it asks the database, what it asks for may stand there half.
    [Theory]
    [InlineData("Delete.Column(Schema.Table(\"one\").Exists() ? \"id\" : \"none\").FromTable(\"one\");")]
    [InlineData("Create.Column(\"more\").OnTable(Schema.Table(\"one\").Exists() ? \"one\" : \"none\").AsInt32().Nullable();")]
    [InlineData("if (Schema.Table(\"one\").Exists()) Execute.Sql(\"ALTER TABLE one ADD more int\");")]
    [InlineData("Execute.WithConnection((connection, transaction) => { });")]
    public async Task Up_WhatCannotBeKnownBefore_IsNoFault(string up)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One + Two(up, ""));

        Assert.Empty(MigrationEngine.CreateManifest(assembly).Invalid);
        Assert.Equal(OutcomeKind.Applied, (await database.Engine(assembly).Up()).Kind);
    }

    [Fact]
    public async Task Up_ATextThatIsKnownOnlyAtItsStep_IsRefusedThere_BeforeAnyOfTheStep()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(One + Two("""
            Execute.Sql("CREATE SEQUENCE began");
            if (Schema.Table("one").Exists())
                Execute.Sql("CREATE TABLE two (id int); COMMIT; SELECT 1/0");
            """, "")).Up();

        Assert.Equal((OutcomeKind.Failed, 1L, 2), (outcome.Kind, outcome.To, outcome.Failed!.Failure!.Statement));
        Assert.Contains("COMMIT in line 1 of its statement 2", outcome.Failed.Failure.Message, StringComparison.Ordinal);
        Assert.NotNull(outcome.Failed.Failure.Advice);
        Assert.False(await database.ExistsAsync("two"));
        Assert.Equal(["1 One up done", "2 Two up failed"], await database.JournalAsync());
    }

    [Theory]
    [InlineData("Delete.Index(\"ix\");", RefusalReason.Irreversible)]
    [InlineData("Execute.EmbeddedScript(\"Missing.sql\");", RefusalReason.Irreversible)]
    [InlineData("Execute.Sql(\"DROP TABLE two; COMMIT\");", RefusalReason.Invalid)]
    public async Task Down_OneOfSeveralIsInvalid_NothingIsTouched(string down, RefusalReason reason)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = database.Engine(
            """
            [Migration(1)] public class First : Migration { public override void Up() => Execute.Sql("CREATE TABLE two (id int)"); public override void Down() { DOWN } }

            """.Replace("DOWN", down, StringComparison.Ordinal)
            + CompiledMigrations.Sql(2, "Good", ["CREATE TABLE good (id int)"], ["DROP TABLE good"]));
        await engine.Up();

        var outcome = await engine.Down("zero");
        var preview = await engine.PreviewDownAsync(Target.Zero, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((OutcomeKind.Refused, reason), (outcome.Kind, outcome.Refusal!.Reason));
        Assert.Contains("1 First", outcome.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(outcome.Refusal, preview.Outcome.Refusal);
        Assert.Equal([1, 2], await database.VersionsAsync());
        Assert.Equal(OutcomeKind.Applied, (await engine.Down("1")).Kind);
    }

    [Fact]
    public async Task Up_ThatSendsNothing_IsAppliedWithAWord()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(One
            + Two("IfDatabase(ProcessorIdConstants.SqlServer).Execute.Sql(\"CREATE TABLE two (id int)\");", ""));
        var log = new ProgressLog();

        var preview = await database.Engine(assembly)
            .PreviewUpAsync(Target.Latest, cancellationToken: TestContext.Current.CancellationToken);
        var outcome = await database.Engine(assembly).Up(progress: log);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.StartsWith("2 Two sends nothing", Assert.Single(log.Of<MigrationProgress.Note>(), note => note.Text.Contains("Two", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
        Assert.StartsWith("2 Two sends nothing", Assert.Single(preview.Notes, note => note.Contains("Two", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["sends-nothing"], MigrationEngine.Lint(assembly).Findings.Select(finding => finding.Rule.Id));
    }

    private static string Two(string up, string down) =>
        $$"""
        [Migration(2)] public class Two : Migration
        {
            public override void Up() { {{up}} }
            public override void Down() { {{down}} }
        }

        """;
}
