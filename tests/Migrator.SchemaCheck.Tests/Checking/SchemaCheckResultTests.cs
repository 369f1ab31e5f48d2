using System.Globalization;
using Migrator.SchemaCheck.Tests.Support;

namespace Migrator.SchemaCheck.Tests.Checking;

/// <summary>What people read. A change here is a change of what they search their logs for.</summary>
public sealed class SchemaCheckResultTests
{
    private static readonly SchemaRequirement Requirement = Build.Needs(1, 2, 3, 4, 5, 6, 7);

    private static readonly SchemaDifference Nothing = Build.NoDifference with { Current = 7 };

    [Fact]
    public void Sentence_SaysWhatIsNeededAndWhatIsThere()
    {
        Is("Shop has the schema it needs: 7.", Nothing);
        Is("Shop has the schema it needs (7), and the database is ahead of it: version 8 not known to this build.",
            Nothing with { Unknown = [8] });
        Is("Shop has the schema it needs (7), and the database is ahead of it: 2 versions not known to this build.",
            Nothing with { Unknown = [8, 9] });
        Is("Shop needs schema 7; the database is at 5, 2 missing (M6, M7).", Nothing with { Current = 5, Missing = [6, 7] });
        Is("Shop needs schema 7; the database is at zero, 7 missing (M1, M2, M3, M4, M5 and 2 more).",
            Nothing with { Current = null, Missing = [1, 2, 3, 4, 5, 6, 7] });
        Is("Shop needs schema 7; the database is at 9, 1 missing (M7), and it has version 9 that this build does not know.",
            Nothing with { Current = 9, Missing = [7], Unknown = [9] });
        // What a deploy works on is missing until it is done.
        Is("Shop needs schema 7; the database is at 7, 2 missing (M6, M7).",
            Nothing with { Missing = [6], Unfinished = [7, 99], Deploy = "x" });
        Is("The database is too new for Shop: the breaking migration 9 is applied, and this build ends at 7. Deploy a newer build.", Nothing with { Unknown = [9], Floor = 9 });
        Is("Shop has another text of M2 than was applied to the database: edited since. Undo the edit, or accept it: dotnet "
            + "migrator up --edited allow", Nothing with { Edited = [2] });
        Is("The database is half migrated: M7, 99 began and did not finish. Next: dotnet migrator up", Nothing with { Unfinished = [7, 99] });
    }

    [Fact]
    public void Sentence_WhereNothingCouldBeRead_SaysWhy()
    {
        Assert.Equal("Shop cannot reach its database: Connection refused.",
            new SchemaCheckResult(Requirement, SchemaVerdict.Unreachable, Reason: "Connection refused").Sentence);
        Assert.Equal("Shop cannot read which migrations its database has: no right. Ask for it.",
            new SchemaCheckResult(Requirement, SchemaVerdict.Unreadable, Reason: "no right. Ask for it.").Sentence);
    }

    [Theory]
    [InlineData(null, "No deploy is running.")]
    [InlineData("migrator 7f3a9c ci-runner-7", "A deploy is at work: run 7f3a9c on ci-runner-7.")]
    [InlineData("psql", "A deploy is at work: \"psql\".")]
    [InlineData("", "A deploy is at work.")]
    public void DeploySentence_NamesTheRun(string? deploy, string sentence) =>
        Assert.Equal(sentence,
            new SchemaCheckResult(Requirement, SchemaVerdict.Behind, Nothing with { Deploy = deploy }).DeploySentence);

    [Fact]
    public void DeploySentence_WhereADeployCannotBeSeen_SaysWhy()
    {
        Assert.Equal("Whether a deploy is running is not known: the role may not see the server's locks.",
            Behind(Nothing with { DeployIsKnown = false }));
        Assert.Equal("It was asked of a standby, which has not replayed 24 kB of what it received (the last commit that it "
            + "knows of is 14 "
            + "s old): a deploy cannot be seen from there, and what one did arrives later.",
            Behind(Nothing with { Standby = new(24 * 1024, TimeSpan.FromSeconds(14)), DeployIsKnown = false }));
        Assert.Equal(
            "It was asked of a standby, which has replayed all that it received: a deploy cannot be seen from there, and what "
            + "one did arrives later.", Behind(Nothing with { Standby = new(0), DeployIsKnown = false }));

        string Behind(SchemaDifference difference) =>
            new SchemaCheckResult(Requirement, SchemaVerdict.Behind, difference).DeploySentence;
    }

    // What is unfinished there may be what the deploy works on that cannot be seen.
    [Fact]
    public void Judge_UnfinishedWhereADeployCannotBeSeen_IsBehind() =>
        Assert.Equal(SchemaVerdict.Behind, (Nothing with { Unfinished = [7], DeployIsKnown = false }).Judge(Requirement));

    [Fact]
    public void Sentence_IsTheSameInEveryCulture()
    {
        var result = new SchemaCheckResult(Requirement, SchemaVerdict.Behind, Nothing with { Current = -5, Missing = [-6] });
        var (before, plain) = (CultureInfo.CurrentCulture, result.Sentence);
        try
        {
            foreach (var culture in (string[])["sv-SE", "th-TH", "tr-TR", "ar-SA"])
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(plain, result.Sentence);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void DeploySentence_WhereNothingCouldBeRead_IsEmpty() =>
        Assert.Equal("", new SchemaCheckResult(Requirement, SchemaVerdict.Unreachable, Reason: "x").DeploySentence);

    [Fact]
    public void IsGood_IsUpToDateOrAhead() =>
        Assert.Equal([SchemaVerdict.UpToDate, SchemaVerdict.Ahead],
            Enum.GetValues<SchemaVerdict>().Where(verdict => new SchemaCheckResult(Requirement, verdict, Nothing).IsGood));

    private static void Is(string sentence, SchemaDifference difference) =>
        Assert.Equal(sentence, new SchemaCheckResult(Requirement, difference.Judge(Requirement), difference).Sentence);
}
