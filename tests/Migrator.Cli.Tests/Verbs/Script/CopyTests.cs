using System.Globalization;
using Migrator.Cli.Terminal;
using Migrator.Cli.Tests.Support;
using Migrator.TestSupport;
using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Verbs.Script;

/// <summary>Rows of a COPY in a text, through the verbs: what psql makes of the script is what <c>up</c> makes.</summary>
public sealed class CopyTests(TestServer server)
{
    // As pg_dump writes it, on a machine where git writes CRLF, saved with a byte order mark.
    private static readonly string Dump = '\uFEFF' + """
        SET client_encoding = 'UTF8';
        SELECT pg_catalog.set_config('search_path', '', false);

        --
        -- Data for Name: towns; Type: TABLE DATA; Schema: public
        --

        COPY public.towns (id, name, note) FROM stdin;
        1	it's	:name \\x ; -- no end
        2	$rows0$	/* \N
        3	Zürich 😀	\N
        4	\\.	\endif
        \.


        COPY public.parts (town, name) FROM stdin WITH (FORMAT csv, HEADER);
        town,name
        1,"a;
        \\endif :name"
        \.

        COPY public.parts (town, name) FROM stdin;
        \.

        SELECT pg_catalog.setval('public.towns_id_seq', 4, true);

        """.ReplaceLineEndings("\r\n");

    private const string Migrations = """
        [Migration(1)]
        public class Towns : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE towns (id serial PRIMARY KEY, name text, note text); CREATE TABLE parts (town int REFERENCES towns, name text)");
            public override void Down() => Execute.Sql("DROP TABLE parts, towns");
        }

        [Migration(2)]
        public class Seed : Migration
        {
            public override void Up() => Execute.EmbeddedScript("seed.sql");
            public override void Down() => Execute.Sql("TRUNCATE towns, parts");
        }

        [Migration(3, TransactionBehavior.None)]
        public class More : Migration
        {
            public override void Up()
            {
                Execute.Sql("COPY towns FROM stdin;\n5\t'\n\\.\nUPDATE towns SET note = 'x' WHERE id = 5".Replace("\t'", "\t'\t\\N"));
                Execute.Sql("BEGIN; COPY parts FROM stdin;\n5\t'\n\\.\nCOMMIT");
            }
            public override void Down() { }
        }

        [Maintenance(MigrationStage.AfterEach, TransactionBehavior.None)]
        public class Tell : Migration
        {
            public override void Up() => Execute.Sql("CREATE TABLE IF NOT EXISTS told (a text);\nCOPY told FROM stdin;\n'; \\\\endif\n\\.\nUPDATE told SET a = 'again'");
            public override void Down() { }
        }

        """;

    private static readonly string All =
        CompiledMigrations.ToFile(Migrations, new Dictionary<string, string> { ["seed.sql"] = Dump });

    [Fact]
    public async Task Script_MakesWhatUpMakes_AlsoWherePsqlPassesOverRows()
    {
        await using var up = await SandboxAsync();
        await using var psql = await SandboxAsync();
        await using var again = await SandboxAsync();
        (await up.RunAsync("up", "--assembly", All)).Exits(ExitCode.Success).Says("3 applied");
        var plain = await psql.ScriptAsync("--assembly", All);
        var idempotent = await psql.ScriptAsync("--idempotent", "--assembly", All);

        await psql.AppliesAsync(plain);
        await again.AppliesAsync(idempotent);
        var state = await up.StateAsync();

        Assert.Contains("4\t\\\\.\t\\endif\r\n\\.\r\n", plain, StringComparison.Ordinal);
        Assert.Equal(":name \\x ; -- no end",
            await up.Database.ScalarAsync<string>("SELECT note FROM towns WHERE id = 1 AND name = 'it''s'"));
        Assert.Equal(state, await psql.StateAsync());
        Assert.Equal(state, await again.StateAsync());

        // All of it is passed over; and only a part.
        await again.AppliesAsync(idempotent);
        Assert.Equal(state, await again.StateAsync());
        await using var partly = await SandboxAsync();
        (await partly.RunAsync("up", "--target", "2", "--assembly", All)).Exits(ExitCode.Success);
        await partly.AppliesAsync(idempotent);
        Assert.Equal(state, await partly.StateAsync());
        (await partly.RunAsync("status", "--exit-code", "--assembly", All)).Exits(ExitCode.Success);
    }

    [Fact]
    public async Task AWrongRow_NamesItsScriptAndLine_AndNotItsValue()
    {
        await using var sandbox = await SandboxAsync();
        var wrong = CompiledMigrations.ToFile(Migrations,
            new Dictionary<string, string> { ["seed.sql"] = Dump.Replace("3\tZ", "GEHEIM\tZ", StringComparison.Ordinal) });

        var run = await sandbox.RunAsync("up", "--assembly", wrong);
        var json = await sandbox.RunAsync("up", "--output", "json", "--show-sql", "--assembly", wrong);

        run.Exits(ExitCode.Failed).Complains("invalid input syntax for type integer: (value not shown)",
            "in line 3 of the rows of COPY towns FROM stdin: line 11 of seed.sql", "(22P02)", "Rolled back", "exit 6");
        Assert.DoesNotContain("GEHEIM", run.Error, StringComparison.Ordinal);
        Assert.Contains("line 11 of seed.sql", json.Json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.Database.ScalarAsync<long>("SELECT count(*) FROM towns"));
    }

    [Fact]
    public async Task ManyRows_AreShownByTheFirst_AndCounted()
    {
        await using var sandbox = await SandboxAsync();
        var rows = string.Concat(Enumerable.Range(1, 1234)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}\tn{i}\n")));
        var many = CompiledMigrations.ToFile(
            "[Migration(1)] public class Seed : Migration { public override void Up() => Execute.EmbeddedScript(\"seed.sql\"); "
            + "public override void Down() { } }",
            new Dictionary<string, string>
            {
                ["seed.sql"] = $"CREATE TABLE t (id int, name text);\nCOPY t FROM stdin;\n{rows}\\.\nCREATE INDEX i ON t (id);\n",
            });

        var dry = await sandbox.RunAsync("up", "--dry-run", "--assembly", many);
        var json = await sandbox.RunAsync("up", "--dry-run", "--output", "json", "--assembly", many);
        var up = await sandbox.RunAsync("up", "--assembly", many);

        dry.Exits(ExitCode.Success).Says("CREATE TABLE t", "10\tn10\n\\.\n-- and 1,224 more rows, not shown\nCREATE INDEX i");
        Assert.DoesNotContain("n11\n", dry.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("n11\\n", json.Exits(ExitCode.Success).Out, StringComparison.Ordinal);
        up.Exits(ExitCode.Success);
        Assert.Equal(1234, await sandbox.Database.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Rehearse_RunsIt_AndADumpWithRowsIsAPlaceToBegin()
    {
        await using var sandbox = await SandboxAsync();
        var assembly = CompiledMigrations.ToFile(
            Migrations[..Migrations.IndexOf("[Migration(3", StringComparison.Ordinal)],
            new Dictionary<string, string> { ["seed.sql"] = Dump });
        var shadow = await sandbox.ShadowAsync();
        sandbox.Directory.Write("dump.sql",
            "\\restrict x\nCREATE TABLE public.towns (id serial PRIMARY KEY, name text, note text);\n"
            + "CREATE TABLE public.parts (town int REFERENCES public.towns, name text);\n"
            + "CREATE TABLE public.\"VersionInfo\" "
            + "(\"Version\" bigint NOT NULL, \"AppliedOn\" timestamp, \"Description\" varchar(1024));\n"
            + "CREATE UNIQUE INDEX \"UC_Version\" ON public.\"VersionInfo\" (\"Version\");\n"
            + "COPY public.\"VersionInfo\" (\"Version\", \"AppliedOn\", \"Description\") FROM stdin;\n"
            + "1\t2026-01-14 09:30:00\tTowns\n\\.\n\\unrestrict x\n");

        var run = await sandbox.Bare("rehearse", "--from-schema", "dump.sql", "--shadow", shadow, "--level", "data-loss",
            "--assembly", assembly).RunAsync();
        sandbox.Directory.Write("wrong.sql", "CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\nGEHEIM\n\\.\n");
        var wrong = await sandbox.Bare("rehearse", "--from-schema", "wrong.sql", "--shadow", shadow, "--assembly", assembly)
            .RunAsync();

        run.Exits(ExitCode.Success).Says("2  Seed", "1 migration rehearsed");
        wrong.Exits(ExitCode.Usage).Complains("wrong.sql cannot be loaded", "22P02", "in line 4");
        Assert.DoesNotContain("GEHEIM", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_TakesRowsForRows()
    {
        await using var sandbox = await SandboxAsync();
        var assembly = Samples.Assembly(CompiledMigrations.Sql(1, "Seed",
            ["CREATE TABLE t (a text);\nCOPY t FROM stdin;\nDROP TABLE t; BEGIN; \\restrict '\n\\.\n"]));
        var cut = Samples.Assembly(CompiledMigrations.Sql(1, "Seed", ["CREATE TABLE t (a text);\nCOPY t FROM stdin;\n1\n"]));

        (await sandbox.Bare("lint", "--assembly", assembly).RunAsync()).Exits(ExitCode.Success).Says("nothing found");
        (await sandbox.Bare("lint", "--assembly", cut).RunAsync()).Exits(ExitCode.Refused)
            .Says("invalid", "COPY t FROM stdin in line 2 of its statement 1 has no rows behind it, or no line \\. behind them");
    }

    private Task<Sandbox> SandboxAsync() => Sandbox.CreateAsync(server);
}
