
namespace Migrator.Tests.Errors;

public sealed class LikenessTests
{
    [Theory]
    [InlineData("AddUsers", "AddUsers", 1)]
    [InlineData("AddUsers", "addusers", 1)]
    [InlineData("CreateCustomers", "customer", 1)]
    [InlineData("customer", "CreateCustomers", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "LAWN", 2)]
    [InlineData("abc", "xyz", 3)]
    public void Distance_CountsEdits_CaseIgnored(string left, string right, int distance)
    {
        Assert.Equal(distance, Likeness.Distance(left, right));
        Assert.Equal(distance, Likeness.Distance(right, left));
    }
}
