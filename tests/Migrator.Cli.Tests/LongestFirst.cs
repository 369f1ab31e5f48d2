using Migrator.Cli.Tests.Verbs.Bundle;
using Xunit.Sdk;
using Xunit.v3;

namespace Migrator.Cli.Tests;

/// <summary>
/// Compiling native code takes longer than anything else here, and is one test: begun last, the suite waits for it alone.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(one =>
            one.TestCollectionDisplayName.Contains(typeof(BundleTests).FullName!, StringComparison.Ordinal))];
}
