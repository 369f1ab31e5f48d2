using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Programs;

/// <summary>A copy of what git has of this repository: what is built in it disturbs no other test, and nothing that was built
/// here gets into it.</summary>
internal static class Checkout
{
    public static Task CopyAsync(IEnumerable<string> names, string folder) => Shell.SucceedAsync(
        $"git ls-files -z --cached --others --exclude-standard -- {string.Join(' ', names.Select(name => $"'{name}'"))} | xargs "
        + $"-0 cp --parents -t '{folder}'",
        Repository.Root);
}
