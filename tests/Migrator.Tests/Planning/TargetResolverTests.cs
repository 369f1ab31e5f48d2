using Migrator.Planning;
using Migrator.Tests.Support;

namespace Migrator.Tests.Planning;

public sealed class TargetResolverTests
{
    [Theory]
    [InlineData("10 20 30", "25", "Nearest: 20 M20, 30 M30, 10 M10.")]
    [InlineData("10 20 30 40", "41", "Nearest: 40 M40, 30 M30, 20 M20.")]
    [InlineData("10 20 30", "0", "Nearest: 10 M10, 20 M20, 30 M30.")]
    [InlineData("10 20 30", "99999999999999999999999999", "Nearest: 30 M30, 20 M20, 10 M10.")]
    [InlineData("10:AddUsers 20:AddOrders 30:DropUsers", "AddUser", "Nearest: 10 AddUsers,")]
    [InlineData("10:AddUsers 20:AddOrders 30:DropUsers", "addorder", "Nearest: 20 AddOrders,")]
    [InlineData("10:CreateCustomerTable 20:X", "Customer", "Nearest: 10 CreateCustomerTable,")]
    [InlineData("10:Aaaaaa 20:Bbbbbb", "Bbbbxx+1", "Nearest: 20 Bbbbbb,")]
    public void Resolve_Unknown_NamesTheNearest(string catalog, string target, string nearest)
    {
        var refusal = Refuse(catalog, target);

        Assert.Equal(RefusalReason.UnknownTarget, refusal.Reason);
        Assert.StartsWith(nearest, refusal.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_UnknownInEmptyCatalog_NamesNone() => Assert.Null(Refuse("", "Anything").Next);

    [Fact]
    public void Resolve_AmbiguousName_NamesThemAll()
    {
        var refusal = Refuse("10:AddIndex 20:addindex 30:Other", "AddIndex");

        Assert.Equal(RefusalReason.AmbiguousTarget, refusal.Reason);
        Assert.Contains("10 AddIndex, 20 addindex", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30+1", "1 beyond the newest")]
    [InlineData("10+5", "3 beyond the newest")]
    [InlineData("10-2", "1 below the first")]
    [InlineData("20-9", "7 below the first")]
    public void Resolve_OffsetBeyondTheEnds_SaysByHowMuch(string target, string expected)
    {
        var refusal = Refuse("10 20 30", target);

        Assert.Equal(RefusalReason.UnknownTarget, refusal.Reason);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Direction.Up, "-2", "dotnet migrator down --target -2")]
    [InlineData(Direction.Down, "+2", "dotnet migrator up --target +2")]
    internal void Resolve_RelativeTheOtherWay_NamesTheOtherVerb(Direction direction, string target, string command)
    {
        var (_, refusal) = TargetResolver.Resolve(Given.Target(target), direction, Given.Catalog("10 20"), [10]);

        Assert.Equal(RefusalReason.WrongDirection, refusal!.Reason);
        Assert.EndsWith(command, refusal.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NameThatIsANumber_IsAVersion()
    {
        var (place, refusal) = TargetResolver.Resolve(Given.Target("20"), Direction.Up, Given.Catalog("10 20"), []);

        Assert.Null(refusal);
        Assert.Equal(20, place.Newest);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("00", 0)]
    [InlineData("10-1", 0)]
    [InlineData("10-2", null)]
    [InlineData("zero", null)]
    public void Resolve_VersionZero_IsAPlaceOfItsOwn(string target, int? newest)
    {
        var (place, refusal) = TargetResolver.Resolve(Given.Target(target), Direction.Up, Given.Catalog("0 10"), []);

        Assert.Null(refusal);
        Assert.Equal(newest, place.Newest);
    }

    private static Refusal Refuse(string catalog, string target) =>
        Assert.IsType<Refusal>(TargetResolver.Resolve(Given.Target(target), Direction.Up, Given.Catalog(catalog), []).Refusal);
}
