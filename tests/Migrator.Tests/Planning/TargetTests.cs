namespace Migrator.Tests.Planning;

public sealed class TargetTests
{
    [Theory]
    [InlineData("latest", TargetKind.Latest, null, 0)]
    [InlineData("LATEST", TargetKind.Latest, null, 0)]
    [InlineData("  latest ", TargetKind.Latest, null, 0)]
    [InlineData("zero", TargetKind.Zero, null, 0)]
    [InlineData("Zero", TargetKind.Zero, null, 0)]
    [InlineData("20250114093000", TargetKind.Migration, "20250114093000", 0)]
    [InlineData("0", TargetKind.Migration, "0", 0)]
    [InlineData("007", TargetKind.Migration, "007", 0)]
    [InlineData("AddUsers", TargetKind.Migration, "AddUsers", 0)]
    [InlineData("_20250114_Add_Users", TargetKind.Migration, "_20250114_Add_Users", 0)]
    [InlineData("Größe", TargetKind.Migration, "Größe", 0)]
    [InlineData("+1", TargetKind.Relative, null, 1)]
    [InlineData("-1", TargetKind.Relative, null, -1)]
    [InlineData("+999999999", TargetKind.Relative, null, 999_999_999)]
    [InlineData("-03", TargetKind.Relative, null, -3)]
    [InlineData("10+2", TargetKind.Migration, "10", 2)]
    [InlineData("10-2", TargetKind.Migration, "10", -2)]
    [InlineData("AddUsers+1", TargetKind.Migration, "AddUsers", 1)]
    [InlineData("AddUsers-1", TargetKind.Migration, "AddUsers", -1)]
    [InlineData("10+0", TargetKind.Migration, "10", 0)]
    public void TryParse_KnownForm_IsRead(string text, TargetKind kind, string? migration, int offset)
    {
        Assert.True(Target.TryParse(text, out var target));

        Assert.Equal((kind, migration, offset), (target.Kind, target.Migration, target.Offset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("+0")]
    [InlineData("-0")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1 2")]
    [InlineData("10+")]
    [InlineData("10++1")]
    [InlineData("10+1+1")]
    [InlineData("+Name")]
    [InlineData("10+Name")]
    [InlineData("+1234567890")]
    [InlineData("10-99999999999999999999")]
    [InlineData("Add-Users")]
    [InlineData("Robert'); DROP TABLE students")]
    [InlineData("10\n20")]
    [InlineData("latest;")]
    [InlineData("+٣")]
    public void TryParse_Junk_IsRefused(string? text) => Assert.False(Target.TryParse(text, out _));

    [Theory]
    [InlineData(" AddUsers+1 ", "AddUsers+1")]
    [InlineData("-2", "-2")]
    [InlineData("LATEST", "latest")]
    public void ToString_IsTheTargetAsItWasWritten(string text, string expected)
    {
        Assert.True(Target.TryParse(text, out var target));

        Assert.Equal(expected, target.ToString());
    }

    [Fact]
    public void Version_IsWhatParsingItsTextGives()
    {
        Assert.True(Target.TryParse("20250114093000", out var parsed));

        Assert.Equal(parsed, Target.Version(20250114093000));
    }
}
