using Migrator.SchemaCheck;
using Migrator.Statements.Sending;

namespace Migrator.Tests.Statements.Sending;

public sealed class StatementLedgerTests
{
    [Fact]
    public void Next_NothingBefore_RunsAll()
    {
        var ledger = new StatementLedger();

        Assert.Equal(StatementVerdict.Run, ledger.Next("a"));
        Assert.False(ledger.LeavesTraces);
        ledger.Finish();
        Assert.Equal(StatementVerdict.Run, ledger.Next("b"));
        Assert.Equal((2, 1), (ledger.Number, ledger.Done));
        Assert.True(ledger.LeavesTraces);
    }

    [Fact]
    public void Next_AfterTwoDone_GoesOnAtTheThird()
    {
        var ledger = new StatementLedger(Stopped(["a", "b"]));

        Assert.Equal([StatementVerdict.Done, StatementVerdict.Done, StatementVerdict.Run],
            [ledger.Next("a"), ledger.Next("b"), ledger.Next("c")]);
    }

    [Fact]
    public void Next_ThirdWasBegun_SaysSo()
    {
        var ledger = new StatementLedger(Stopped(["a", "b"], begun: "c"));

        Assert.Equal([StatementVerdict.Done, StatementVerdict.Done, StatementVerdict.Begun, StatementVerdict.Run],
            [ledger.Next("a"), ledger.Next("b"), ledger.Next("c"), ledger.Next("d")]);
    }

    [Theory]
    [InlineData("x", "b")]
    [InlineData("a", "x")]
    [InlineData("ab", "")]
    public void Next_WhatIsDoneHasAnotherText_Throws(string first, string second)
    {
        var ledger = new StatementLedger(Stopped(["a", "b"]));
        ledger.Next(first);

        Assert.Throws<NotResumableException>(() => ledger.Next(second));
        // What the journal knows stays known.
        Assert.Equal((2, true), (ledger.Done, ledger.LeavesTraces));
    }

    [Fact]
    public void Next_WhatWasBegunHasAnotherText_Throws()
    {
        var ledger = new StatementLedger(Stopped([], begun: "a"));

        Assert.Throws<NotResumableException>(() => ledger.Next("b"));
        Assert.NotNull(ledger.BegunHash);
    }

    [Fact]
    public void End_FewerStatementsThanWereDone_Throws()
    {
        var ledger = new StatementLedger(Stopped(["a", "b"]));
        ledger.Next("a");

        Assert.Throws<NotResumableException>(ledger.End);
    }

    private static DirtyMigration Stopped(string[] done, string? begun = null)
    {
        var ledger = new StatementLedger();
        foreach (var text in done)
        {
            ledger.Next(text);
            ledger.Finish();
        }

        if (begun is not null)
        {
            ledger.Next(begun);
            ledger.Begin();
        }

        return new(1, "One", "up", DateTimeOffset.UnixEpoch, "7f3a9c", null, ledger.Done, ledger.DoneHash, ledger.BegunHash);
    }
}
