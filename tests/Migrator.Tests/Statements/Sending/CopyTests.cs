using Migrator.Tests.Support;
using Migrator.TestSupport;

namespace Migrator.Tests.Statements.Sending;

/// <summary>COPY ... FROM stdin with its rows in the text, as pg_dump writes them.</summary>
public sealed class CopyTests(TestServer server)
{
    private const string Table = "CREATE TABLE t (id int PRIMARY KEY, code text);";

    private const string Odd = """
        -- Data for {T}
        COPY public.{T} (id, code) FROM stdin;
        1	it's; -- no comment
        2	$$ /* DELETE FROM {T}; \\ \t|\N
        3	\N
        4	BEGIN; \\restrict 'ä€😀
        5	
        \.


        """;

    private static readonly string[] OddRows =
        ["it's; -- no comment", "$$ /* DELETE FROM {T}; \\ \t|N", "(null)", "BEGIN; \\restrict 'ä€😀", ""];

    private static readonly (string Sql, string[] Rows)[] Texts =
    [
        (Odd, OddRows),
        (Odd.ReplaceLineEndings("\r\n"), OddRows),
        ("COPY {T} FROM STDIN; -- behind it: the rows\n\\.", []),
        ("copy \"public\".\"{T}\" FROM stdin WITH (FORMAT csv, HEADER, DELIMITER ';', NULL '-') WHERE id < 3;  \n"
            + "id;code\n1;\"a;\nb\"\n2;-\n3;c\n\\.", ["a;\nb", "(null)"]),
        ("COPY {T} FROM stdin CSV ENCODING 'LATIN1';\n1,Ã¤\n\\.\n", ["Ã\u0083Â¤"]),
        ("/* ; */ COPY {T} FROM stdout /* the same to the server */ ;\n1\ta\n\\.\nUPDATE {T} SET code = 'b'; "
            + "COPY {T} (code, id) FROM stdin;\nc\t2\n\\.\nINSERT INTO {T} VALUES (3, 'd')", ["b", "c", "d"]),
        ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; COPY {T} FROM stdin;\n1\ta\n\\.\n-- done;", ["a"]),
        ("COPY {T} FROM stdin;\n1\t\\\\.\n2\t a\\\nb\n\\.\n", ["\\.", " a\nb"]),
        ("COPY {T} FROM PROGRAM 'printf \"1\\ta\"'; COPY {T} TO '/dev/null'", ["a"]),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("TransactionBehavior.None")]
    public async Task Up_CopiesItsRows_AsTheyStand(string attribute)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var migrations = Texts.Select((text, i) => CompiledMigrations.Sql(i + 1, $"M{i + 1}",
            [
                $"CREATE TABLE t{i + 1} (id int PRIMARY KEY, code text)",
                text.Sql.Replace("{T}", $"t{i + 1}", StringComparison.Ordinal), "SELECT 1",
            ], attribute: attribute));

        var outcome = await database.Engine(string.Concat(migrations)).Up();

        Assert.True(outcome.Kind == OutcomeKind.Applied, $"{outcome.Failed?.Failure?.Message} {outcome.Refusal}");
        for (var i = 1; i <= Texts.Length; i++)
        {
            Assert.Equal(Texts[i - 1].Rows.Select(row => row.Replace("{T}", $"t{i}", StringComparison.Ordinal)),
                await RowsAsync(database, $"t{i}"));
        }
    }

    [Theory]
    [InlineData("", "1\ta\nx\tGEHEIM\n", "22P02", "in line 2 of the rows of COPY t FROM stdin: line 4 of its statement")]
    [InlineData("", "1\ta\n\n2\n", "22P02", "in line 2 of the rows")]
    [InlineData("TransactionBehavior.None", "1\tGEHEIM\n2\n", "22P04", "in line 2 of the rows")]
    [InlineData("TransactionBehavior.None", "1\tGEHEIM\n2\tb\n1\tGEHEIM\n", "23505", "in line 3 of the rows")]
    public async Task Up_AWrongRow_IsNamedByItsLine_AndNothingStays(string attribute, string rows, string state, string where)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var sql = $"CREATE TABLE other (a int);\nCOPY t FROM stdin;\n{rows}\\.\nCREATE TABLE never (a int)";

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [Table, sql], attribute: attribute)).Up();

        var failure = outcome.Failed!.Failure!;
        Assert.Equal((state, 2), (failure.SqlState, failure.Statement));
        Assert.Contains(where, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GEHEIM", failure.Message, StringComparison.Ordinal);
        Assert.False(await database.ExistsAsync("other"));
        Assert.Equal(attribute.Length > 0, await database.ExistsAsync("t"));
        if (attribute.Length == 0)
            return;

        Assert.Equal((OutcomeKind.Partial, 2), (outcome.Kind, failure.ResumesAt));
        var mended = await database.Engine(CompiledMigrations.Sql(1, "One", [Table, "COPY t FROM stdin;\n1\ta\n\\."],
            attribute: attribute)).Up();
        Assert.Equal(OutcomeKind.Applied, mended.Kind);
        Assert.Equal(["a"], await RowsAsync(database));
    }

    [Fact]
    public async Task Up_TheFirstOfOne_ThatFails_LeavesNothing()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(CompiledMigrations.Sql(1, "One", [Table + "COPY t FROM stdin;\nx\n\\.\n"],
            attribute: "TransactionBehavior.None")).Up();

        Assert.Equal((OutcomeKind.Failed, StepState.Failed), (outcome.Kind, outcome.Failed!.State));
        Assert.False(await database.ExistsAsync("t"));
    }

    [Theory]
    [InlineData("BEGIN; CREATE TABLE b (a int);\nCOPY t FROM stdin;\n1\ta\n\\.\nCOMMIT")]
    [InlineData("BEGIN", "COPY t FROM stdin;\n1\ta\n\\.\n", "COMMIT")]
    [InlineData("COPY t FROM stdin;\n1\ta\n\\.\nBEGIN; CREATE TABLE b (a int); COMMIT;")]
    public async Task Up_InATransactionOfItsOwn_IsApplied(params string[] sql)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        var outcome = await database.Engine(
            CompiledMigrations.Sql(1, "One", [Table, .. sql], attribute: "TransactionBehavior.None")).Up();

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal(["a"], await RowsAsync(database));
    }

    [Theory]
    [InlineData("")]
    [InlineData("TransactionBehavior.None")]
    public async Task Up_TableInUse_GivesWay_AndCopiesOnce(string attribute)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var one = CompiledMigrations.Sql(1, "One", [Table]);
        await database.Engine(one).Up();
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; LOCK TABLE t IN SHARE MODE");
        var freeing = new OnProgress<MigrationProgress.GaveWay>(() => holder.ExecuteAsync("COMMIT"));

        var outcome = await database.Engine(
            one + CompiledMigrations.Sql(2, "Two", ["CREATE TABLE beside (a int);\nCOPY t FROM stdin;\n1\ta\n\\.\n"],
                attribute: attribute),
            options => options with { LockTimeout = TimeSpan.FromSeconds(1), LockRetry = TimeSpan.FromMinutes(5) })
            .Up(progress: freeing);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.Equal("55P03", Assert.Single(freeing.Seen).SqlState);
        Assert.Equal(["a"], await RowsAsync(database));
    }

    // It waits for the end of a row of another session's: the server is asked to cancel, and answers.
    [Theory]
    [InlineData("")]
    [InlineData("TransactionBehavior.None")]
    public async Task Cancel_InTheMiddleOfACopy_LeavesNothing(string attribute)
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var one = CompiledMigrations.Sql(1, "One", [Table]);
        await database.Engine(one).Up();
        await using var holder = await database.OpenAsync();
        await holder.ExecuteAsync("BEGIN; INSERT INTO t VALUES (1, 'theirs')");
        using var cancel = new CancellationTokenSource();
        var seen = new OnProgress<MigrationProgress.StatementRunning>(() => cancel.CancelAsync());

        var outcome = await database.Engine(one + CompiledMigrations.Sql(2, "Two",
            ["CREATE TABLE beside (a int);\nCOPY t FROM stdin;\n0\ta\n1\tb\n\\.\n"], attribute: attribute))
            .UpAsync(Given.Target("latest"), new UpOptions(), seen, cancel.Token);

        Assert.Equal(OutcomeKind.Cancelled, outcome.Kind);
        Assert.Equal(StepFailureKind.Cancelled, outcome.Failed!.Failure!.Kind);
        Assert.False(await database.ExistsAsync("beside"));
        await holder.ExecuteAsync("ROLLBACK");
        Assert.Empty(await RowsAsync(database));
        Assert.Equal(["1 One up done", "2 Two up failed 57014"], await database.JournalAsync());
    }

    private static Task<List<string>> RowsAsync(TestDatabase database, string table = "t") =>
        database.ColumnAsync<string>($"SELECT coalesce(code, '(null)') FROM {table} ORDER BY id");
}
