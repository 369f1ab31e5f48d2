using Migrator.TestSupport.Tool;

namespace Migrator.Cli.Tests.Goldens;

/// <summary>
/// Compares what the tool says with a file that a person has read. A mismatch shows the difference; with UPDATE_GOLDEN=1 the file
/// is written instead, and the test says so.
/// </summary>
internal static class Golden
{
    public const string Variable = "UPDATE_GOLDEN";

    public static void Matches(string name, string actual)
    {
        var path = Repository.PathOf("tests", "Migrator.Cli.Tests", "Golden", name);
        var expected = File.Exists(path) ? File.ReadAllText(path) : null;
        if (expected == actual)
            return;

        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(path, actual);
            TestContext.Current.AddWarning($"Written anew: {path}. Read it before it is committed.");
            return;
        }

        Assert.Fail(expected is null
            ? $"There is no {path}. To write it: {Variable}=1.\n{actual}"
            : $"{path} differs (- expected, + actual). To accept, after reading: {Variable}=1.\n{LineDiff.Of(expected, actual)}");
    }
}
