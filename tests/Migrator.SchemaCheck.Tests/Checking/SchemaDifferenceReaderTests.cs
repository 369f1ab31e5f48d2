using Migrator.SchemaCheck.Tests.Support;
using Migrator.TestSupport;
using Npgsql;

namespace Migrator.SchemaCheck.Tests.Checking;

/// <summary>The one query, on real databases of every age.</summary>
public sealed class SchemaDifferenceReaderTests(TestServer server)
{
    [Fact]
    public async Task Read_VirginDatabase_LacksEverything()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        Equal(new(null, [1, 2], [], [], [], null, null), await ReadAsync(database, Build.Needs(1, 2)));
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 3L, new long[0], new long[0])]
    [InlineData(new long[] { 1, 2 }, 2L, new long[] { 3 }, new long[0])]
    [InlineData(new long[] { 1, 3 }, 3L, new long[] { 2 }, new long[0])]
    [InlineData(new long[] { 1, 2, 3, 4, 5 }, 5L, new long[0], new long[] { 4, 5 })]
    [InlineData(new long[] { 1, 2, 4 }, 4L, new long[] { 3 }, new long[] { 4 })]
    [InlineData(new long[0], null, new long[] { 1, 2, 3 }, new long[0])]
    public async Task Read_Versions_AreComparedBySet(long[] applied, long? current, long[] missing, long[] unknown)
    {
        await using var database = await server.WithAsync(applied);

        Equal(new(current, missing, unknown, [], [], null, null), await ReadAsync(database, Build.Needs(1, 2, 3)));
    }

    [Fact]
    public async Task Read_KnownButNotRequired_IsNeitherMissingNorUnknown()
    {
        await using var database = await server.WithAsync([1, 2]);
        var requirement = SchemaRequirement.Of("Shop",
            new([new(1, "A"), new(2, "B") { AnyTags = ["x"] }, new(3, "C") { AnyTags = ["x"] }]));

        Equal(new(2, [], [], [], [], null, null), await ReadAsync(database, requirement));
    }

    [Fact]
    public async Task Read_ABuildWithoutMigrations_KnowsNone()
    {
        await using var database = await server.WithAsync([1, 2]);

        Equal(new(2, [], [1, 2], [], [], null, null), await ReadAsync(database, Build.Needs(Array.Empty<long>())));
    }

    [Fact]
    public async Task Read_OldTable_DuplicatesNullsAndIntegersAreNoTrouble()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(
            """CREATE TABLE "VersionInfo" ("Version" integer); INSERT INTO "VersionInfo" VALUES (2), (NULL), (2), (1), (7), (7)""");

        Equal(new(7, [3], [7], [], [], null, null), await ReadAsync(database, Build.Needs(1, 2, 3)));
    }

    [Theory]
    // The journal's last word on what was applied: a deploy's, or a person's who accepted an edit.
    [InlineData("1 done a", false)]
    [InlineData("1 done b", true)]
    [InlineData("1 done b; 1 accepted a", false)]
    [InlineData("1 done a; 1 accepted b", true)]
    [InlineData("1 done b; 1 done a", false)]
    [InlineData("1 done a; 1 failed b", false)]
    // Nobody knew the text then, or knows it now.
    [InlineData("1 done", false)]
    [InlineData("1 done b; 1 done", false)]
    [InlineData("2 done b", false)]
    // It is not applied any more.
    [InlineData("3 done b", false)]
    [InlineData("", false)]
    public async Task Read_Edited_IsWhatWasAppliedWithAnotherText(string journal, bool edited)
    {
        await using var database = await server.WithAsync([1, 2],
            string.Concat(journal.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Entry)));

        var difference = await ReadAsync(database, Build.Needs((1, Build.Sum('a')), (2, null), (3, Build.Sum('a'))));

        Assert.Equal(edited ? [1] : [], difference.Edited);

        static string Entry(string text) => text.Split(' ') is var parts && parts.Length == 3
            ? Databases.Entry(parts[0][0] - '0', parts[1], Build.Sum(parts[2][0])) : Databases.Entry(parts[0][0] - '0', parts[1]);
    }

    [Theory]
    [InlineData("begun", true)]
    [InlineData("partial", true)]
    [InlineData("done", false)]
    [InlineData("failed", false)]
    [InlineData("resolved", false)]
    [InlineData("begun done", false)]
    [InlineData("done begun", true)]
    [InlineData("partial resolved", false)]
    public async Task Read_Unfinished_IsTheJournalsLastWord(string states, bool unfinished)
    {
        await using var database = await server.WithAsync([1],
            string.Concat(states.Split(' ').Select(state => Databases.Entry(2, state))));

        Assert.Equal(unfinished ? [2] : [], (await ReadAsync(database, Build.Needs(1, 2))).Unfinished);
    }

    [Fact]
    public async Task Read_Unfinished_IsSaidAlsoOfWhatThisBuildDoesNotKnow()
    {
        await using var database = await server.WithAsync([1], Databases.Entry(9, "begun"));

        Assert.Equal([9], (await ReadAsync(database, Build.Needs(1))).Unfinished);
    }

    [Fact]
    public async Task Read_Floor_IsTheNewestBreakingOneThatIsApplied()
    {
        await using var database = await server.WithAsync([1, 2, 3],
            Databases.Entry(1, "done", breaking: true) + Databases.Entry(2, "done", breaking: true)
            + Databases.Entry(3, "done") + Databases.Entry(4, "done", breaking: true)
            + Databases.Entry(3, "failed", breaking: true)
            + Databases.Entry(3, "done", breaking: true, direction: "down"));

        Assert.Equal(2, (await ReadAsync(database, Build.Needs(1))).Floor);
    }

    [Fact]
    public async Task Read_ADeployHoldsItsLock_IsNamed()
    {
        await using var database = await server.WithAsync([1]);
        await using var deploy = await database.DeployAsync();

        Assert.Equal("migrator 7f3a9c ci-runner-7", (await ReadAsync(database, Build.Needs(1))).Deploy);
    }

    [Fact]
    public async Task Read_AnotherTablesOrAnotherDatabasesDeploy_IsNot()
    {
        await using var database = await server.WithAsync([1]);
        await using var other = await server.WithAsync([1]);
        await using var otherTable = await database.DeployAsync(new() { Name = "OtherVersions" });
        await using var otherDatabase = await other.DeployAsync();

        Assert.Null((await ReadAsync(database, Build.Needs(1))).Deploy);
    }

    [Fact]
    public async Task Read_NoJournal_ReadsTheVersions()
    {
        await using var database = await server.WithAsync([1, 4], """DROP TABLE "VersionInfoJournal" """);

        Equal(new(4, [2], [4], [], [], null, null),
            await ReadAsync(database, Build.Needs((1, Build.Sum('a')), (2, Build.Sum('b')))));
    }

    [Fact]
    public async Task Read_JournalOfAnOlderTool_ReadsAllButEdits()
    {
        await using var database = await server.WithAsync([1],
            Databases.Entry(1, "done", Build.Sum('b'), breaking: true) + Databases.Entry(2, "begun")
            + """ALTER TABLE "VersionInfoJournal" DROP COLUMN checksum""");

        Equal(new(1, [2], [], [], [2], 1, null), await ReadAsync(database, Build.Needs((1, Build.Sum('a')), (2, null))));
    }

    [Fact]
    public async Task Read_AJournalWithoutItsVersionTable_HasNothingApplied()
    {
        await using var database = await server.WithAsync([],
            Databases.Entry(1, "done", Build.Sum('b'), breaking: true) + """DROP TABLE "VersionInfo" """);

        Equal(new(null, [1], [], [], [], null, null), await ReadAsync(database, Build.Needs((1, Build.Sum('a')))));
    }

    [Fact]
    public async Task Read_OtherNames_AreUsed()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync(
            """CREATE SCHEMA "my-app"; CREATE TABLE "my-app".versions (v bigint); INSERT INTO "my-app".versions VALUES (1)""");

        Equal(new(1, [2], [], [], [], null, null),
            await ReadAsync(database, Build.Needs(1, 2),
                table: new() { Schema = "my-app", Name = "versions", VersionColumn = "v" }));
    }

    [Fact]
    public async Task Read_ARoleThatMayOnlySelect_IsEnough()
    {
        await using var database = await server.WithAsync([1, 2], Databases.Entry(2, "done", Build.Sum('b')));
        var role = await database.CreateRoleAsync("app");
        await database.ExecuteAsync($"""GRANT SELECT ON "VersionInfo", "VersionInfoJournal" TO "{database.Name}_app" """);
        await using var deploy = await database.DeployAsync();

        Equal(new(2, [], [], [2], [], null, "migrator 7f3a9c ci-runner-7"),
            await ReadAsync(database, Build.Needs((1, null), (2, Build.Sum('a'))), role));
    }

    [Theory]
    [InlineData("""GRANT SELECT ON "VersionInfo" TO "{0}" """)]
    [InlineData("""GRANT SELECT ON "VersionInfoJournal" TO "{0}" """)]
    [InlineData("""GRANT SELECT ON "VersionInfo", "VersionInfoJournal" TO "{0}"; REVOKE USAGE ON SCHEMA public FROM public""")]
    public async Task Read_ARoleThatMayNotSelectAll_FailsRatherThanSeeingLess(string grants)
    {
        await using var database = await server.WithAsync([1]);
        var role = await database.CreateRoleAsync("app");
        await database.ExecuteAsync(grants.Replace("{0}", $"{database.Name}_app", StringComparison.Ordinal));

        var exception = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(database, Build.Needs(1), role));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, exception.SqlState);
    }

    [Fact]
    public async Task Read_AfterARealDeploy_AgreesWithItsJournal()
    {
        await using var database = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var assembly = CompiledMigrations.Load(CompiledMigrations.Sql(1, "One", ["CREATE TABLE one (id int)"])
            + CompiledMigrations.Sql(2, "Two", ["CREATE INDEX CONCURRENTLY ix_one ON one (id)"],
                attribute: "TransactionBehavior.None")
            + CompiledMigrations.Sql(3, "Three", ["DROP TABLE one"], attribute: "BreakingChange = true"));
        var manifest = MigrationEngine.CreateManifest(assembly).Manifest;

        var outcome = await new MigrationEngine(assembly, database.Options)
            .UpAsync(Target.Latest, new() { Policy = new(AllowBreaking: true) },
                cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OutcomeKind.Applied, outcome.Kind);
        Assert.DoesNotContain(manifest.Migrations, migration => migration.Checksum is null);
        Equal(new(3, [], [], [], [], 3, null), await ReadAsync(database, SchemaRequirement.Of("Shop", manifest)));
        Assert.Equal([2],
            (await ReadAsync(database,
                Build.Needs((1, manifest.Migrations[0].Checksum), (2, Build.Sum('0')), (3, null)))).Edited);
    }

    private static async Task<SchemaDifference> ReadAsync(TestDatabase database, SchemaRequirement requirement,
        string? connection = null, VersionTable? table = null)
    {
        await using var opened = await database.OpenAsync(connection);
        return await SchemaDifferenceReader.ReadAsync(opened, requirement, table ?? VersionTable.Default,
            TestContext.Current.CancellationToken);
    }

    // A record compares its lists by reference.
    private static void Equal(SchemaDifference expected, SchemaDifference actual) => Assert.Equal(Text(expected), Text(actual));

    private static string Text(SchemaDifference difference) =>
        $"current {difference.Current}, missing {string.Join(' ', difference.Missing)}, unknown "
            + $"{string.Join(' ', difference.Unknown)}, edited {string.Join(' ', difference.Edited)}, "
        + $"unfinished {string.Join(' ', difference.Unfinished)}, floor {difference.Floor}, deploy {difference.Deploy}";
}
